import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { type ZoneHistory } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { parseBatch } from '../../../platform/json/index.js';
import { type ReadingMoves, ZONE_NOTE } from '../../observations/index.js';
import { findRecordIds } from '../../patients/index.js';
import { findPayload, noteReadIn } from '../raw-payloads.repository.js';
import { readPayload } from '../read-payload.js';
import { idOf } from '../to-ingested.js';
import { findClaims, followMoves } from '../takeback/follow-moves.js';
import { keepTold as keepToldOfFile } from '../takeback/upload-readings.repository.js';
import { planMoves } from './plan-moves.js';
import { parseZones, writeZones } from './read-zones.js';
import { toldKey } from './told-key.js';
import { isOfPeriod, nameOf, type ToldReading, type ToldReadings } from './told-readings.js';
import { findOwners, findTold, forgetTold, moveTold } from './told-readings.repository.js';

const inflate = promisify(gunzip);

/**
 * Reads a kept payload again in other zones and moves what it told: each reading is moved as it stands today, with what has
 * been corrected since. In the transaction that is open, which has locked the patient's wall clock.
 */
export async function rereadPayload(
  by: { caller: Caller; moves: ReadingMoves; told: ToldReadings },
  payloadId: string,
  zones: ZoneHistory,
): Promise<void> {
  const kept = await findPayload(payloadId);
  const text = writeZones(zones);
  if (!kept?.body || kept.readZones === null || kept.readZones === text) return;
  const { vendor, patientId, receivedMs, observationIds, uploadId } = kept;
  const json = parseBatch(await inflate(kept.body));
  const readIn = (history: ZoneHistory) =>
    readPayload(vendor, json, { patientId, zones: history, receivedMs }).readings;
  const [before, after] = [readIn(parseZones(kept.readZones)), readIn(zones)];
  const right = after.filter(({ contradicts }) => !contradicts);
  const records = await findRecordIds(patientId);
  // Another version of the parser may find more or less in it: then only names tell which reading is which.
  const isInOrder = before.length === observationIds.length;
  const idsBefore = isInOrder ? observationIds : await findIdsByName(records, vendor, before);
  // What was refused then, because its month was closed, is tried anew.
  const told = before.flatMap((reading, i) => (idsBefore[i] ? [{ id: idsBefore[i], reading }] : []));
  const owners = await findOwners(
    records,
    told.flatMap(({ id, reading }) => (reading.told === null ? [] : [id])),
  );
  const plan = planMoves(told, right, { vendor, owners });
  const claims = await findClaims(
    patientId,
    plan.map(({ id }) => id),
  );
  const now = await by.moves.move(by.caller, plan, ZONE_NOTE);
  await followMoves(claims, now);
  const moved = plan.filter(({ id }) => now.get(id) !== id);
  await moveTold(
    records,
    moved.flatMap(({ id, keys }) => keys.map((key) => ({ key, from: id, to: now.get(id)! }))),
  );
  await forgetTold(
    records,
    plan.flatMap(({ id, keys, to }) => (to === null ? keys.map((key) => ({ key, from: id })) : [])),
  );
  // What is not known by its name was revised since, or has none: it stays, and nothing is told anew.
  if (!isInOrder)
    return noteReadIn(
      payloadId,
      text,
      observationIds.map((id) => (id === null ? null : (now.get(id) ?? id))),
    );
  const known = await findTold(
    patientId,
    right.flatMap(({ told: name }) => nameOf(vendor, name) ?? []),
  );
  const ids = new Map(told.map(({ id, reading }) => [sameIn(reading), now.get(id) ?? id]));
  const fresh = right.filter((one) => !ids.has(sameIn(one)));
  const stored = await by.told.store(by.caller, { vendor, patientId }, fresh);
  if (uploadId !== null) await keepToldOfFile(uploadId, stored, new Date(receivedMs).toISOString());
  const freshIds = new Map(fresh.map((one, i) => [one, idOf(stored[i]!)]));
  const idNow = (one: ToldReading) => {
    if (freshIds.has(one)) return freshIds.get(one)!;
    const standing = one.told === null ? undefined : known.get(toldKey(vendor, one.told))?.observationId;
    // A log that was revised since stands elsewhere: this payload told of the one before.
    const isMine = standing !== undefined && isOfPeriod(standing, one.observation);
    return isMine ? standing : ids.get(sameIn(one))!;
  };
  await noteReadIn(
    payloadId,
    text,
    after.map((one) => (one.contradicts ? null : idNow(one))),
  );
}

/**
 * What stands under the names of these readings, where that is of the same time; null: nothing does.
 *
 * @param recordIds - what was told before a merge is kept where it was
 */
async function findIdsByName(
  recordIds: readonly string[],
  vendor: string,
  readings: readonly ToldReading[],
): Promise<(string | null)[]> {
  const names = readings.map(({ told }) => nameOf(vendor, told));
  const sought = names.filter((name) => name !== null);
  const ids = new Map<string, string[]>();
  for (const recordId of recordIds)
    for (const { key, observationId } of (await findTold(recordId, sought)).values())
      ids.set(key, [...(ids.get(key) ?? []), observationId]);
  return readings.map(
    ({ observation }, i) => ids.get(names[i]?.key ?? '')?.find((id) => isOfPeriod(id, observation)) ?? null,
  );
}

/** The same in every zone. */
const sameIn = ({ told, observation: { concept, source, startMs, endMs } }: ToldReading): string =>
  told ?? [concept.code, source.device, startMs, endMs].join(' ');
