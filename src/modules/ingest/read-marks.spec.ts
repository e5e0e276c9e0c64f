import { describe, expect, it } from '@jest/globals';
import { markAgain } from './read-marks.js';

describe('the mark of a file that is read again', () => {
  it.each([
    ['for the first time', undefined, 0, { deaths: 0, bytesRead: 0 }],
    ['at once after it began', { deaths: 0, bytesRead: 0 }, 0, { deaths: 1, bytesRead: 0 }],
    ['at the same place', { deaths: 1, bytesRead: 500 }, 500, { deaths: 2, bytesRead: 500 }],
    ['before it came so far', { deaths: 1, bytesRead: 500 }, 400, { deaths: 2, bytesRead: 400 }],
    [
      'further on, as when a clinic switches off each evening',
      { deaths: 2, bytesRead: 500 },
      900,
      { deaths: 1, bytesRead: 900 },
    ],
  ])('%s', (_name, found, bytesRead, expected) => {
    expect(markAgain(found, bytesRead)).toEqual(expected);
  });
});
