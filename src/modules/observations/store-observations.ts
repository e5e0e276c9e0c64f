import { civilDayAt, plainDecimal, type ZoneHistory } from '../../metrics/index.js';
import { observationsStored } from '../../platform/telemetry/metrics.js';
import { internParts } from './interning.js';
import type { NewObservation, Stored } from './observation.js';
import { newObservationId } from './observation-id.js';
import { insertNew, type Keyed, lockByKey, markDue, replace } from './observations.repository.js';

const HOUR_MS = 3_600_000;

/**
 * Stores a batch in the transaction that is open, all or nothing: a new natural key is a new row, the same value again
 * is the row that is there, another value is its next version. Marks the days that changed as due.
 *
 * @param zones - zone history of each patient in the batch
 * @returns one answer per observation, in their order
 */
export async function storeObservations(
  batch: readonly NewObservation[],
  zones: ReadonlyMap<string, ZoneHistory>,
): Promise<Stored[]> {
  const parts = await internParts(batch);
  const keyed = batch.map((observation, i) => ({
    observation,
    conceptId: parts.concepts[i]!,
    sourceId: parts.sources[i]!,
    skeletonId: parts.skeletons[i]!,
    id: newObservationId(observation.startMs),
    i,
  }));
  // In key order, so that two batches never wait for each other in a circle.
  const ordered = [...keyed].sort((a, b) => compareKeys(a, b));
  const created = await insertNew(ordered);
  const answers = new Array<Stored>(batch.length);
  for (const row of ordered) {
    const receivedMs = created.get(row.id);
    answers[row.i] =
      receivedMs === undefined ? await meetExisting(row) : { id: row.id, version: 1, outcome: 'created', receivedMs };
  }
  await markDue(
    dueDays(
      keyed.filter((row) => answers[row.i]!.outcome !== 'unchanged').map((row) => row.observation),
      zones,
    ),
  );
  for (const { outcome } of answers) observationsStored.inc({ outcome });
  return answers;
}

async function meetExisting(row: Keyed): Promise<Stored> {
  const old = await lockByKey(row);
  const o = row.observation;
  // A re-sync may carry another issue time or identifier; the reading is the same as long as its value is.
  const same =
    sameNumber(old.valueText, o.valueText) &&
    sameNumber(old.originalText, o.originalText) &&
    old.status === o.status &&
    (o.valueText !== null || old.remainder === o.remainder);
  if (same) return { id: old.id, version: old.version, outcome: 'unchanged', receivedMs: old.receivedMs };
  return { id: old.id, outcome: 'updated', ...(await replace(old, row)) };
}

/** numeric keeps trailing zeros and so do we: 1.5 and 1.50 are two ways of writing, hence two versions. */
const sameNumber = (a: string | null, b: string | null) =>
  a === b || (a !== null && b !== null && plainDecimal(a) === plainDecimal(b));

function compareKeys(a: Keyed, b: Keyed): number {
  const x = a.observation;
  const y = b.observation;
  if (x.patientId !== y.patientId) return x.patientId < y.patientId ? -1 : 1;
  return a.conceptId - b.conceptId || x.startMs - y.startMs || x.endMs - y.endMs || a.sourceId - b.sourceId;
}

function dueDays(
  changed: readonly NewObservation[],
  zones: ReadonlyMap<string, ZoneHistory>,
): { patientId: string; day: string }[] {
  const days = new Map<string, { patientId: string; day: string }>();
  for (const { patientId, concept, startMs, endMs } of changed) {
    const zone = zones.get(patientId);
    if (concept.metric === null || !zone) continue;
    for (let at = startMs; ; at = Math.min(at + 12 * HOUR_MS, endMs)) {
      const day = civilDayAt(zone, at);
      days.set(`${patientId}|${day}`, { patientId, day });
      if (at >= endMs) break;
    }
  }
  return [...days.values()].sort((a, b) => (a.patientId + a.day < b.patientId + b.day ? -1 : 1));
}
