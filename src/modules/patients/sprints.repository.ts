import { civilDayOf, daysBetween, type MetricId } from '../../metrics/index.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { weeksOf } from './patient-view.js';

/** The newest value, and of how many days there are any. */
export interface Few {
  readonly value: number;
  readonly days: number;
}

export interface SprintView {
  readonly id: string;
  readonly version: number;
  readonly goal: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly week: number;
  readonly weeks: number;
  readonly daysLeft: number;
  readonly state: 'planned' | 'active' | 'ended';
  /** Somebody has ended it before its time: then it has been decided how to go on. */
  readonly isEnded: boolean;
  readonly metrics: readonly {
    metric: MetricId;
    baseline: number | null;
    target: number;
    now: number | null;
    /** Of the last 14 days, while they are too few to call anything `now`. */
    few: Few | null;
    course: string;
  }[];
}

interface SprintRow {
  readonly id: string;
  readonly version: number;
  readonly goal: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly metrics: { metric: MetricId; baseline: number | null; target: number }[];
  readonly isEnded: boolean;
  readonly trend: Partial<Record<MetricId, { value: number | null; course: string }>> | null;
  readonly few: Partial<Record<MetricId, Few>> | null;
}

/** Metrics of the sprint `s`, in their order. */
const METRICS_OF = `(SELECT jsonb_agg(jsonb_build_object('metric', m.metric, 'baseline', coalesce(m.baseline, (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY d.value) FROM daily_value d WHERE d.patient_id = s.patient_id AND d.metric = m.metric AND d.state = 'ok' AND d.day >= s.starts_on - 28 AND d.day < s.starts_on)), 'target', m.target) ORDER BY m.position) FROM sprint_metric m WHERE m.sprint_id = s.id)`;

/** The sprint that runs now, else the last one that ended (or the one with this id), with where each metric stands.
 * A baseline that nobody gave is the middle of the 28 days before, as known today. */
export async function findSprint(patientId: string, now: Date, zone: string, id?: string): Promise<SprintView | null> {
  const today = civilDayOf(zone, now.getTime());
  const [row] = await query<SprintRow>(
    `${SPRINT} AND (CASE WHEN $3::uuid IS NULL THEN s.starts_on <= $2 ELSE s.id = $3 END) ORDER BY s.starts_on DESC, s.created_at DESC LIMIT 1`,
    [patientId, today, id ?? null],
  );
  return row ? toView(row, today) : null;
}

/** One that was taken back before it began: as it was, ended. What that answers once, it answers again. */
export async function findTakenBack(
  patientId: string,
  now: Date,
  zone: string,
  id: string,
): Promise<SprintView | null> {
  const [row] = await query<SprintRow>(
    `SELECT b.sprint_id AS id, b.version, b.goal, b.starts_on::text AS "startsOn", b.ends_on::text AS "endsOn", true AS "isEnded", b.metrics,
       (SELECT t.result -> 'metrics' FROM trend t WHERE t.patient_id = b.patient_id) AS trend, NULL AS few
     FROM sprint_before b WHERE b.patient_id = $1 AND b.sprint_id = $2 AND b.became = 'removed'`,
    [patientId, id],
  );
  return row ? { ...toView(row, civilDayOf(zone, now.getTime())), state: 'ended' } : null;
}

/** The next one that has not begun. */
export async function findNextSprint(patientId: string, now: Date, zone: string): Promise<SprintView | null> {
  const today = civilDayOf(zone, now.getTime());
  const [row] = await query<SprintRow>(`${SPRINT} AND s.starts_on > $2 ORDER BY s.starts_on LIMIT 1`, [
    patientId,
    today,
  ]);
  return row ? toView(row, today) : null;
}

/** Values of the sprint `s` in the 14 days up to $2, by metric: as far back as a course looks (`findWindows`). */
const FEW = `(SELECT jsonb_object_agg(f.metric, jsonb_build_object('value', f.value, 'days', f.days)) FROM (
    SELECT d.metric, count(*) AS days, (array_agg(d.value ORDER BY d.day DESC))[1] AS value
    FROM daily_value d JOIN sprint_metric m ON m.sprint_id = s.id AND m.metric = d.metric
    WHERE d.patient_id = s.patient_id AND d.state = 'ok' AND d.day > $2::date - 14 AND d.day <= $2::date GROUP BY d.metric) f)`;

