import type { MetricId } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import type { DailyValue, DaySource } from './compute-day.js';

export interface DailyRow {
  readonly metric: MetricId;
  readonly day: string;
  readonly value: number | null;
  readonly wearMinutes: number | null;
  readonly coverage: number | null;
  readonly device: string | null;
  readonly state: 'ok' | 'notWorn';
  readonly late: boolean;
}

/** Puts a day's values in the place of whatever was computed before. */
export async function replaceDays(
  patientId: string,
  days: readonly { day: string; values: readonly DailyValue[] }[],
): Promise<void> {
  await query('DELETE FROM daily_value WHERE patient_id = $1 AND day = ANY($2::date[])', [
    patientId,
    days.map((d) => d.day),
  ]);
  const rows = days.flatMap(({ day, values }) => values.map((value) => ({ day, ...value })));
  if (rows.length === 0) return;
  await query(
    `INSERT INTO daily_value (clinic_id, patient_id, metric, day, value, wear_minutes, coverage, device, state, late, sources)
     SELECT $1, $2, * FROM unnest($3::text[], $4::date[], $5::float8[], $6::int[], $7::real[], $8::text[], $9::text[], $10::boolean[], $11::jsonb[])`,
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
    ],
  );
}

export function findDailyValues(patientId: string, from: string, to: string): Promise<DailyRow[]> {
  return query<DailyRow>(
    `SELECT metric, day::text, value, wear_minutes AS "wearMinutes", coverage, device, state, late FROM daily_value
     WHERE patient_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day`,
    [patientId, from, to],
  );
}

export async function findDay(
  patientId: string,
  metric: MetricId,
  day: string,
): Promise<(DailyRow & { sources: DaySource[] }) | undefined> {
  const [row] = await query<DailyRow & { sources: DaySource[] }>(
    `SELECT metric, day::text, value, wear_minutes AS "wearMinutes", coverage, device, state, late, sources FROM daily_value WHERE patient_id = $1 AND metric = $2 AND day = $3`,
    [patientId, metric, day],
  );
  return row;
}

/** When did anything automatic last reach us, and on which day does the history begin? */
export async function findSpan(patientId: string): Promise<{ firstDay: string | null; lastContactMs: number | null }> {
  const [row] = await query<{ firstDay: string | null; lastContactMs: number | null }>(
    `SELECT (SELECT min(day)::text FROM daily_value WHERE patient_id = $1) AS "firstDay",
       (SELECT extract(epoch FROM max(o.end_at))::float8 * 1000 FROM observation o JOIN source s ON s.id = o.source_id AND s.clinic_id = o.clinic_id
        WHERE o.patient_id = $1 AND s.kind <> 'form' AND o.start_at > now() - interval '400 days') AS "lastContactMs"`,
    [patientId],
  );
  return row ?? { firstDay: null, lastContactMs: null };
}
