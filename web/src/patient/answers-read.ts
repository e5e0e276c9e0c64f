import type { CorrectionView } from '../api/types.js';
import { readHere, writeHere } from '../offline/on-device.js';

const KEY = 'stepwell.answers-read';

const kept = (): Record<string, string> => {
  const found = readHere(KEY);
  return found && typeof found === 'object' ? (found as Record<string, string>) : {};
};

/** Answers of the team that this patient has not had on their screen in this browser. */
export const findUnread = (patientId: string, items: readonly CorrectionView[]): CorrectionView[] =>
  items.filter(({ decidedAt }) => decidedAt !== null && decidedAt > (kept()[patientId] ?? ''));

export function noteAllRead(patientId: string, items: readonly CorrectionView[]): void {
  const newest = findUnread(patientId, items)
    .map(({ decidedAt }) => decidedAt!)
    .sort()
    .at(-1);
  if (newest !== undefined) writeHere(KEY, { ...kept(), [patientId]: newest });
}
