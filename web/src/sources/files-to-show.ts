import type { Upload } from '../api/types.js';
import { countWrong, isWithoutReadings } from '../api/upload-state.js';
import { dayAndClock, phrase, uploadWhy } from '../words/index.js';
import type { RefusalsOfFile } from './refusals.js';

const TOLD_DAYS = 14;

export interface FileToShow {
  readonly id: string;
  readonly words: string;
  /** When it came, while it can be taken back; null: it cannot. */
  readonly takeBackOf: string | null;
  /** Nobody could check whose it is. */
  readonly warning: string | null;
  /** Why entries of it were not taken; of that the team makes more than the patient. */
  readonly refusals: RefusalsOfFile | null;
}

/** What a page says of files that can be taken back, and of those that were. */
export function filesToShow(
  uploads: readonly Upload[],
  { now, zone, isMine }: { now: number; zone: string; isMine: boolean },
): FileToShow[] {
  const ats = eachOnce(uploads.map(({ sentAt }) => dayAndClock(sentAt, zone, now)));
  return uploads.flatMap((upload, i): FileToShow[] => {
    const { id, state, stored, takeBackUntil, takenBack: gone, unchecked } = upload;
    const at = ats[i]!;
    const plain = { id, takeBackOf: null, warning: null, refusals: null };
    const refusals = isMine || !upload.refusals?.length ? null : { at, counts: upload.refusals };
    const isRecent = now - Date.parse(upload.sentAt) <= TOLD_DAYS * 86_400_000;
    if (state === 'taking-back') {
      const words = phrase('file.takingBack', { at, gone });
      // Why it waits, where it waits for something.
      return [{ ...plain, words: upload.error === null ? words : `${words} ${uploadWhy(upload)}` }];
    }
    if (state === 'taken-back') return isRecent ? [{ ...plain, words: phrase('file.takenBack', { at, gone }) }] : [];
    // Of one file of several, until the next has come.
    if (isWithoutReadings(upload))
      return isRecent && i === 0 ? [{ ...plain, words: phrase('file.foundNothing', { at }) }] : [];
    const refused = countWrong(upload);
    if (takeBackUntil === null && state === 'done' && stored === 0 && refused > 0) {
      const key = upload.duplicates > 0 ? 'file.nothingNew' : 'file.allRefused';
      return isRecent ? [{ ...plain, refusals, words: phrase(key, { at, refused }) }] : [];
    }
    if (takeBackUntil === null || Date.parse(takeBackUntil) <= now) return [];
    const until = dayAndClock(takeBackUntil, zone, now);
    const why = unchecked === 'no-birth-date-in-file' ? 'file' : 'record';
    return [
      {
        id,
        words: phrase('file.brought', { at, stored, until }),
        takeBackOf: at,
        warning: unchecked && phrase('file.unchecked', { why, isMine: String(isMine) }),
        refusals,
      },
    ];
  });
}

/** Of the files of one minute, newest first, those after the first are counted: no two buttons have one name. */
const eachOnce = (ats: readonly string[]): string[] =>
  ats.map((at, i) => {
    const before = ats.slice(i + 1).filter((one) => one === at).length;
    return before === 0 ? at : `${at} (${before + 1})`;
  });
