import { consentGiven } from '../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../platform/database/database.js';
import type { Pipelined } from '../../platform/database/pipelined.js';
import type { Part } from '../../platform/database/statement.js';
import { spreadingDueSheaves } from '../observations/index.js';

/** Somebody for whom days are due, and since when. */
export interface WaitingPatient {
  readonly clinicId: string;
  readonly patientId: string;
  /** How long the first and the last of it have been due, in milliseconds. */
  readonly oldestMs: number;
  readonly newestMs: number;
  /** A day that is over, and lately, is due: what may be an alert today. All else only grows, or is history. */
  readonly news: boolean;
}

export interface DueDays {
  /** By the clock that all nodes share: when the transaction that took them began. */
  readonly now: Date;
  readonly ids: readonly string[];
  readonly days: readonly string[];
  /** Somebody asked for a fresh judgement, whether or not a day's value has changed. */
  readonly judge: boolean;
}

const MOST_ROWS = 5000;
/** What one look goes through: some seconds of what a node can take in. */
const MOST_LOOKED_AT = 20_000;
/** Older days call nobody (live-concern.ts); a concern may rest on any of these. */
const NEWS_DAYS = 3;

/** A patient's rows first, then the clinic's today: the other way round it would be asked for each of them. */
const FIND_WAITING: Part = {
  statement: {
    name: 'due-waiting',
    text: `SELECT w.clinic_id AS "clinicId", w.patient_id AS "patientId",
       (extract(epoch FROM now() - w.newest) * 1000)::float8 AS "newestMs", (extract(epoch FROM now() - w.oldest) * 1000)::float8 AS "oldestMs",
       EXISTS (SELECT FROM unnest(w.days) AS day WHERE day < c.today AND day >= c.today - ${NEWS_DAYS}) AS news
     FROM (SELECT clinic_id, patient_id, min(id) AS first, min(next_at) AS oldest, max(next_at) AS newest, array_agg(day) AS days
         FROM (SELECT * FROM due_day WHERE next_at <= now() AND patient_id IS NOT NULL ORDER BY id LIMIT ${MOST_LOOKED_AT}) d
         GROUP BY clinic_id, patient_id) w
       CROSS JOIN LATERAL (SELECT (now() AT TIME ZONE time_zone)::date AS today FROM clinic WHERE clinic_id = w.clinic_id OFFSET 0) c
     ORDER BY w.first`,
  },
  values: [],
};

/**
 * Whoever waits, the longest waiting first, after days that many share were taken apart. Nothing is locked. Planned by
 * index only: a queue is empty again and again, and a plan that was made then goes through all of it once it is full.
 */
export async function findWaiting(database: Pipelined): Promise<WaitingPatient[]> {
  const [, waiting] = await database.together([spreadingDueSheaves, FIND_WAITING]);
  return waiting!.rows as unknown as WaitingPatient[];
}

/**
 * Takes everything that is due for one patient; undefined when another node has. The rows stay locked until the transaction
 * ends, and come back by themselves when it does not commit.
 *
 * @param among - only of these rows; left out: of all
 */
export async function takeDue(
  clinicId: string,
  patientId: string,
  among?: readonly string[],
): Promise<DueDays | undefined> {
  const rows = await query<{ id: string; day: string; judge: boolean; now: Date }>(
    `SELECT id, day::text, judge, now() AS now FROM due_day WHERE clinic_id = $1 AND patient_id = $2 AND next_at <= now() AND ($3::bigint[] IS NULL OR id = ANY($3))
     ORDER BY id LIMIT ${MOST_ROWS} FOR UPDATE SKIP LOCKED`,
    [clinicId, patientId, among ?? null],
  );
  const [first] = rows;
  if (!first) return undefined;
  return {
    now: first.now,
    ids: rows.map((row) => row.id),
    days: [...new Set(rows.map((row) => row.day))],
    judge: rows.some((row) => row.judge),
  };
}

export async function removeDue(ids: readonly string[]): Promise<void> {
  await query('DELETE FROM due_day WHERE id = ANY($1)', [ids]);
}

/** Tries again later, each time later still, at last once an hour: nobody drops out of sight, and nobody else waits. */
export async function postponeDue(clinicId: string, patientId: string): Promise<void> {
  await query(
    `UPDATE due_day SET attempts = attempts + 1, next_at = now() + least(interval '1 hour', interval '1 second' * power(3, least(attempts, 10)))
     WHERE clinic_id = $1 AND patient_id = $2`,
    [clinicId, patientId],
  );
}

