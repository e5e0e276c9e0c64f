import { isRedFlagCode } from '../../instruments/index.js';
import { civilDayAt, type ZoneHistory } from '../../metrics/index.js';
import type { NewObservation } from './observation.js';

const HOUR_MS = 3_600_000;

/** A civil day of a patient whose daily values must be added up anew. */
export interface DueDay {
  readonly patientId: string;
  readonly day: string;
}

/** Every civil day that these observations touch, each once and in order; of a red flag too, that somebody looks at it. */
export function dueDays(changed: readonly NewObservation[], zones: ReadonlyMap<string, ZoneHistory>): DueDay[] {
  const days = new Map<string, DueDay>();
  for (const { patientId, concept, startMs, endMs } of changed) {
    const zone = zones.get(patientId);
    if (!zone || (concept.metric === null && !isRedFlagCode(concept))) continue;
    for (let at = startMs; ; at = Math.min(at + 12 * HOUR_MS, endMs)) {
      const day = civilDayAt(zone, at);
      const key = patientId + day;
      if (!days.has(key)) days.set(key, { patientId, day });
      if (at >= endMs) break;
    }
  }
  return [...days.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, due]) => due);
}
