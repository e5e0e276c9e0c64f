import { type MetricId } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import { isUnderHold } from '../../patients/index.js';
import { CLOSABLE } from './closed-period.js';
import { LONGEST_REMOVED_MS } from './emptied.repository.js';

/** Long enough to be worth a transaction, short enough to be in nobody's way: some 50 ms. */
export const READINGS_AT_ONCE = 5000;

/** An alert is judged against five months before it; with room. */
const ALERT_REACH_DAYS = 200;

/**
 * Of a closed period called `p`: its readings are with the record that its own was merged into, whose months are closed
 * in their turn. What is left of it waits for the end of the merge.
 */
const IS_ELSEWHERE = `EXISTS (SELECT FROM patient r WHERE r.clinic_id = p.clinic_id AND r.id = p.patient_id AND r.merged_into IS NOT NULL)`;

/**
 * Patients whose months up to this day have not been looked at. Whoever has an open alert keeps the readings that it may
 * be walked back to, and whoever is under a legal hold keeps them all.
 */
export async function findPatientsToClose(throughDay: string, count: number): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `SELECT p.id FROM patient p LEFT JOIN retention_progress r ON r.clinic_id = p.clinic_id AND r.patient_id = p.id
     WHERE p.clinic_id = $1 AND (r.through_day IS NULL OR r.through_day < $2)
       AND NOT ${isUnderHold('p.id')} AND NOT EXISTS (SELECT FROM alert a WHERE a.clinic_id = p.clinic_id AND a.patient_id = p.id
         AND a.state <> 'resolved' AND a.since <= $2::date + $4::int)
     ORDER BY p.id LIMIT $3`,
    [currentClinic(), throughDay, count, ALERT_REACH_DAYS],
  );
  return rows.map(({ id }) => id);
}

/** A day of each month up to this one that has values and is not closed. */
export async function findOpenMonths(patientId: string, throughDay: string): Promise<string[]> {
  const rows = await query<{ day: string }>(
    `SELECT DISTINCT date_trunc('month', d.day)::date::text AS day FROM daily_value d
     WHERE d.clinic_id = $1 AND d.patient_id = $2 AND d.metric = ANY($4) AND d.day <= $3 AND NOT EXISTS (
       SELECT FROM closed_period p WHERE p.clinic_id = $1 AND p.patient_id = $2 AND p.metric = d.metric
         AND d.day BETWEEN p.from_day AND p.to_day) ORDER BY 1`,
    [currentClinic(), patientId, throughDay, CLOSABLE],
  );
  return rows.map(({ day }) => day);
}

/** Closes a span of days for all that devices measure of this patient: together, because worn minutes are among it. */
export async function closeSpan(
  patientId: string,
  days: { from: string; to: string; fromMs: number; toMs: number },
): Promise<void> {
  await query(
    `INSERT INTO closed_period (clinic_id, patient_id, metric, from_day, to_day, from_at, to_at)
     SELECT DISTINCT $1::uuid, $2::uuid, c.metric, $4::date, $5::date, $6::timestamptz, $7::timestamptz
     FROM series s JOIN concept c ON c.clinic_id = s.clinic_id AND c.id = s.concept_id
     WHERE s.clinic_id = $1 AND s.patient_id = $2 AND c.metric = ANY($3) ON CONFLICT DO NOTHING`,
    [
      currentClinic(),
      patientId,
      CLOSABLE,
      days.from,
      days.to,
      new Date(days.fromMs).toISOString(),
      new Date(days.toMs).toISOString(),
    ],
  );
}

export async function noteClosed(patientId: string, throughDay: string): Promise<void> {
  await query(
    `INSERT INTO retention_progress (clinic_id, patient_id, through_day) VALUES ($1, $2, $3)
     ON CONFLICT (clinic_id, patient_id) DO UPDATE SET through_day = excluded.through_day`,
    [currentClinic(), patientId, throughDay],
  );
}

export interface Span {
  readonly patientId: string;
  readonly fromDay: string;
  readonly toDay: string;
}

/** Spans that were closed so long ago that whoever was storing something then has ended. */
export function findToSettle(afterSeconds: number, count: number): Promise<Span[]> {
  return query<Span>(
    `SELECT DISTINCT patient_id AS "patientId", from_day::text AS "fromDay", to_day::text AS "toDay" FROM closed_period p
     WHERE clinic_id = $1 AND settled_at IS NULL AND closed_at <= now() - make_interval(secs => $2) AND NOT ${IS_ELSEWHERE} ORDER BY 1, 2 LIMIT $3`,
    [currentClinic(), afterSeconds, count],
  );
}

/** The lock under which the trend worker adds up a patient's days, until the transaction ends. */
export async function lockDays(patientId: string): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731003, hashtext($1))', [patientId]);
}

