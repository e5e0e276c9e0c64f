import { METRIC_IDS, METRICS, type MetricId } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import { HEARD_SOURCES, WENT_WITH_FILE } from '../../patients/index.js';
import type { DailyValue } from './compute-day.js';
import { type ClosedPeriod, isSettled } from '../retention/closed-period.js';
import type { DaySource } from './day-sources.js';
import type { WornFrom } from './wear.js';

/** Whose word the worn minutes are, where there are any. */
export const WORN_FROM = `CASE WHEN wear_minutes IS NOT NULL THEN worn_from END AS "wornFrom"`;

export interface DailyRow {
  readonly metric: MetricId;
  readonly day: string;
  readonly value: number | null;
  readonly wearMinutes: number | null;
  readonly wornFrom: WornFrom | null;
  readonly coverage: number | null;
  readonly device: string | null;
  readonly state: 'ok' | 'notWorn';
  readonly late: boolean;
}

/** A metric whose value on a day is another one now. */
export interface ChangedDay {
  readonly day: string;
  readonly metric: MetricId;
  /** The newest that arrived of it was on time: not a history that was kept back, or brought along. */
  readonly live: boolean;
}

/** Puts days' values in the place of whatever was computed before; what is the same as before, or settled, is left alone. */
export async function replaceDays(
  patientId: string,
  days: readonly { day: string; values: readonly DailyValue[] }[],
  settled: readonly ClosedPeriod[] = [],
): Promise<Omit<ChangedDay, 'live'>[]> {
  const before = await query<StoredDay>(
    `SELECT metric, day::text, value, wear_minutes AS "wearMinutes", ${WORN_FROM}, coverage, device, state, late, sources FROM daily_value WHERE patient_id = $1 AND day = ANY($2::date[])`,
    [patientId, days.map((d) => d.day)],
  );
  const old = new Map(before.map((row) => [`${row.day}|${row.metric}`, row]));
  const rows = days
    .flatMap(({ day, values }) => values.map((value) => ({ day, ...value })))
    .filter((row) => !isSettled(settled, row));
  const changed = rows.filter((row) => !isSame(old.get(`${row.day}|${row.metric}`), row));
  const present = new Set(rows.map((row) => `${row.day}|${row.metric}`));
  const gone = before.filter((row) => !present.has(`${row.day}|${row.metric}`) && !isSettled(settled, row));
  const dirty = [...changed, ...gone].map(({ day, metric }) => ({ day, metric }));
  if (dirty.length === 0) return [];
  await query(
    'DELETE FROM daily_value d USING unnest($2::date[], $3::text[]) AS g(day, metric) WHERE d.patient_id = $1 AND d.day = g.day AND d.metric = g.metric',
    [patientId, dirty.map((d) => d.day), dirty.map((d) => d.metric)],
  );
  await insertDays(patientId, changed);
  return dirty;
}

type StoredDay = DailyRow & { readonly sources: DaySource[] };

function isSame(a: StoredDay | undefined, b: DailyValue): boolean {
  return (
    a !== undefined &&
    a.value === b.value &&
    a.wearMinutes === b.wearMinutes &&
    a.wornFrom === b.wornFrom &&
    asKept(a.coverage) === asKept(b.coverage) &&
    a.device === b.device &&
    a.state === b.state &&
    a.late === b.late &&
    a.sources.length === b.sources.length &&
    a.sources.every((source, i) => isSameSource(source, b.sources[i]!))
  );
}

/** A share is kept in less than its digits. */
const asKept = (share: number | null) => (share === null ? null : Math.fround(share));

const isSameSource = (a: DaySource, b: DaySource) =>
  a.sourceId === b.sourceId &&
  a.value === b.value &&
  a.counted === b.counted &&
  a.totalMinusIntervals === b.totalMinusIntervals;

