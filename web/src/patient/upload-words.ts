import type { Upload } from '../api/types.js';
import { countWrong } from '../api/upload-state.js';
import { number, uploadWhy } from '../words/index.js';

export type UploadStep =
  { kind: 'sending'; part: number } | { kind: 'server'; upload: Upload } | { kind: 'failed'; why: string };

/** How far an import is, in words; part is 0 to 1, or null when nobody can tell. */
export function describeUpload(step: UploadStep): {
  words: string;
  part: number | null;
  over: boolean;
  failed?: boolean;
} {
  if (step.kind === 'failed') return { words: step.why, part: null, over: true, failed: true };
  if (step.kind === 'sending') {
    return { words: `Sending the file, ${number(step.part * 100)} %`, part: step.part, over: false };
  }
  const { upload } = step;
  const part = upload.bytesTotal ? Math.min(1, upload.bytesRead / upload.bytesTotal) : null;
  switch (upload.state) {
    case 'receiving':
      // Why it waits, where it waits for something.
      return {
        words: upload.error === null ? 'The clinic is receiving the file' : uploadWhy(upload),
        part,
        over: false,
      };
    case 'reading':
      return { words: `Reading: ${number(upload.records)} records so far`, part, over: false };
    case 'done':
      return { words: doneWords(upload), part: 1, over: true };
    // These have words of their own, below (files-brought-in.tsx).
    case 'taking-back':
    case 'taken-back':
      return { words: '', part: null, over: true };
    case 'failed':
      return { words: `The file was not taken in. ${uploadWhy(upload)}`, part: null, over: true, failed: true };
  }
}

/** Said where something came of the file: another person's steps would be judged as these. */
const UNCHECKED_WORDS: Record<NonNullable<Upload['unchecked']>, string> = {
  'no-birth-date-in-file':
    'The file does not say when its owner was born, so nobody could check that it is yours. If it is not, take it back below.',
  'no-birth-date-in-record':
    'Your clinic’s record has no date of birth, so nobody could check that the file is yours. If it is not, take it back below.',
};

function doneWords(upload: Upload): string {
  const { stored, unchecked } = upload;
  return [countWords(upload), stored > 0 && unchecked && UNCHECKED_WORDS[unchecked]].filter(Boolean).join(' ');
}

function countWords(upload: Upload): string {
  const { stored, duplicates } = upload;
  const wrong = countWrong(upload);
  const notTaken = `${wrong === 1 ? '1 entry' : `${number(wrong)} entries`} could not be taken; your clinic sees why.`;
  if (stored > 0) {
    const before = duplicates > 0 ? `, ${number(duplicates)} were there already` : '';
    const news = stored === 1 ? '1 measurement is new' : `${number(stored)} measurements are new`;
    return `Done. ${news}${before}.${wrong > 0 ? ` ${notTaken}` : ''}`;
  }
  if (duplicates > 0)
    return wrong > 0 ? `Done. Nothing of it is new. ${notTaken}` : 'Done. The clinic had all of it already.';
  if (wrong > 0) return 'Done, but nothing of this file could be taken. Your clinic sees why.';
  return upload.refused > 0
    ? 'Done. All of this file is of months of which your clinic keeps summaries only.'
    : 'Done, but there were no steps, sleep or heart data in this file.';
}
