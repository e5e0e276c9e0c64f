import type { MetricId } from '../../metrics/index.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { findRecordIds } from './patients.repository.js';
import type { StandingSprint } from './sprint-change.js';

/** One sprint of a patient is set or changed at a time: two at once could overlap unseen. */
export async function lockSprints(patientId: string): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731004, hashtext($1::uuid::text))', [patientId]);
}

export async function findStanding(patientId: string, sprintId: string): Promise<StandingSprint | undefined> {
  const [row] = await query<StandingSprint>(
    `SELECT version, starts_on::text AS "startsOn", ends_on::text AS "endsOn", ended_at IS NOT NULL AS "isEnded"
     FROM sprint WHERE id = $1 AND patient_id = $2`,
    [sprintId, patientId],
  );
  return row;
}

/** Was there a sprint with this id, of whichever patient, that was taken back? */
export async function isTakenBack(sprintId: string): Promise<boolean> {
  const rows = await query(`SELECT 1 FROM sprint_before WHERE sprint_id = $1 AND became = 'removed'`, [sprintId]);
  return rows.length > 0;
}

/** Keeps the sprint as it is now, before it becomes something else. */
export async function keepBefore(sprintId: string, became: 'changed' | 'ended' | 'removed', by: string): Promise<void> {
  await query(
    `INSERT INTO sprint_before (clinic_id, patient_id, sprint_id, version, goal, starts_on, ends_on, metrics, became, changed_by)
     SELECT s.clinic_id, s.patient_id, s.id, s.version, s.goal, s.starts_on, s.ends_on,
       (SELECT jsonb_agg(jsonb_build_object('metric', m.metric, 'baseline', m.baseline, 'target', m.target) ORDER BY m.position)
        FROM sprint_metric m WHERE m.sprint_id = s.id), $2, $3
     FROM sprint s WHERE s.id = $1`,
    [sprintId, became, by],
  );
}

export interface EarlierSprint {
  readonly sprintId: string;
  readonly version: number;
  readonly goal: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly metrics: readonly { metric: MetricId; baseline: number | null; target: number }[];
  readonly became: 'changed' | 'ended' | 'removed';
  readonly until: Date;
  /** Who made it something else, by name. */
  readonly by: string | null;
}
const MOST_EARLIER = 50;

/**
 * What the patient's sprints were before they were changed, ended or taken back, the newest first. A state stands with the
 * record it was changed in and goes where its sprint goes: a merge moves the sprint, and its undoing moves it back.
 */
export async function findEarlier(patientId: string): Promise<EarlierSprint[]> {
  return query<EarlierSprint>(
    `SELECT b.sprint_id AS "sprintId", b.version, b.goal, b.starts_on::text AS "startsOn", b.ends_on::text AS "endsOn", b.metrics, b.became,
       b.changed_at AS until, p.name AS by
     FROM sprint_before b LEFT JOIN person p ON p.id = substring(b.changed_by FROM '^person/([0-9a-f-]{36})')::uuid
       LEFT JOIN sprint s ON s.id = b.sprint_id
     WHERE coalesce(s.patient_id, b.patient_id) = $1 OR (s.id IS NULL AND b.patient_id = ANY($2::uuid[]))
     ORDER BY b.changed_at DESC, b.version DESC LIMIT ${MOST_EARLIER}`,
    [patientId, await findRecordIds(patientId)],
  );
}

/** Baselines that were given stay: only what is new to the sprint brings its own. */
export async function changeSprint(
  sprintId: string,
  change: {
    goal: string;
    endsOn: string;
    staysEnded: boolean;
    metrics: readonly { metric: MetricId; baseline: number | null; target: number }[];
  },
): Promise<void> {
  await query(
    `UPDATE sprint SET version = version + 1, goal = $2, ends_on = $3, looked_on = NULL, ended_at = CASE WHEN $4 THEN ended_at END WHERE id = $1`,
    [sprintId, change.goal, change.endsOn, change.staysEnded],
  );
  await query('DELETE FROM sprint_metric WHERE sprint_id = $1 AND NOT metric = ANY ($2)', [
    sprintId,
    change.metrics.map(({ metric }) => metric),
  ]);
  for (const [position, { metric, baseline, target }] of change.metrics.entries())
    await query(
      `INSERT INTO sprint_metric (clinic_id, sprint_id, metric, position, baseline, target) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (clinic_id, sprint_id, metric) DO UPDATE SET position = excluded.position, target = excluded.target`,
      [currentClinic(), sprintId, metric, position, baseline, target],
    );
}

export async function endSprint(sprintId: string, today: string): Promise<void> {
  await query('UPDATE sprint SET version = version + 1, ends_on = $2, ended_at = now() WHERE id = $1', [
    sprintId,
    today,
  ]);
}

/** Of one that has not begun: nothing has been judged by it. */
export async function removeSprint(sprintId: string): Promise<void> {
  await query('DELETE FROM sprint_metric WHERE sprint_id = $1', [sprintId]);
  await query('DELETE FROM sprint WHERE id = $1', [sprintId]);
}
