import type { FollowerEnd } from '../api/types.js';
import { dayOfYear } from './format.js';
import { sayOnPage } from './say.js';

const WHAT = { refused: 'refused', 'taken-back': 'takenback', ended: 'ended' } as const;

/**
 * How it ended that somebody looks on, or was to: "refused by June Walker on 27 Nov 2026".
 *
 * @param patient - whose record it is, by name; null: who reads is the patient
 */
export function endedWords({ what, as, by, at }: FollowerEnd, patient: string | null, timeZone: string): string {
  const facts = { what: WHAT[what], as, by: by ?? 'none', day: at ? dayOfYear(at, timeZone) : '' };
  return patient === null ? sayOnPage('people.over', facts) : sayOnPage('followers.over', { ...facts, name: patient });
}
