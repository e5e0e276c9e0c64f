import { describe, expect, it } from '@jest/globals';
import { markAgain } from './read-marks.js';

describe('the mark of a file that is read again', () => {
  it.each([
    ['for the first time', undefined, 0, { deaths: 0, bytesRead: 0 }],
    ['at once after it began', { deaths: 0, bytesRead: 0 }, 0, { deaths: 1, bytesRead: 0 }],
    ['at the same place', { deaths: 1, bytesRead: 500 }, 500, { deaths: 2, bytesRead: 500 }],
    ['at the same place, told a bit later', { deaths: 1, bytesRead: 50_000 }, 50_400, { deaths: 2, bytesRead: 50_400 }],
    ['before it came so far', { deaths: 1, bytesRead: 500 }, 400, { deaths: 2, bytesRead: 500 }],
    [
      'further on, as when a clinic switches off each evening',
      { deaths: 2, bytesRead: 500 },
      9_000_000,
      { deaths: 1, bytesRead: 9_000_000 },
    ],
  ])('%s', (_name, found, bytesRead, expected) => {
    expect(markAgain(found, bytesRead)).toEqual(expected);
  });

  it('is set aside after three deaths, however its place is told each time', () => {
    let mark = markAgain(undefined, 0);
    for (const place of [50_400, 50_000, 50_400]) mark = markAgain(mark, place);
    expect(mark.deaths).toBe(3);
  });
});
