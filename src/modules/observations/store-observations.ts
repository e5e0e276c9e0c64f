import type { Transaction } from '../../platform/database/statement.js';
import { observationsStored } from '../../platform/telemetry/metrics.js';
import { isSameDevice, withOwnDevice } from './device-text.js';
import type { Interned } from './interning.js';
import { asTaken, meetStored } from './meet-stored.js';
import type { NewObservation, Stored } from './observation.js';
import { isSpelled, newOwnId, spellId } from './observation-id.js';
import { NOTHING_BEFORE, weigh } from './weigh-news.js';
import { findEarlier, findTaken, insertNew, lockTaken, replace, type Taken } from './write.repository.js';

/** An observation with the numbers of its parts, ready to be a row. */
export interface Keyed extends Interned {
  readonly observation: NewObservation;
  /** Only where the key cannot be spelled as an id. */
  readonly ownId: string | null;
}

export function toKeyed(told: NewObservation, { seriesId, skeletonId, device, atMs }: Interned): Keyed {
  const observation = withDevice(atMs === undefined ? told : { ...told, startMs: atMs, endMs: atMs }, device);
  const { startMs, endMs } = observation;
  return {
    observation,
    seriesId,
    skeletonId,
    device,
    ownId: isSpelled(startMs, endMs) ? null : newOwnId(startMs),
  };
}

/** Another device than its source has is its own. */
function withDevice(o: NewObservation, ofSource: string | undefined): NewObservation {
  if (!o.device || (ofSource !== undefined && isSameDevice(o.device, ofSource))) return o;
  return { ...o, remainder: withOwnDevice(o.remainder, o.device) };
}

/**
 * What is stored together may speak of one another by names that only the message knows (`urn:uuid:…`); what is kept has
 * the ids: https://hl7.org/fhir/R4/http.html#trules
 */
export function linkRows(rows: readonly Keyed[]): readonly Keyed[] {
  if (!rows.some(({ observation }) => observation.links)) return rows;
  return rows.map((row) => {
    const { links, ...observation } = row.observation;
    if (!links || observation.remainder === null) return row;
    const remainder = links.reduce(
      (text, { name, to }) => text.replaceAll(referenceTo(name), referenceTo(`Observation/${idOf(rows[to]!)}`)),
      observation.remainder,
    );
    return { ...row, observation: { ...observation, remainder } };
  });
}

/** As it stands in JSON text: within a string its quotes would be escaped. */
export const referenceTo = (name: string): string => `"reference":${JSON.stringify(name)}`;

/** In key order, so that two transactions never wait for each other in a circle. */
export const inKeyOrder = (rows: readonly Keyed[]): Keyed[] => [...rows].sort(compareKeys);

/** What a row becomes whose natural key nobody has. */
export const asNew = (row: Keyed, receivedMs: number): Stored => ({
  id: idOf(row),
  version: 1,
  outcome: 'created',
  receivedMs,
});

/**
 * Stores rows of one clinic in a transaction that has entered it: a new natural key is a new row, the same reading again
 * is the row that is there, news of it is its next version.
 *
 * @param nowMs - the transaction's time, at which new rows are received
 * @returns one answer per row, in their order
 */
export async function storeRows(
  tx: Transaction,
  clinicId: string,
  rows: readonly Keyed[],
  nowMs: Promise<number>,
): Promise<Stored[]> {
  const keys = groupByKey(rows);
  const firsts = keys.map(([first]) => first!);
  const inserted = await insertNew(tx, clinicId, firsts);
  const taken = inserted === firsts.length ? NONE : await findTaken(tx, clinicId, firsts, inserted);
  const receivedMs = await nowMs;
  const answers = new Map<Keyed, Stored>();
  const meetings: { there: Taken; rows: readonly Keyed[] }[] = [];
  for (const [first, ...more] of keys) {
    const there = taken.get(first!);
    if (there) meetings.push({ there, rows: [first!, ...more] });
    else {
      const created = asNew(first!, receivedMs);
      answers.set(first!, created);
      if (more.length > 0) meetings.push({ there: asTaken(first!, { ...created, ownId: first!.ownId }), rows: more });
    }
  }
  await meetAll(tx, clinicId, meetings, receivedMs, answers);
  return rows.map((row) => answers.get(row)!);
}

const NONE: ReadonlyMap<Keyed, Taken> = new Map();

/** Rows that meet what is stored: those that bring news lock it, all together, and are written together. */
async function meetAll(
  tx: Transaction,
  clinicId: string,
  meetings: readonly { there: Taken; rows: readonly Keyed[] }[],
  receivedMs: number,
  answers: Map<Keyed, Stored>,
): Promise<void> {
  const news = meetings.filter(({ there, rows }) => rows.some((row) => weigh(there, NOTHING_BEFORE, row) !== 'stands'));
  const changed = news.map(({ rows }) => rows[0]!);
  const locked = changed.length === 0 ? NONE : await lockTaken(tx, clinicId, changed);
  const replaced = news.filter(({ rows }) => locked.get(rows[0]!)!.version > 1);
  const earlier = await findEarlier(tx, clinicId, {
    like: replaced.flatMap(({ rows }) => versionsLike(locked.get(rows[0]!)!, rows)),
    lastIssuedOf: replaced.flatMap(({ rows }) => needsLastIssued(locked.get(rows[0]!)!, rows)),
  });
  const met = meetings.map(({ there, rows }) => {
    const standing = locked.get(rows[0]!) ?? there;
    const one = meetStored(standing, rows, receivedMs, earlier.get(standing.id) ?? NOTHING_BEFORE);
    rows.forEach((row, i) => answers.set(row, one.answers[i]!));
    return one;
  });
  const newest = met.flatMap((one) => one.newest ?? []);
  if (newest.length > 0)
    await replace(
      tx,
      clinicId,
      met.flatMap((one) => one.outdated),
      newest,
    );
}

/** Which earlier versions matter: those with the value of one of these rows. */
const versionsLike = ({ id }: Taken, rows: readonly Keyed[]) =>
  rows.map(({ observation: { valueText } }) => ({ id, valueText }));

/** Where what stands, now or after one of these rows, does not say when it was issued, and another of them does. */
function needsLastIssued({ id, issuedMs }: Taken, rows: readonly Keyed[]): string[] {
  const [says, saysNot] = [false, true].map((isNull) =>
    rows.some(({ observation }) => (observation.issuedMs === null) === isNull),
  );
  return says && (issuedMs === null || saysNot) ? [id] : [];
}

const idOf = ({ seriesId, ownId, observation: { startMs, endMs } }: Keyed): string =>
  ownId ?? spellId({ seriesId, startMs, endMs })!;

/** In key order; of one key, in the sender's order. */
function groupByKey(rows: readonly Keyed[]): Keyed[][] {
  const keys: Keyed[][] = [];
  for (const row of inKeyOrder(rows)) {
    const key = keys.at(-1);
    if (key && compareKeys(key[0]!, row) === 0) key.push(row);
    else keys.push([row]);
  }
  return keys;
}

function compareKeys(a: Keyed, b: Keyed): number {
  const x = a.observation;
  const y = b.observation;
  return a.seriesId - b.seriesId || x.startMs - y.startMs || x.endMs - y.endMs;
}

export function countOutcomes(answers: readonly Stored[]): void {
  const counts = { created: 0, updated: 0, unchanged: 0 };
  for (const { outcome } of answers) counts[outcome]++;
  for (const [outcome, count] of Object.entries(counts)) if (count > 0) observationsStored.inc({ outcome }, count);
}
