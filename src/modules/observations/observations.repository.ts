import { METRIC_IDS, METRICS, type MetricId } from '../../metrics/index.js';
import { int4Array, timestampArray } from '../../platform/database/binary-arrays.js';
import { currentClinic, openTransaction, query } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/statement.js';
import { findAsking, readTotals } from './answers.repository.js';
import { skeletonsById } from './interning.js';
import { hasDevice, hasOwnDevice } from './device-text.js';
import { findFirstReceived } from './first-received.js';
import { findBodies, findDevices } from './known-parts.js';
import type { ObservationRow, StoredRow } from './observation.js';
import { periodOfOwnId, readId, spellId } from './observation-id.js';
import { COUNTED, type RawRow, ROW_COLUMNS, statusOf } from './row.js';
import { devicesBySeries } from './source-devices.js';
import { toRows } from './whole-rows.js';

/** PostgreSQL has no year 0 and no sign before a year of five digits. */
function iso(ms: number): string {
  const text = new Date(ms).toISOString();
  if (text.startsWith('0000')) return `0001${text.slice(4)} BC`;
  return text.startsWith('+0') ? text.slice(2) : text;
}

export async function findById(id: string): Promise<ObservationRow | undefined> {
  const place = placeOf(id);
  if (!place) return undefined;
  const [row] = await query<RawRow & { patient_id: string }>(
    `SELECT ${ROW_COLUMNS}, s.patient_id FROM observation_row o JOIN series s ON s.clinic_id = o.clinic_id AND s.id = o.series_id
     WHERE o.clinic_id = $1 AND ${place.sql}`,
    [currentClinic(), ...place.parameters],
  );
  if (!row) return undefined;
  const [whole] = await toRows(currentClinic(), [row], ({ patient_id }) => patient_id);
  return whole;
}

/** Where a row with this id lies, if it is an id at all: one partition, one index. */
export function placeOf(id: string): { sql: string; parameters: unknown[] } | undefined {
  const key = readId(id);
  if (key)
    return {
      sql: 'o.series_id = $2 AND o.start_at = $3 AND o.end_at = $4 AND o.id IS NULL',
      parameters: [key.seriesId, iso(key.startMs), iso(key.endMs)],
    };
  const period = periodOfOwnId(id);
  return (
    period && {
      sql: 'o.id = $2 AND o.start_at >= $3 AND o.start_at < $4',
      parameters: [id, iso(period.fromMs), iso(period.toMs)],
    }
  );
}

export async function findOldVersion(id: string, version: number): Promise<ObservationRow | undefined> {
  const [row] = await query<{ body: string }>('SELECT body FROM observation_version WHERE id = $1 AND version = $2', [
    id,
    version,
  ]);
  if (!row) return undefined;
  const old = JSON.parse(row.body) as StoredRow;
  // What was kept before 0.2 has its identifier in the remainder.
  return { ...old, identifier: old.identifier ?? null, device: await findDeviceOf(old) };
}

async function findDeviceOf({ id, skeleton, remainder }: StoredRow): Promise<string | null> {
  if (!hasDevice(skeleton) || hasOwnDevice(remainder)) return null;
  const seriesId = readId(id)?.seriesId ?? (await findSeriesOf(id));
  return (await findDevices(currentClinic(), [seriesId], devicesBySeries)).get(seriesId) ?? null;
}

async function findSeriesOf(id: string): Promise<number> {
  const place = placeOf(id)!;
  const [row] = await query<{ series_id: number }>(
    `SELECT o.series_id FROM observation_row o WHERE o.clinic_id = $1 AND ${place.sql}`,
    [currentClinic(), ...place.parameters],
  );
  return row!.series_id;
}

export interface DayObservation {
  readonly id: string;
  readonly version: number;
  readonly metric: string;
  readonly sourceId: number;
  readonly system: string;
  readonly device: string;
  readonly kind: 'watch' | 'phone' | 'form' | 'file' | 'other';
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  /** When it came first, and when what it says now did. */
  readonly receivedMs: number;
  readonly saidMs: number;
}

const DAY_MS = 86_400_000;
const ANSWERED_WITHIN_MS = 32 * DAY_MS;
/** How far back a period may begin that still touches a day: a device's two days; "the past month" of a questionnaire. */
export const reachMs = (metric: string) =>
  METRICS[metric as MetricId]?.selfReported ? ANSWERED_WITHIN_MS : 2 * DAY_MS;
