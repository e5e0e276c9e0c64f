import type { Caller } from '../../../platform/auth/caller.js';
import { patientFilter } from '../../../platform/auth/compartment.js';
import { query } from '../../../platform/database/database.js';
import { type ANSWERS, eventStands, type Kind, type Outcome, type STATES, type TIERS } from '../../alerts/index.js';

export interface WeekAlert {
  readonly id: string;
  readonly patientId: string;
  readonly kind: Kind;
  readonly tier: (typeof TIERS)[number];
  readonly state: (typeof STATES)[number];
  readonly sentence: { key: string; facts: Record<string, string | number | boolean | null> };
  readonly metric: string | null;
  readonly owner: { personId: string; name: string } | null;
  readonly dueAt: Date | null;
  readonly resolvedAt: Date | null;
  readonly outcome: Outcome | null;
  readonly by: string | null;
  readonly note: string | null;
  /** What the patient's side last said to it, by that instant. */
  readonly answer: { readonly answer: (typeof ANSWERS)[number]; readonly words: string | null } | null;
  /** Of the patient at that instant, also those that are left out. */
  readonly openItems: number;
}

/** Of one patient at most so many are looked at. */
const MOST_EACH = 20;

/**
 * Alerts of patients within reach that were raised before `at` and are open, or were resolved since; of each patient the
 * most pressing first.
 */
export function findWeekAlerts(caller: Caller, at: Date, since: Date): Promise<WeekAlert[]> {
  const filter = patientFilter(caller, 'a.patient_id', 3);
  const open = `(a.state <> 'resolved' OR a.resolved_at > $1)`;
  return query<WeekAlert>(
    `SELECT a.id, a.patient_id AS "patientId", a.kind, a.tier, a.state, a.sentence, a.metric, a.due_at AS "dueAt", a.resolved_at AS "resolvedAt", a.outcome,
       CASE WHEN o.id IS NOT NULL THEN jsonb_build_object('personId', o.id, 'name', o.name) END AS owner, d.by, d.note,
       (SELECT jsonb_build_object('answer', e.detail ->> 'answer', 'words', e.note) FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'answered' AND e.at <= $1
          AND ${eventStands('e')} ORDER BY e.id DESC LIMIT 1) AS answer, a.open AS "openItems"
     FROM (SELECT a.*, a.evidence ->> 'metric' AS metric, count(*) FILTER (WHERE ${open}) OVER of_one::int AS open,
             row_number() OVER (PARTITION BY a.patient_id ORDER BY ${open} DESC, a.tier_rank, a.severity DESC, a.sort_at, a.raised_at, a.id) AS n
           FROM alert a WHERE a.patient_id IS NOT NULL AND a.raised_at <= $1
             AND (a.state <> 'resolved' OR (a.state = 'resolved' AND a.resolved_at >= $2)) AND ${filter.sql}
           WINDOW of_one AS (PARTITION BY a.patient_id)) a
     LEFT JOIN person o ON o.id = a.owner_id
     LEFT JOIN LATERAL (SELECT b.name AS by, e.note FROM alert_event e LEFT JOIN person b ON b.id = e.person_id
       WHERE e.alert_id = a.id AND e.kind = 'resolved' ORDER BY e.id DESC LIMIT 1) d ON a.state = 'resolved'
     WHERE a.n <= ${MOST_EACH} ORDER BY a.patient_id, a.n`,
    [at.toISOString(), since.toISOString(), ...filter.parameters],
  );
}
