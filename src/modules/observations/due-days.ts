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
    const { patientId, concept, startMs, endMs } = observation;
    const zone = zones.get(patientId);
    if (!zone || (concept.metric === null && !corrected?.has(observation) && !asks(observation))) continue;
    let ofPatient = days.get(patientId);
    if (!ofPatient) days.set(patientId, (ofPatient = new Set()));
    for (let at = startMs; ; at = Math.min(at + 12 * HOUR_MS, endMs)) {
      ofPatient.add(civilDayAt(zone, at));
      if (at >= endMs) break;
    }
  }
  return [...days.keys()]
    .sort()
    .flatMap((patientId) => [...days.get(patientId)!].sort().map((day) => ({ patientId, day })));
}