/** Has the patient judged once more after a while, whatever arrives. */
export async function lookAgain(patientId: string, day: string, afterMs: number): Promise<void> {
  await query(
    `INSERT INTO due_day (clinic_id, patient_id, day, judge, next_at) VALUES ($1, $2, $3, true, now() + make_interval(secs => $4))`,
    [currentClinic(), patientId, day, afterMs / 1000],
  );
}

/** Days are judged even when nothing arrives: everybody not looked at since their day began, or only by an older detector. */
export async function markStale(clinicId: string, detectorVersion: string): Promise<void> {
  await query(
    `INSERT INTO due_day (clinic_id, patient_id, day)
     SELECT t.clinic_id, t.patient_id, (now() AT TIME ZONE z.zone)::date FROM trend t
     JOIN LATERAL (SELECT zone FROM patient_time_zone z WHERE z.patient_id = t.patient_id ORDER BY since DESC LIMIT 1) z ON true
     WHERE t.clinic_id = $1 AND (t.through < (now() AT TIME ZONE z.zone)::date OR t.detector_version <> $2)
       AND ${consentGiven('t.patient_id', 'monitoring')}
       AND NOT EXISTS (SELECT 1 FROM due_day d WHERE d.clinic_id = t.clinic_id AND d.patient_id = t.patient_id)
     LIMIT 500`,
    [clinicId, detectorVersion],
  );
}

/** Sprints near or past their end are looked at once a day of the patient's, also when nothing arrives and nothing ever has. */
export async function markReviews(clinicId: string): Promise<void> {
  await query(
    `WITH ending AS (
       SELECT s.id, (now() AT TIME ZONE z.zone)::date AS today FROM sprint s
       JOIN LATERAL (SELECT zone FROM patient_time_zone z WHERE z.patient_id = s.patient_id ORDER BY since DESC LIMIT 1) z ON true
       WHERE s.clinic_id = $1 AND s.ends_on BETWEEN current_date - 31 AND current_date + 5
         AND s.ends_on <= (now() AT TIME ZONE z.zone)::date + 3 AND (s.looked_on IS NULL OR s.looked_on < (now() AT TIME ZONE z.zone)::date)
       ORDER BY s.ends_on LIMIT 500 FOR UPDATE OF s SKIP LOCKED),
     looked AS (UPDATE sprint s SET looked_on = e.today FROM ending e WHERE s.clinic_id = $1 AND s.id = e.id RETURNING s.patient_id, e.today)
     INSERT INTO due_day (clinic_id, patient_id, day, judge) SELECT $1, patient_id, today, true FROM looked`,
    [clinicId],
  );
}

/** Workers on several nodes take turns on one patient. Not waiting: somebody else is at it. */
export async function lockPatient(patientId: string): Promise<boolean> {
  const [row] = await query<{ got: boolean }>('SELECT pg_try_advisory_xact_lock(731003, hashtext($1)) AS got', [
    patientId,
  ]);
  return row?.got === true;
}

/** From so many failures on somebody is told: as many as a call or a notice has. */
const TOLD_FROM_ATTEMPTS = 8;

interface Unjudged {
  readonly patients: number;
  readonly isTold: boolean;
  readonly now: Date;
  /** In the clinic's zone. */
  readonly today: string;
}

/** How many of the clinic's patients cannot be judged; and is there an alert about it? */
export async function findUnjudged(clinicId: string): Promise<Unjudged> {
  const [row] = await query<Unjudged>(
    `SELECT (SELECT count(DISTINCT patient_id)::int FROM due_day WHERE clinic_id = $1 AND attempts >= ${TOLD_FROM_ATTEMPTS}) AS patients,
       EXISTS (SELECT 1 FROM alert WHERE patient_id IS NULL AND producer = 'trends' AND NOT cleared) AS "isTold", now() AS now,
       (SELECT (now() AT TIME ZONE time_zone)::date::text FROM clinic WHERE clinic_id = $1) AS today`,
    [clinicId],
  );
  return row!;
}

/** How many patients fail again and again? For the metrics. */
export async function countFailing(): Promise<number> {
  const [row] = await query<{ n: number }>(
    'SELECT count(DISTINCT patient_id)::int AS n FROM due_day WHERE attempts >= 5',
  );
  return row?.n ?? 0;
}
