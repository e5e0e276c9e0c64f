import { civilDayAt, type ZoneHistory } from '../../metrics/index.js';
import { asks } from './asks.js';
import type { NewObservation } from './observation.js';

const HOUR_MS = 3_600_000;

/** A civil day of a patient whose daily values must be added up anew. */
export interface DueDay {
  readonly patientId: string;
  readonly day: string;
}

/**
 * Every civil day that these observations touch, each once and in order; of answers too, that somebody looks at them.
 *
 * @param corrected - those that took the place of an earlier version: an answer may be gone from it
 */
export function dueDays(
  changed: readonly NewObservation[],
  zones: ReadonlyMap<string, ZoneHistory>,
  corrected?: ReadonlySet<NewObservation>,
): DueDay[] {
  const days = new Map<string, Set<string>>();
  for (const observation of changed) {
    const { patientId, concept } = observation;
    const zone = zones.get(patientId);
    if (!zone || (concept.metric === null && !corrected?.has(observation) && !asks(observation))) continue;
    let ofPatient = days.get(patientId);
    if (!ofPatient) days.set(patientId, (ofPatient = new Set()));
    for (const at of momentsOf(observation)) ofPatient.add(civilDayAt(zone, at));
  }
  return [...days.keys()]
    .sort()
    .flatMap((patientId) => [...days.get(patientId)!].sort().map((day) => ({ patientId, day })));
}

/** At least one of each day that it touches; of what is outside the catalogue, whose period may be of any length, of both ends. */
function* momentsOf({ concept, startMs, endMs }: NewObservation): Generator<number> {
  if (concept.metric === null) yield* [startMs, Math.max(startMs, endMs - 1)];
  else for (let at = startMs; at < endMs; at += 12 * HOUR_MS) yield at;
  yield endMs;
}
