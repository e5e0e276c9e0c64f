import type { FollowerEnd, Followers } from '../api/types.js';
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

/**
 * The same as one sentence about whom it was, for the view that came back of the act; empty: it is not in it.
 *
 * @param who.id - the person’s or the invitation’s; of an invitation somebody may have come meanwhile
 */
export function endSaid(
  view: Followers,
  who: { readonly id: string; readonly name: string; readonly email: string },
  patient: string | null,
  timeZone: string,
): string {
  const ended =
    view.items.find(({ personId }) => personId === who.id)?.ended ??
    view.takenBack.find(({ invitationId }) => invitationId === who.id)?.ended ??
    view.items.find(({ email }) => email === who.email)?.ended;
  return ended ? `${who.name}: ${endedWords(ended, patient, timeZone)}.` : '';
}