const SELF_REPORTED = METRIC_IDS.filter((metric) => METRICS[metric].selfReported);
const QUESTIONNAIRES = METRIC_IDS.filter((metric) => METRICS[metric].everyDays > 1);

interface Series extends Pick<DayObservation, 'sourceId' | 'system' | 'device' | 'kind'> {
  readonly seriesId: number;
  /** Null: only parts of what it holds are of the catalogue. */
  readonly metric: string | null;
  readonly asks: boolean;
}
type Counted = Series & { readonly metric: string };
const SERIES: Statement = {
  name: 'series-of-days',
  text: `SELECT se.id AS "seriesId", se.source_id AS "sourceId", c.metric, c.asks, s.system, s.device, s.kind
    FROM series se JOIN concept c ON c.id = se.concept_id AND c.clinic_id = se.clinic_id
    JOIN source s ON s.id = se.source_id AND s.clinic_id = se.clinic_id
    WHERE se.clinic_id = $1 AND se.patient_id = $2 AND (c.metric IS NOT NULL OR c.asks)`,
};
const OF_DAYS = `FROM observation_row o WHERE o.clinic_id = $1 AND o.series_id = w.id AND o.start_at >= w.since
      AND o.start_at >= $4::timestamptz AND o.start_at < $5::timestamptz AND o.end_at >= $6::timestamptz AND o.value IS NOT NULL OFFSET 0`;
/**
 * Each series along its own index. Named, because planning over all partitions takes longer than reading a day's rows;
 * the earliest start of all is said for itself, because only such a bound keeps the partitions before it shut. Whether a
 * status counts is asked of the skeletons here, because no join order would be right for every clinic.
 */
const FOR_DAYS: Statement = {
  name: 'observations-for-days',
  text: `SELECT o.id AS "ownId", o.series_id AS "seriesId", o.version, o.value::float8 AS value, o.skeleton_id AS "skeletonId",
      date_part('epoch', o.start_at) * 1000 AS "startMs", date_part('epoch', o.end_at) * 1000 AS "endMs",
      date_part('epoch', o.received_at) * 1000 AS "saidMs"
    FROM unnest($2::int[], $3::timestamptz[]) AS w(id, since)
    CROSS JOIN LATERAL (SELECT * ${OF_DAYS}) o
    ORDER BY o.start_at`,
};
const COUNT_FOR_DAYS: Statement = {
  name: 'observations-for-days-count',
  text: `SELECT count(*)::int AS count FROM (SELECT FROM unnest($2::int[], $3::timestamptz[]) AS w(id, since)
    CROSS JOIN LATERAL (SELECT ${OF_DAYS}) o LIMIT $7) f`,
};
interface RawDay extends Pick<DayObservation, 'version' | 'startMs' | 'endMs' | 'value' | 'saidMs'> {
  readonly seriesId: number;
  readonly ownId: string | null;
  readonly skeletonId: number;
}

/** Everything of the catalogue that touches this span and counts; of forms the totals among their components. */
export async function findForDays(patientId: string, fromMs: number, toMs: number): Promise<DayObservation[]> {
  const tx = openTransaction();
  if (!tx) throw new Error('No transaction: wrap the call in database.inClinic(...)');
  const clinicId = currentClinic();
  // What devices and sources are is said once a series: it took as long as the readings themselves.
  const { rows: all } = await tx.send<Series>(SERIES, [clinicId, patientId]);
  const asking = new Map(all.filter((one) => one.asks).map((one) => [one.seriesId, one]));
  const totals = asking.size === 0 ? [] : await findTotals(patientId, asking, fromMs, toMs);
  const series = all.filter((one): one is Counted => one.metric !== null);
  if (series.length === 0) return withFirst(totals);
  const bySeries = new Map(series.map((one) => [one.seriesId, one]));
  const { rows } = await tx.send<RawDay>(FOR_DAYS, spanOf(series, fromMs, toMs));
  const ids = rows.map(({ skeletonId }) => skeletonId);
  const bodies = await findBodies(clinicId, ids, skeletonsById);
  const whole = rows
    .filter(({ skeletonId }) => COUNTED.has(statusOf(bodies.get(skeletonId)!)))
    .map((row) => toDayObservation(row, bySeries.get(row.seriesId)!));
  return withFirst(totals.length === 0 ? whole : [...whole, ...totals]);
}

