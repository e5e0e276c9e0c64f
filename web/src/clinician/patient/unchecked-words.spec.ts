import { expect, it } from '@jest/globals';
import { newUpload } from '../../api/upload-state.js';
import type { Upload } from '../../api/types.js';
import { uncheckedWords } from './unchecked-words.js';

const say = (over: Partial<Upload>) =>
  uncheckedWords({ ...newUpload('u', '2026-11-20T09:00:00.000Z'), state: 'done', stored: 5, ...over });

it.each<[string, Partial<Upload>, string | null]>([
  [
    'the file does not say it',
    { unchecked: 'no-birth-date-in-file' },
    'The file does not say when its owner was born. Make sure that it is this patient’s; if not, take it back at “Devices and sources”.',
  ],
  [
    'the record does not',
    { unchecked: 'no-birth-date-in-record' },
    'The record has no date of birth to compare with that of the file. Make sure that it is this patient’s; if not, take it back at “Devices and sources”.',
  ],
  ['it was checked', { unchecked: null }, null],
  ['nothing came of it', { unchecked: 'no-birth-date-in-file', stored: 0 }, null],
  ['it is not read to its end', { unchecked: 'no-birth-date-in-file', state: 'reading' }, null],
])('%s', (_name, over, words) => expect(say(over)).toBe(words));
