import type { Upload } from '../api/types.js';
import { isUnderWay } from '../api/upload-state.js';
import { dayAndClock, number, phrase, uploadWhy } from '../words/index.js';

const FAILED_DAYS = 14;

/**
 * What a page says of the file that is being read, or of the one that was brought in last: how far it is, or for two weeks why it was not taken. One that
 * is done has no words of its own: what came by it stands among the devices. Nor has one that was taken back, and what failed before it
 * is not told again.
 */
export function uploadToTell(
  uploads: readonly Upload[],
  now: number,
  zone: string,
): { words: string; failed: boolean } | null {
  const atOf = ({ sentAt }: Upload) => dayAndClock(sentAt, zone, now);
  const coming = uploads.find((one) => isUnderWay(one) && one.state !== 'taking-back');
  if (coming) {
    const { state, records, error } = coming;
    const words = phrase('file.underWay', { at: atOf(coming), state, records: number(records) });
    // Why it waits, where it waits for something.
    return { words: error === null ? words : `${words} ${uploadWhy(coming)}`, failed: false };
  }
  const [newest] = uploads;
  if (newest?.state !== 'failed' || now - Date.parse(newest.sentAt) > FAILED_DAYS * 86_400_000) return null;
  return { words: phrase('file.failed', { at: atOf(newest), why: uploadWhy(newest) }), failed: true };
}
