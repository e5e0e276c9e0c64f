import type { Caller } from '../../platform/auth/caller.js';
import type { Modality, Side, VisitState } from './visit-lifecycle.js';

/** A visit as it is stored, with the names that every answer needs. */
export interface Visit {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly patientName: string;
  readonly patientPersonId: string | null;
  readonly clinicianId: string;
  readonly clinicianName: string;
  readonly modality: Modality;
  readonly startsAt: Date;
  readonly minutes: number;
  readonly state: VisitState;
  readonly waitingSince: Date | null;
  readonly admittedAt: Date | null;
  readonly endedAt: Date | null;
  readonly alertId: string | null;
  readonly noteSavedAt: Date | null;
  /** Which number patients of this clinic call in an emergency, if it said one. */
  readonly emergencyNumber: string | null;
  /** Name of its room at the media server: says the clinic, so that a webhook finds its way home, and no visit id. */
  readonly room: string;
}

export const sideOf = (caller: Pick<Caller, 'role'>): Side =>
  caller.role === 'patient' || caller.role === 'caregiver' ? 'patient' : 'clinic';

export type ParticipantRole = 'patient' | 'clinician' | 'guest';

/**
 * What somebody who may see this patient is in this visit's room. Undefined: a colleague who only looks on.
 *
 * @param admitters - who of the clinic has admitted the patient
 */
export function decideParticipant(
  visit: Pick<Visit, 'clinicianId'>,
  who: Pick<Caller, 'role' | 'personId'>,
  admitters: readonly string[],
): ParticipantRole | undefined {
  if (who.personId === null) return undefined;
  if (who.role === 'patient') return 'patient';
  if (who.role === 'caregiver') return 'guest';
  return visit.clinicianId === who.personId || admitters.includes(who.personId) ? 'clinician' : undefined;
}