/** Whether devices have said more than so much of this span: looks no further. */
export async function isLongToRead(patientId: string, fromMs: number, toMs: number, most: number): Promise<boolean> {
  const tx = openTransaction()!;
  const { rows: all } = await tx.send<Series>(SERIES, [currentClinic(), patientId]);
  const series = all.filter((one): one is Counted => one.metric !== null);
  if (series.length === 0) return false;
  const { rows } = await tx.send<{ count: number }>(COUNT_FOR_DAYS, [...spanOf(series, fromMs, toMs), most + 1]);
  return rows[0]!.count > most;
}

function spanOf(series: readonly Counted[], fromMs: number, toMs: number) {
  const since = series.map(({ metric }) => fromMs - reachMs(metric));
  const ids = series.map(({ seriesId }) => seriesId);
  return [currentClinic(), int4Array(ids), timestampArray(since), iso(Math.min(...since)), iso(toMs), iso(fromMs)];
}

/** Few have had a version before. */
async function withFirst(said: DayObservation[]): Promise<DayObservation[]> {
  const first = await findFirstReceived(said);
  return first.size === 0 ? said : said.map((o) => ({ ...o, receivedMs: first.get(o.id) ?? o.receivedMs }));
}

async function findTotals(
  patientId: string,
  series: ReadonlyMap<number, Series>,
  fromMs: number,
  toMs: number,
): Promise<DayObservation[]> {
  const forms = await findAsking(patientId, { fromMs: fromMs - ANSWERED_WITHIN_MS, toMs });
  return forms
    .filter(({ row }) => row.endMs >= fromMs && COUNTED.has(row.status))
    .flatMap(({ seriesId, row }) => {
      const { sourceId, system, device, kind, metric: own } = series.get(seriesId)!;
      const { id, version, startMs, endMs, receivedMs } = row;
      const of = { id, version, sourceId, system, device, kind, startMs, endMs, receivedMs, saidMs: receivedMs };
      return readTotals(row)
        .filter(({ metric }) => metric !== own)
        .map((total) => ({ ...of, ...total }));
    });
}

function toDayObservation(row: RawDay, { seriesId, metric, sourceId, system, device, kind }: Counted): DayObservation {
  const { version, value, saidMs } = row;
  const startMs = Math.round(row.startMs);
  const endMs = Math.round(row.endMs);
  const id = row.ownId ?? spellId({ seriesId, startMs, endMs })!;
  return { id, version, metric, sourceId, system, device, kind, startMs, endMs, value, receivedMs: saidMs, saidMs };
}

/** A metric that has got readings that may be news. */
export interface Arrived {
  readonly metric: MetricId;
  /** When the newest of them began, and when the last of them came. */
  readonly startMs: number;
  readonly receivedMs: number;
}

/**
 * Which metrics have got readings since an instant that may still be news: on time, or a questionnaire, which is answered
 * on its day and may travel long.
 */
export async function findArrivedSince(patientId: string, sinceMs: number): Promise<Arrived[]> {
  return query(
    `SELECT c.metric, date_part('epoch', max(o.start_at)) * 1000 AS "startMs", date_part('epoch', max(o.received_at)) * 1000 AS "receivedMs"
     FROM series s JOIN concept c ON c.clinic_id = s.clinic_id AND c.id = s.concept_id CROSS JOIN LATERAL (
       SELECT max(o.start_at) AS start_at, max(o.received_at) AS received_at FROM observation_row o
       WHERE o.clinic_id = $1 AND o.series_id = s.id AND o.start_at >= now() - CASE WHEN c.metric = ANY($4) THEN interval '62 days' ELSE interval '4 days' END AND o.received_at >= $3
         AND (c.metric = ANY($5) OR o.received_at - o.end_at <= interval '24 hours') AND o.start_at <= o.received_at + interval '5 minutes') o
     WHERE s.clinic_id = $1 AND s.patient_id = $2 AND c.metric IS NOT NULL AND o.start_at IS NOT NULL GROUP BY c.metric`,
    [currentClinic(), patientId, new Date(sinceMs), SELF_REPORTED, QUESTIONNAIRES],
  );
}