export async function settleSpan({ patientId, fromDay }: Span): Promise<void> {
  await query(
    `UPDATE closed_period p SET settled_at = now()
     WHERE clinic_id = $1 AND patient_id = $2 AND from_day = $3 AND settled_at IS NULL AND NOT ${IS_ELSEWHERE}`,
    [currentClinic(), patientId, fromDay],
  );
}

/** What was closed and had nothing removed yet is open again: retention was switched off. */
export async function reopenUnsettled(): Promise<void> {
  await query(
    `WITH gone AS (DELETE FROM closed_period WHERE clinic_id = $1 AND settled_at IS NULL RETURNING patient_id)
     UPDATE retention_progress SET through_day = '-infinity' WHERE clinic_id = $1 AND patient_id IN (SELECT patient_id FROM gone)`,
    [currentClinic()],
  );
}

export interface Marker {
  readonly patientId: string;
  readonly metric: MetricId;
  readonly fromDay: string;
}
const MARKER = `patient_id AS "patientId", metric, from_day::text AS "fromDay"`;

export function findToEmpty(count: number): Promise<Marker[]> {
  return query<Marker>(
    `SELECT ${MARKER} FROM closed_period p WHERE clinic_id = $1 AND settled_at IS NOT NULL AND removed_at IS NULL
       AND NOT ${isUnderHold('p.patient_id')} AND NOT ${IS_ELSEWHERE} LIMIT $2`,
    [currentClinic(), count],
  );
}

/**
 * Removes readings of at most an hour that lie wholly in a settled period, and their earlier versions; at most
 * `READINGS_AT_ONCE`. Longer ones (a vendor's total) and those that reach into a neighbouring day stay. A legal hold that was
 * placed meanwhile stops it.
 *
 * @returns whether any are left
 */
export async function removeSome({ patientId, metric, fromDay }: Marker): Promise<boolean> {
  const [row] = await query<{ gone: number }>(
    `WITH period AS (
       SELECT * FROM closed_period p WHERE clinic_id = $1 AND patient_id = $2 AND metric = $3 AND from_day = $4
         AND settled_at IS NOT NULL AND NOT ${isUnderHold('p.patient_id')} AND NOT ${IS_ELSEWHERE}
     ), old AS MATERIALIZED (
       SELECT o.* FROM period p JOIN concept c ON c.clinic_id = $1 AND c.metric = p.metric
       JOIN series s ON s.clinic_id = $1 AND s.patient_id = $2 AND s.concept_id = c.id
       CROSS JOIN LATERAL (SELECT series_id, start_at, end_at, version, id FROM observation_row x
         WHERE x.clinic_id = $1 AND x.series_id = s.id AND x.start_at >= p.from_at AND x.start_at < p.to_at
           AND x.end_at <= p.to_at AND x.end_at - x.start_at <= interval '${LONGEST_REMOVED_MS} ms' LIMIT $5) o LIMIT $5
     ), versions AS (
       DELETE FROM observation_version v USING old WHERE old.version > 1 AND v.clinic_id = $1
         AND v.id = coalesce(old.id, spelled_observation_id(old.start_at, old.end_at, old.series_id))
     ), gone AS (
       DELETE FROM observation_row o USING old
       WHERE o.clinic_id = $1 AND o.series_id = old.series_id AND o.start_at = old.start_at AND o.end_at = old.end_at RETURNING 1
     ), counted AS (SELECT count(*)::int AS n FROM gone)
     UPDATE closed_period p SET readings_removed = readings_removed + n, removed_at = CASE WHEN n < $5 THEN now() END
     FROM counted WHERE p.clinic_id = $1 AND p.patient_id = $2 AND p.metric = $3 AND p.from_day = $4
       AND EXISTS (SELECT FROM period)
     RETURNING n AS gone`,
    [currentClinic(), patientId, metric, fromDay, READINGS_AT_ONCE],
  );
  return (row?.gone ?? 0) === READINGS_AT_ONCE;
}

/** Removes the hours of some periods that lie before this day, and dates it. @returns of how many */
export async function removeHours(beforeDay: string, count: number): Promise<number> {
  const rows = await query(
    `WITH old AS (
       SELECT * FROM closed_period p WHERE clinic_id = $1 AND removed_at IS NOT NULL AND hours_removed_at IS NULL AND to_day < $2
         AND NOT ${isUnderHold('p.patient_id')}
       ORDER BY from_day LIMIT $3 FOR UPDATE SKIP LOCKED
     ), gone AS (
       DELETE FROM hourly_value h USING old WHERE h.clinic_id = $1 AND h.patient_id = old.patient_id AND h.metric = old.metric
         AND h.day BETWEEN old.from_day AND old.to_day
     )
     UPDATE closed_period p SET hours_removed_at = now() FROM old
     WHERE p.clinic_id = $1 AND p.patient_id = old.patient_id AND p.metric = old.metric AND p.from_day = old.from_day RETURNING 1`,
    [currentClinic(), beforeDay, count],
  );
  return rows.length;
}