const SPRINT = `SELECT s.id, s.version, s.goal, s.starts_on::text AS "startsOn", s.ends_on::text AS "endsOn",
  s.ended_at IS NOT NULL AS "isEnded", ${METRICS_OF} AS metrics,
  (SELECT t.result -> 'metrics' FROM trend t WHERE t.patient_id = s.patient_id) AS trend, ${FEW} AS few
  FROM sprint s WHERE s.patient_id = $1`;

function toView(row: SprintRow, today: string): SprintView {
  const { trend, few, metrics, ...sprint } = row;
  return {
    ...sprint,
    ...weeksOf(row.startsOn, row.endsOn, today),
    daysLeft: Math.max(0, daysBetween(today, row.endsOn)),
    state: today > row.endsOn ? 'ended' : today < row.startsOn ? 'planned' : 'active',
    metrics: metrics.map((m) => ({
      ...m,
      now: trend?.[m.metric]?.value ?? null,
      few: trend?.[m.metric]?.value == null ? (few?.[m.metric] ?? null) : null,
      course: trend?.[m.metric]?.course ?? 'none',
    })),
  };
}

/** Pauses between sprints that do not end a treatment. */
const SAME_TREATMENT_DAYS = 28;

/** When did the treatment begin that the sprint from `startsOn` goes on with? Sprints that follow one another are one. */
export async function findTreatmentStart(patientId: string, startsOn: string): Promise<string> {
  const earlier = await query<{ startsOn: string; endsOn: string }>(
    `SELECT starts_on::text AS "startsOn", ends_on::text AS "endsOn" FROM sprint WHERE patient_id = $1 AND ends_on < $2 ORDER BY starts_on DESC`,
    [patientId, startsOn],
  );
  return treatmentStart(earlier, startsOn);
}

/** @param earlier - sprints that ended before, the newest first */
export function treatmentStart(
  earlier: readonly { readonly startsOn: string; readonly endsOn: string }[],
  startsOn: string,
): string {
  let since = startsOn;
  for (const sprint of earlier) {
    if (daysBetween(sprint.endsOn, since) > SAME_TREATMENT_DAYS) break;
    since = sprint.startsOn;
  }
  return since;
}

/** A sprint as it was planned, whenever that was. */
export type PlannedSprint = Pick<SprintRow, 'id' | 'startsOn' | 'endsOn' | 'isEnded' | 'metrics'> & {
  readonly weeks: number;
};

/** Every sprint of the patient, the oldest first. Baselines as in `findSprint`. */
export async function findAllSprints(patientId: string): Promise<PlannedSprint[]> {
  const rows = await query<Omit<PlannedSprint, 'weeks'>>(
    `SELECT s.id, s.starts_on::text AS "startsOn", s.ends_on::text AS "endsOn", s.ended_at IS NOT NULL AS "isEnded", ${METRICS_OF} AS metrics
     FROM sprint s WHERE s.patient_id = $1 ORDER BY s.starts_on, s.created_at`,
    [patientId],
  );
  return rows.map((row) => ({ ...row, weeks: Math.ceil((daysBetween(row.startsOn, row.endsOn) + 1) / 7) }));
}

export async function insertSprint(sprint: {
  id: string;
  patientId: string;
  goal: string;
  startsOn: string;
  endsOn: string;
  by: string;
  metrics: readonly { metric: MetricId; baseline: number | null; target: number }[];
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO sprint (clinic_id, id, patient_id, goal, starts_on, ends_on, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (clinic_id, id) DO NOTHING RETURNING id`,
    [currentClinic(), sprint.id, sprint.patientId, sprint.goal, sprint.startsOn, sprint.endsOn, sprint.by],
  );
  if (rows.length === 0) return false;
  for (const [position, m] of sprint.metrics.entries())
    await query(
      'INSERT INTO sprint_metric (clinic_id, sprint_id, metric, position, baseline, target) VALUES ($1, $2, $3, $4, $5, $6)',
      [currentClinic(), sprint.id, m.metric, position, m.baseline, m.target],
    );
  return true;
}

/** Does another sprint of this patient than this one touch these days? */
export async function overlapsSprint(
  patientId: string,
  sprintId: string,
  { startsOn, endsOn }: { readonly startsOn: string; readonly endsOn: string },
): Promise<boolean> {
  const rows = await query(
    'SELECT 1 FROM sprint WHERE patient_id = $1 AND starts_on <= $3 AND ends_on >= $2 AND id <> $4',
    [patientId, startsOn, endsOn, sprintId],
  );
  return rows.length > 0;
}