async function insertDays(patientId: string, rows: readonly (DailyValue & { day: string })[]): Promise<void> {
  if (rows.length === 0) return;
  await query(
    `INSERT INTO daily_value (clinic_id, patient_id, metric, day, value, wear_minutes, coverage, device, state, late, sources, worn_from)
     SELECT $1, $2, * FROM unnest($3::text[], $4::date[], $5::float8[], $6::int[], $7::real[], $8::text[], $9::text[], $10::boolean[], $11::jsonb[], $12::text[])`,
    [
      currentClinic(),
      patientId,
      rows.map((r) => r.metric),
      rows.map((r) => r.day),
      rows.map((r) => r.value),
      rows.map((r) => r.wearMinutes),
      rows.map((r) => r.coverage),
      rows.map((r) => r.device),
      rows.map((r) => r.state),
      rows.map((r) => r.late),
      rows.map((r) => JSON.stringify(r.sources)),
      rows.map((r) => r.wornFrom ?? 'heart-rate'),
    ],
  );
}

export function findDailyValues(patientId: string, from: string, to: string): Promise<DailyRow[]> {
  return query<DailyRow>(
    `SELECT metric, day::text, value, wear_minutes AS "wearMinutes", ${WORN_FROM}, coverage, device, state, late FROM daily_value d
     WHERE patient_id = $1 AND day BETWEEN $2 AND $3 ORDER BY d.day`,
    [patientId, from, to],
  );
}

export async function findDay(
  patientId: string,
  metric: MetricId,
  day: string,
): Promise<(DailyRow & { sources: DaySource[] }) | undefined> {
  const [row] = await query<DailyRow & { sources: DaySource[] }>(
    `SELECT metric, day::text, value, wear_minutes AS "wearMinutes", ${WORN_FROM}, coverage, device, state, late, sources FROM daily_value WHERE patient_id = $1 AND metric = $2 AND day = $3`,
    [patientId, metric, day],
  );
  return row;
}

/** On which day does the history of each of these metrics begin? One index probe a metric. */
export async function findFirstDays(
  patientId: string,
  metrics: readonly MetricId[],
): Promise<ReadonlyMap<MetricId, string>> {
  const rows = await query<{ metric: MetricId; day: string | null }>(
    `SELECT m.metric, (SELECT min(d.day) FROM daily_value d
       WHERE d.clinic_id = $1 AND d.patient_id = $2 AND d.metric = m.metric)::text AS day
     FROM unnest($3::text[]) AS m(metric)`,
    [currentClinic(), patientId, metrics],
  );
  return new Map(rows.flatMap(({ metric, day }) => (day === null ? [] : [[metric, day] as const])));
}

/** On which day does the history begin? */
export async function findFirstDay(patientId: string): Promise<string | null> {
  const [row] = await query<{ day: string | null }>(
    'SELECT min(day)::text AS day FROM daily_value WHERE patient_id = $1',
    [patientId],
  );
  return row?.day ?? null;
}

/** Until when devices have told us something, and when the newest of it arrived. */
export interface Contact {
  readonly lastContactMs: number | null;
  readonly lastReceivedMs: number | null;
}

/**
 * Looks at the newest believable reading of each series only: one index probe a series, however long the history. What came by
 * files that were taken back, and so does not stand, was no word of a device.
 */
export async function findContact(patientId: string): Promise<Contact> {
  const [row] = await query<Contact>(
    `SELECT extract(epoch FROM max(o.end_at))::float8 * 1000 AS "lastContactMs", extract(epoch FROM max(o.received_at))::float8 * 1000 AS "lastReceivedMs"
     FROM (SELECT s.id FROM ${HEARD_SOURCES} WHERE s.clinic_id = $1 AND s.patient_id = $2 AND NOT ${WENT_WITH_FILE}) heard
     JOIN series w ON w.clinic_id = $1 AND w.patient_id = $2 AND w.source_id = heard.id
     JOIN concept k ON k.clinic_id = $1 AND k.id = w.concept_id CROSS JOIN LATERAL (
       SELECT end_at, received_at FROM observation_row o
       WHERE o.clinic_id = $1 AND o.series_id = w.id AND o.start_at <= o.received_at + interval '5 minutes' ORDER BY o.start_at DESC LIMIT 1) o
     WHERE k.metric = ANY($3)`,
    [currentClinic(), patientId, METRIC_IDS.filter((metric) => !METRICS[metric].selfReported)],
  );
  return row ?? { lastContactMs: null, lastReceivedMs: null };
}
