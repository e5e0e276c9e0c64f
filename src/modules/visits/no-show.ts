import type { Concern } from '../alerts/index.js';

/** So long after its beginning a video visit is given up. */
export const GRACE_MINUTES = 15;
/** Found later than this after the grace, nobody can say that the patient could have come in: we were away ourselves, and it is held back. */
const FOUND_WITHIN_MINUTES = 60;

/** A video visit that nobody was admitted to, with the grace over. */
export interface UnmetVisit {
  readonly id: string;
  readonly patientId: string;
  readonly startsAt: Date;
  /** By the zone of the patient. */
  readonly startsOn: string;
  /** The patient, or somebody who helps, was in the room: what failed was the line, not the patient. */
  readonly wasThere: boolean;
  /** Visits before it that were missed too, since the last one that took place. */
  readonly missedBefore: number;
}

/**
 * Did the patient not come? By telephone and at the desk nobody presses "I am here", so that only video visits tell. A
 * patient who waits, or whose line failed, has come; what is found long afterwards was our own failure: it interrupts nobody,
 * and stands with its reason among what was held back.
 */
export function findNoShow(visit: UnmetVisit, now: Date): Concern | null {
  const lateMinutes = (now.getTime() - visit.startsAt.getTime()) / 60_000 - GRACE_MINUTES;
  if (visit.wasThere) return null;
  const missedInARow = visit.missedBefore + 1;
  const sentence = { key: 'visit.missed', facts: { since: visit.startsOn, missedInARow } };
  return {
    patientId: visit.patientId,
    producer: 'visits',
    kind: 'no-show',
    domain: 'visit',
    key: visit.id,
    severity: missedInARow > 1 ? 2 : 1,
    confidence: null,
    since: visit.startsOn,
    live: lateMinutes <= FOUND_WITHIN_MINUTES,
    sentence,
    patientSentence: sentence,
    evidence: { type: 'visit', visitId: visit.id, startsAt: visit.startsAt.toISOString(), missedInARow },
  };
}
