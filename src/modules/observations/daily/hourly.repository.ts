import type { MetricId } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import { type ClosedPeriod, isSettled } from '../retention/closed-period.js';
import type { DailyValue } from './compute-day.js';

export interface DayHours {
  readonly metric: MetricId;
  readonly day: string;
  readonly startMs: number;
  /** One an hour since the day's first instant; null where nobody speaks. */
  readonly hours: readonly (number | null)[];
}

/** Puts the hours of these days in the place of whatever was kept of them; what is the same, or settled, is left alone. */
export async function replaceHours(
  patientId: string,
  days: readonly { day: string; startMs: number; values: readonly DailyValue[] }[],
  settled: readonly ClosedPeriod[] = [],
): Promise<void> {
  const wanted = days
    .flatMap(({ day, startMs, values }) =>
      values.flatMap(({ metric, hours }) => (hours ? [{ metric, day, startMs, hours }] : [])),
    )
    .filter((row) => !isSettled(settled, row));
  await query(
    `WITH wanted AS (
       SELECT metric, day, start_at, hours::float8[] FROM unnest($4::text[], $5::date[], $6::timestamptz[], $7::text[]) AS w(metric, day, start_at, hours)
     ), gone AS (
       DELETE FROM hourly_value h WHERE h.clinic_id = $1 AND h.patient_id = $2 AND h.day = ANY($3::date[])
         AND NOT EXISTS (SELECT 1 FROM wanted w WHERE w.metric = h.metric AND w.day = h.day)
         AND NOT EXISTS (SELECT 1 FROM unnest($8::text[], $9::date[], $10::date[]) AS s(metric, from_day, to_day)
           WHERE s.metric = h.metric AND h.day BETWEEN s.from_day AND s.to_day)
     )
     INSERT INTO hourly_value AS old (clinic_id, patient_id, metric, day, start_at, hours) SELECT $1, $2, w.* FROM wanted w
     ON CONFLICT (clinic_id, patient_id, metric, day) DO UPDATE SET start_at = excluded.start_at, hours = excluded.hours
       WHERE (old.start_at, old.hours) IS DISTINCT FROM (excluded.start_at, excluded.hours)`,
    [
      currentClinic(),
      patientId,
      days.map((d) => d.day),
      wanted.map((w) => w.metric),
      wanted.map((w) => w.day),
      wanted.map((w) => new Date(w.startMs).toISOString()),
      wanted.map((w) => `{${w.hours.map((v) => v ?? 'NULL').join(',')}}`),
      settled.map((s) => s.metric),
      settled.map((s) => s.fromDay),
      settled.map((s) => s.toDay),
    ],
  );
}

/** The hours of a metric, day by day: of the first `count` days that have any, of all when left out. */
export function findHours(
  patientId: string,
  metric: MetricId,
  from: string,
  to: string,
  count: number | null = null,
): Promise<DayHours[]> {
  return query<DayHours>(
    `SELECT metric, day::text, (extract(epoch FROM start_at) * 1000)::float8 AS "startMs", hours FROM hourly_value h
     WHERE clinic_id = $1 AND patient_id = $2 AND metric = $3 AND day BETWEEN $4 AND $5 ORDER BY h.day LIMIT $6`,
    [currentClinic(), patientId, metric, from, to, count],
  );
}
