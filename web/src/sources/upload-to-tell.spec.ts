import { expect, it } from '@jest/globals';
import type { Upload } from '../api/types.js';
import { newUpload } from '../api/upload-state.js';
import { uploadToTell } from './upload-to-tell.js';

const NOW = Date.parse('2026-11-20T09:05:00.000Z');
const anUpload = (over: Partial<Upload>): Upload => ({
  ...newUpload('u', '2026-11-20T09:00:00.000Z'),
  state: 'reading',
  ...over,
});
const SCANNER = 'The virus scanner does not answer.';
const ours = { state: 'failed', error: 'This is no export that is read here.' } as const;

it.each<[string, Partial<Upload>[], string | undefined]>([
  ['no file', [], undefined],
  ['being read', [{ records: 1200 }], 'The file of 20 Nov 10:00 is being read: 1,200 records so far.'],
  ['being received', [{ state: 'receiving' }], 'The file of 20 Nov 10:00 is being received.'],
  [
    'waits for something',
    [{ state: 'receiving', error: SCANNER }],
    `The file of 20 Nov 10:00 is being received. ${SCANNER}`,
  ],
  ['failed', [ours], 'The file of 20 Nov 10:00 was not taken in. This is no export that is read here.'],
  [
    'failed, by a code that has words',
    [{ ...ours, error: 'XML ends before its last tag is closed.', errorCode: 'XML_MALFORMED' }],
    'The file of 20 Nov 10:00 was not taken in. Its end is missing, or it was damaged on the way. Download it again or make a new export, and wait until that is ready.',
  ],
  ['failed long ago', [{ ...ours, sentAt: '2026-11-01T09:00:00.000Z' }], undefined],
  ['failed, and one since was taken back', [{ state: 'taken-back' }, ours], undefined],
  ['failed, and one since is being taken back', [{ state: 'taking-back' }, ours], undefined],
  ['failed, and came again since', [{ state: 'done' }, ours], undefined],
])('%s', (_name, uploads, words) =>
  expect(uploadToTell(uploads.map(anUpload), NOW, 'Europe/Berlin')?.words).toBe(words),
);
