import type { Visit } from '../api/types.js';
import type { Participant } from './channel.js';

export type Side = 'patient' | 'clinic';
export const sideOf = ({ role }: Pick<Participant, 'role'>): Side => (role === 'clinician' ? 'clinic' : 'patient');

/** Who of a side is in the call, or will be, and who is here and cannot be: between two browsers there is room for one. */
export function placeOf<P extends Participant>(
  participants: readonly P[],
  side: Side,
): { speaking: P[]; waiting: P[] } {
  const here = participants.filter((p) => p.here && sideOf(p) === side);
  return { speaking: here.filter((p) => p.speaks), waiting: here.filter((p) => !p.speaks) };
}

/** "Casper Fernweh, for Ottilie Fernweh": whoever helps is never called by the patient's name. */
export function nameOf(who: Pick<Participant, 'role' | 'name'>, visit: Pick<Visit, 'patient' | 'clinician'>): string {
  if (who.role === 'clinician') return who.name ?? visit.clinician.name;
  if (who.role === 'patient') return visit.patient.name;
  return `${who.name ?? 'somebody else'}, for ${visit.patient.name}`;
}

/** "Ottilie is", "Casper, for Ottilie, is", "Ottilie and Casper, for Ottilie, are" */
export function thatAre(people: readonly Participant[], visit: Pick<Visit, 'patient' | 'clinician'>): string {
  const names = people.map((one) => nameOf(one, visit)).join(' and ');
  return `${names}${people.at(-1)?.role === 'guest' ? ',' : ''} ${people.length > 1 ? 'are' : 'is'}`;
}

export interface Passing<P extends Participant = Participant> {
  readonly from: P;
  readonly to: P;
}

/** Did the one place of a side pass from one person to another? */
export function findPassing<P extends Participant>(
  before: readonly P[],
  now: readonly P[],
  side: Side,
): Passing<P> | null {
  const [from, ...more] = placeOf(before, side).speaking;
  const [to, ...others] = placeOf(now, side).speaking;
  if (!from || !to || more.length > 0 || others.length > 0 || from.personId === to.personId) return null;
  return { from, to };
}

/** What whoever has the place, or sees who has it, reads of the others of the patient's side. */
export function tellOthers(
  participants: readonly Participant[],
  visit: Pick<Visit, 'patient' | 'clinician'>,
  reader: { readonly side: Side; readonly live: boolean },
): string | null {
  const { speaking, waiting } = placeOf(participants, 'patient');
  if (waiting.length === 0 || speaking.length === 0) return null;
  const talk =
    reader.side === 'clinic'
      ? `you ${reader.live ? '' : 'will '}talk with ${speaking.map((one) => nameOf(one, visit)).join(' and ')}`
      : reader.live
        ? 'you are in the call'
        : 'you will be in the call';
  return `A video visit is for two: ${talk}. ${thatAre(waiting, visit)} told to wait.`;
}

/** What whoever finds the place taken reads instead of a picture of their own. */
export function tellTaken(
  participants: readonly Participant[],
  visit: Pick<Visit, 'patient' | 'clinician' | 'state'>,
  isFromMe: boolean,
): string {
  const { speaking } = placeOf(participants, 'patient');
  const other = speaking[0]?.role === 'patient' ? visit.patient.name : 'somebody else';
  const doctor = visit.clinician.name;
  const talks = visit.state === 'in-progress' ? `${doctor} talks with ${other}` : `${doctor} will talk with ${other}`;
  const passed = isFromMe ? `${other} is in your place now. `.replace(/^s/, 'S') : '';
  return `${passed}A video visit is for two. ${talks}, so that you cannot be in the call at the same time. Your camera is off.`;
}

export type MyPlace = 'unknown' | 'taken' | 'free' | 'mine';

/**
 * May this page talk? The patient always may; a helper when nobody else is in the place. Once it was somebody else's a
 * press takes it: no camera goes on by itself because the other's line broke.
 */
export function decidePlace(me: Pick<Participant, 'role' | 'speaks'> | undefined, hasYielded: boolean): MyPlace {
  if (!me) return 'unknown';
  if (!me.speaks) return 'taken';
  return hasYielded ? 'free' : 'mine';
}
