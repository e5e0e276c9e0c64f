import { query } from '../../../platform/database/database.js';
import { ENDS, eventStands, type Kind, KIND_NAMES, type Outcome } from '../../alerts/index.js';
import type { HeldBack } from '../held-back.js';

export interface Period {
  readonly from: Date;
  /** Not included. */
  readonly to: Date;
}

export interface FiguresRow {
  /** Null: all of them. */
  readonly kind: Kind | null;
  /** Null: all of the kind. */
  readonly domain: string | null;
  readonly scope: 'default' | 'clinic' | 'programme' | 'patient' | null;
  readonly programme: string | null;
  readonly version: number | null;
  readonly fired: number;
  readonly ofPatients: number;
  readonly open: number;
  readonly outcomes: Record<Outcome, number>;
  readonly answered: number;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly snoozed: number;
}

const OUTCOME_COUNTS = `jsonb_build_object(${ENDS.map((one) => `'${one}', count(*) FILTER (WHERE outcome = '${one}')`).join(', ')})`;

/**
 * What was raised in the period and what became of it: in all, by kind, and by kind, domain and the rule that raised it. What
 * was taken back was not done. The clinic's whole books: nothing here names a patient.
 */
export function findFigures({ from, to }: Period): Promise<FiguresRow[]> {
  return query<FiguresRow>(
    `WITH fired AS MATERIALIZED (
       SELECT a.kind, a.domain, coalesce(r.scope, 'default') AS scope, r.programme, CASE WHEN r.scope <> 'patient' THEN r.version END AS version,
         a.patient_id, a.raised_at, a.state, a.outcome, extract(epoch FROM first.at - a.raised_at)::float8 / 60 AS minutes,
         EXISTS (SELECT 1 FROM alert_event s WHERE s.alert_id = a.id AND s.kind = 'snoozed' AND ${eventStands('s')}) AS snoozed
       FROM alert a LEFT JOIN alert_rule r ON r.id = a.rule_id
       LEFT JOIN LATERAL (SELECT min(e.at) AS at FROM alert_event e WHERE e.alert_id = a.id AND e.person_id IS NOT NULL
         AND e.kind IN ('acknowledged', 'handed-off', 'resolved') AND ${eventStands('e')}) first ON true
       WHERE a.raised_at >= $1 AND a.raised_at < $2)
     SELECT kind, domain, scope, programme, version, count(*)::int AS fired, count(patient_id)::int AS "ofPatients",
       count(*) FILTER (WHERE state <> 'resolved')::int AS open, ${OUTCOME_COUNTS} AS outcomes, count(minutes)::int AS answered,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes) AS p50, percentile_cont(0.9) WITHIN GROUP (ORDER BY minutes) AS p90,
       count(*) FILTER (WHERE snoozed)::int AS snoozed
     FROM fired GROUP BY GROUPING SETS ((), (kind), (kind, domain, scope, programme, version))
     ORDER BY kind, fired DESC, domain, scope, programme, version`,
    [from.toISOString(), to.toISOString()],
  );
}

export interface AnswersRow {
  readonly kind: Kind;
  readonly fired: number;
  readonly pending: number;
  readonly untouched: number;
  readonly severest: number;
  readonly outcomes: Record<Outcome, number>;
}

/** Open for so long without anybody who took it: nobody looks. */
const UNTOUCHED_DAYS = 7;
const IS_OLD = `raised_at < now() - interval '${UNTOUCHED_DAYS} days'`;
/** The alert of a record that was merged into another one which had the same: nobody looked at what it says. */
const WAS_DOUBLED = `EXISTS (SELECT 1 FROM patient_merge m WHERE m.state = 'done'
  AND m.moved -> 'closedAlerts' @> jsonb_build_array(jsonb_build_object('id', a.id)))`;

/**
 * What became of the alerts of each kind that were raised in the period by the rule of the clinic that holds for all its
 * patients and domains, or by what Stepwell comes with: another rule's alerts say nothing of this one.
 */
export function findAnswers({ from, to }: Period): Promise<AnswersRow[]> {
  return query<AnswersRow>(
    `SELECT a.kind, count(*)::int AS fired, max(a.severity)::int AS severest,
       count(*) FILTER (WHERE state <> 'resolved' AND (state <> 'open' OR NOT ${IS_OLD}))::int AS pending,
       count(*) FILTER (WHERE state = 'open' AND ${IS_OLD})::int AS untouched, ${OUTCOME_COUNTS} AS outcomes
     FROM alert a LEFT JOIN alert_rule r ON r.id = a.rule_id
     WHERE a.raised_at >= $1 AND a.raised_at < $2 AND (r.id IS NULL OR (r.scope = 'clinic' AND r.domain IS NULL))
       AND NOT (a.outcome IS NOT DISTINCT FROM 'data-problem' AND ${WAS_DOUBLED})
     GROUP BY a.kind ORDER BY fired DESC, a.kind`,
    [from.toISOString(), to.toISOString()],
  );
}

export function countHeldBack({ from, to }: Period) {
  return query<{ kind: Kind; reason: HeldBack; n: number }>(
    `SELECT kind, reason, count(*)::int AS n FROM alert_suppression
     WHERE first_at >= $1 AND first_at < $2 AND person_id IS NULL AND reason <> 'snoozed' GROUP BY kind, reason`,
    [from.toISOString(), to.toISOString()],
  );
}

/** Asked kind by kind: the index has the newest of each at hand. */
export async function findLastFired(): Promise<Map<Kind, Date>> {
  const rows = await query<{ kind: Kind; at: Date | null }>(
    'SELECT k.kind, (SELECT max(a.raised_at) FROM alert a WHERE a.kind = k.kind) AS at FROM unnest($1::text[]) AS k(kind)',
    [KIND_NAMES],
  );
  return new Map(rows.flatMap(({ kind, at }) => (at ? [[kind, at]] : [])));
}

/** Days of patients in the period for which monitoring was agreed to, in parts of days. */
export async function countPatientDays({ from, to }: Period): Promise<number> {
  const [row] = await query<{ days: number }>(
    `SELECT coalesce(sum(extract(epoch FROM least(until, $2::timestamptz) - greatest(since, $1::timestamptz)))::float8, 0) / 86400 AS days FROM (
       SELECT o.status, o.recorded_at AS since,
         least(coalesce(lead(o.recorded_at) OVER (PARTITION BY o.patient_id ORDER BY o.recorded_at), 'infinity'), coalesce(p.transferred_at, 'infinity')) AS until
       FROM consent o JOIN patient p ON p.id = o.patient_id AND p.merged_into IS NULL WHERE o.purpose = 'monitoring') span
     WHERE status = 'given' AND since < $2 AND until > $1`,
    [from.toISOString(), to.toISOString()],
  );
  return row?.days ?? 0;
}
