import { describe, expect, it } from '@jest/globals';
import type { Upload } from '../api/types.js';
import { newUpload } from '../api/upload-state.js';
import { describeUpload } from './upload-words.js';

const anUpload = (over: Partial<Upload>): Upload => ({
  ...newUpload('u', '2026-11-20T09:00:00.000Z'),
  state: 'reading',
  ...over,
});
const closed = (count: number) => [{ code: 'PERIOD_CLOSED' as const, message: 'is of a month', count }];
const say = (over: Partial<Upload>) => describeUpload({ kind: 'server', upload: anUpload(over) });

describe('describeUpload', () => {
  it('tells how far it is, and admits when it cannot', () => {
    expect(say({ bytesRead: 50, bytesTotal: 200, records: 1200 })).toEqual({
      words: 'Reading: 1,200 records so far',
      part: 0.25,
      over: false,
    });
    expect(say({ bytesRead: 50 }).part).toBeNull();
    expect(say({ bytesRead: 300, bytesTotal: 200 }).part).toBe(1);
  });

  it.each([
    [{ stored: 11800, duplicates: 150 }, 'Done. 11,800 measurements are new, 150 were there already.'],
    [{ stored: 0, duplicates: 150 }, 'Done. The clinic had all of it already.'],
    [
      { stored: 5, unchecked: 'no-birth-date-in-file' as const },
      'Done. 5 measurements are new. The file does not say when its owner was born, so nobody could check that it is yours. If it is not, take it back below.',
    ],
    [
      { stored: 0, unchecked: 'no-birth-date-in-record' as const, duplicates: 1 },
      'Done. The clinic had all of it already.',
    ],
    [{ stored: 0, refused: 3 }, 'Done, but nothing of this file could be taken. Your clinic sees why.'],
    [{ stored: 1 }, 'Done. 1 measurement is new.'],
    [{ stored: 2, refused: 1 }, 'Done. 2 measurements are new. 1 entry could not be taken; your clinic sees why.'],
    [
      { duplicates: 2, refused: 1200 },
      'Done. Nothing of it is new. 1,200 entries could not be taken; your clinic sees why.',
    ],
    [{ duplicates: 2, refused: 1200, refusals: closed(1200) }, 'Done. The clinic had all of it already.'],
    [
      { refused: 9, refusals: closed(9) },
      'Done. All of this file is of months of which your clinic keeps summaries only.',
    ],
    [{ stored: 0 }, 'Done, but there were no steps, sleep or heart data in this file.'],
  ])('%p', (over, words) => {
    expect(say({ state: 'done', ...over })).toMatchObject({ words, over: true });
  });

  it('says why a file waits, and goes on waiting', () => {
    const waits = say({ state: 'receiving', error: 'The virus scanner does not answer.' });
    expect(waits).toEqual({ words: 'The virus scanner does not answer.', part: null, over: false });
  });

  it('says what was wrong with the file', () => {
    expect(say({ state: 'failed', error: 'This is no export that is read here.' }).words).toBe(
      'The file was not taken in. This is no export that is read here.',
    );
  });
});
