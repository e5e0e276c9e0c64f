import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { zoneAt } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import type { Database } from '../../../platform/database/database.js';
import { parseBatch } from '../../../platform/json/index.js';
import {
  findAllSeries,
  type ObservationRow,
  ObservationSearches,
  ObservationsService,
  type SearchPlace,
} from '../../observations/index.js';
import { findPayloadBody, findPayloads, type RawPayload } from '../raw-payloads.repository.js';
import { readPayload } from '../read-payload.js';
import { parseZones, writeZones } from '../told/read-zones.js';
import { idOf } from '../to-ingested.js';
import type { ToldReadings } from '../told/told-readings.js';
import { type Comparison, compareReplay, type ReplayedPayload, type StandingReading } from './compare-replay.js';

const inflate = promisify(gunzip);
const ROWS_PER_PAGE = 1000;
const SLACK_MS = 48 * 3_600_000;

/** A store and who acts in it. */
export interface ReplaySide {
  readonly observations: ObservationsService;
  readonly searches: ObservationSearches;
  readonly caller: Caller;
}

export interface ReplayOf {
  readonly database: Database;
  readonly scratchDatabase: Database;
  readonly scratchReadings: ToldReadings;
  /** What was stored when the payloads came. Only read. */
  readonly kept: ReplaySide;
  /** An empty store that is thrown away afterwards. */
  readonly scratch: ReplaySide;
  /** Makes a patient with this id and zone in the scratch store. */
  readonly addPatient: (id: string, timeZone: string) => Promise<unknown>;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface ReplayResult extends Comparison {
  readonly payloads: Readonly<Record<string, number>>;
  /** Payloads whose wall-clock times will yet be moved, because the patient's zones were corrected: read as they stand. */
  readonly pending: number;
}

/** Reads the payloads of a clinic again, in the order in which they came, into a scratch store, and compares. */
export async function replayClinic(of: ReplayOf): Promise<ReplayResult> {
  const { database, kept } = of;
  const payloads = await database.inClinic(kept.caller.clinicId, () => findPayloads(of.fromMs, of.toMs));
  const result = {
    observations: 0,
    equal: 0,
    correctedSince: 0,
    pending: 0,
    differences: [] as Comparison['differences'][number][],
  };
  const counts: Record<string, number> = {};
  for (const { vendor } of payloads) counts[vendor] = (counts[vendor] ?? 0) + 1;
  for (const [patientId, own] of Map.groupBy(payloads, (one) => one.patientId)) {
    const found = await replayPatient(of, patientId, own);
    result.observations += found.observations;
    result.equal += found.equal;
    result.correctedSince += found.correctedSince;
    result.pending += found.pending;
    result.differences.push(...found.differences);
  }
  return { ...result, payloads: counts };
}

async function replayPatient(
  of: ReplayOf,
  patientId: string,
  payloads: readonly RawPayload[],
): Promise<Comparison & { pending: number }> {
  const { kept, scratch } = of;
  const monitored = await kept.observations.findMonitored(kept.caller, patientId);
  if (!monitored) throw new Error('A payload of a patient who is not there');
  await of.addPatient(patientId, zoneAt(monitored.zones, Date.now()));
  const today = writeZones(monitored.zones);
  const replayed: ReplayedPayload[] = [];
  let pending = 0;
  for (const payload of payloads) {
    const body = await of.database.inClinic(kept.caller.clinicId, () => findPayloadBody(payload.id));
    if (body === undefined) continue;
    const json = parseBatch(await inflate(body));
    const zones = payload.readZones === null ? monitored.zones : parseZones(payload.readZones);
    if (writeZones(zones) !== today) pending++;
    const { vendor, receivedMs } = payload;
    const { readings } = readPayload(vendor, json, { patientId, zones, receivedMs });
    const stored = await of.scratchDatabase.inClinic(scratch.caller.clinicId, () =>
      of.scratchReadings.store(scratch.caller, { vendor, patientId }, readings),
    );
    replayed.push({ payloadId: payload.id, keptIds: payload.observationIds, rebuiltIds: stored.map(idOf) });
  }
  const sides = {
    kept: { ...kept, sources: await sourcesOf(of.database, kept, patientId) },
    scratch: { ...scratch, sources: await sourcesOf(of.scratchDatabase, scratch, patientId) },
  };
  const rebuilt = await readAll(sides.scratch, patientId);
  const starts = [...rebuilt.values()].map((one) => one.startMs);
  // Readings whose time has moved by a zone are still found, and then differ in it.
  const span = {
    fromMs: starts.reduce((a, b) => Math.min(a, b), Date.now()) - SLACK_MS,
    toMs: starts.reduce((a, b) => Math.max(a, b), 0) + SLACK_MS,
  };
  const wanted = new Set(replayed.flatMap((one) => one.keptIds.filter((id) => id !== null)));
  const stored = await readAll(sides.kept, patientId, wanted, span);
  const earlier = (id: string) => readEarlier(kept, id, stored.get(id)?.source);
  return { ...(await compareReplay(replayed, stored, rebuilt, earlier)), pending };
}

/** By series. */
type Sources = ReadonlyMap<number, string>;

async function sourcesOf(database: Database, { caller }: ReplaySide, patientId: string): Promise<Sources> {
  const all = await database.inClinic(caller.clinicId, () => findAllSeries(patientId));
  return new Map(all.map((one) => [one.id, JSON.stringify([one.sourceSystem, one.device, one.variant])]));
}

/** Page by page; only the wanted ones are held. */
async function readAll(
  { searches, caller, sources }: ReplaySide & { readonly sources: Sources },
  patientId: string,
  wanted?: ReadonlySet<string>,
  span?: { fromMs: number; toMs: number },
): Promise<Map<string, StandingReading>> {
  const found = new Map<string, StandingReading>();
  let after: SearchPlace | undefined;
  do {
    const { rows, places, next } = await searches.search(caller, {
      patientIds: [patientId],
      codes: [],
      date: span
        ? [
            { op: 'ge', fromMs: span.fromMs, toMs: span.fromMs + 1 },
            { op: 'le', fromMs: span.toMs, toMs: span.toMs + 1 },
          ]
        : [],
      newestFirst: false,
      count: ROWS_PER_PAGE,
      after,
    });
    for (const [i, row] of rows.entries())
      if (!wanted || wanted.has(row.id)) found.set(row.id, toStanding(row, sources.get(places[i]!.seriesId) ?? ''));
    after = next;
  } while (after);
  return found;
}

/** Whatever its version, a reading has one source. */
async function readEarlier(
  { observations, caller }: ReplaySide,
  id: string,
  source: string | undefined,
): Promise<StandingReading[]> {
  if (source === undefined) return [];
  const now = await observations.read(caller, id).catch(() => undefined);
  const versions = Array.from({ length: (now?.version ?? 1) - 1 }, (_, i) => i + 1);
  return Promise.all(versions.map(async (version) => toStanding(await observations.read(caller, id, version), source)));
}

function toStanding(row: ObservationRow, source: string): StandingReading {
  const { id, startMs, endMs, valueText, originalText, status, skeleton } = row;
  const { code, valueQuantity } = JSON.parse(skeleton) as {
    code?: { coding?: { code?: string }[] };
    valueQuantity?: { code?: string };
  };
  const unit = valueQuantity?.code ?? null;
  return { id, code: code?.coding?.[0]?.code ?? '', source, startMs, endMs, valueText, originalText, unit, status };
}
