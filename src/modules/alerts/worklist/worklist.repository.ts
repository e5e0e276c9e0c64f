import type { Caller } from '../../../platform/auth/caller.js';
import { patientFilter } from '../../../platform/auth/compartment.js';
import { query } from '../../../platform/database/database.js';
import type { ConcernDomain, Producer } from '../concerns/concern.js';
import type { Evidence } from '../concerns/evidence.schema.js';
import type { Kind } from '../concerns/kinds.js';
import { eventStands } from '../lifecycle/event-stands.js';
import type { AlertState } from '../lifecycle/alert-lifecycle.js';
import type { Outcome } from '../lifecycle/judge-outcome.js';
import type { Tier } from '../rules/alert-rule.schema.js';
import type { Sentence } from './sentence.js';
import type { Position } from './page-position.js';

export interface AlertRow {
  readonly id: string;
  readonly version: number;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly birthDate: string | null;
  readonly kind: Kind;
  readonly domain: ConcernDomain;
  readonly key: string;
  readonly producer: Producer;
  readonly severity: 1 | 2 | 3;
  readonly tier: Tier;
  readonly state: AlertState;
  readonly stateSince: Date;
  readonly confidence: number | null;
  readonly sentence: Sentence;
  readonly patientSentence: Sentence | null;
  readonly evidence: Evidence;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  readonly discipline: string | null;
  readonly dueAt: Date | null;
  readonly raisedAt: Date;
  readonly updatedAt: Date;
  readonly since: string;
  readonly outcome: Outcome | null;
  readonly absentSince: Date | null;
  readonly clearsAt: Date | null;
  readonly ruleId: number | null;
  readonly seenAt: Date | null;
  readonly snoozedAt: Date | null;
  readonly snoozedUntil: Date | null;
  readonly answer: { answer: string; words: string | null; at: string } | null;
  readonly spark: { day: string; value: number | null }[] | null;
  /** In the clinic's zone. */
  readonly today: string;
  readonly position: Position;
}

/** Of the person $1. A snooze that is over counts as over, also before somebody has noticed. */
const MINE = `LEFT JOIN alert_person mine ON mine.alert_id = a.id AND mine.person_id = $1`;
const SNOOZED = `(mine.snoozed_at IS NOT NULL AND (mine.snoozed_until IS NULL OR mine.snoozed_until > now()))`;

const TODAY = `(SELECT (now() AT TIME ZONE c.time_zone)::date FROM clinic c WHERE c.clinic_id = a.clinic_id)`;

const SELECT = `SELECT a.id, a.version, a.patient_id AS "patientId", p.given_name || ' ' || p.family_name AS "patientName", p.birth_date::text AS "birthDate",
  a.kind, a.domain, a.key, a.producer, a.severity, a.tier, a.state, a.state_since AS "stateSince", a.confidence, a.sentence,
  a.patient_sentence AS "patientSentence", a.evidence, a.owner_id AS "ownerId", o.name AS "ownerName", a.discipline, a.due_at AS "dueAt",
  a.raised_at AS "raisedAt", a.updated_at AS "updatedAt", a.since::text, a.outcome, a.absent_since AS "absentSince", a.clears_at AS "clearsAt",
  a.rule_id::int AS "ruleId", mine.seen_at AS "seenAt",
  CASE WHEN ${SNOOZED} THEN mine.snoozed_at END AS "snoozedAt", CASE WHEN ${SNOOZED} THEN mine.snoozed_until END AS "snoozedUntil",
  (SELECT jsonb_build_object('answer', e.detail ->> 'answer', 'words', e.note, 'at', e.at) FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'answered'
    AND ${eventStands('e')} ORDER BY e.id DESC LIMIT 1) AS answer,
  (SELECT jsonb_agg(jsonb_build_object('day', d.day, 'value', CASE WHEN d.state = 'ok' THEN d.value END) ORDER BY d.day) FROM daily_value d
   WHERE d.patient_id = a.patient_id AND d.metric = a.evidence ->> 'metric' AND d.day > ${TODAY} - 56) AS spark,
  ${TODAY}::text AS today,
  jsonb_build_array(a.tier_rank, a.sort_at::text, a.raised_at::text, a.resolved_at::text, a.id) AS position
  FROM alert a LEFT JOIN patient p ON p.id = a.patient_id LEFT JOIN person o ON o.id = a.owner_id ${MINE}`;

export interface Search {
  readonly state: 'open' | 'resolved';
  readonly mine: boolean;
  /** Of patients whose care team has me. */
  readonly team: boolean;
  readonly patientId?: string | undefined;
  readonly discipline?: string | undefined;
  readonly tier?: string | undefined;
  readonly kind?: string | undefined;
  readonly snoozed: 'without' | 'only' | 'with';
  readonly q?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly after?: Position | undefined;
  readonly limit: number;
}

const IS_MINE = `(a.owner_id = $1 OR (a.owner_id IS NULL AND a.state = 'handed-off' AND a.discipline = $2))`;
const IS_TEAM = `EXISTS (SELECT 1 FROM care_team_now t WHERE t.patient_id = a.patient_id AND t.person_id = $1)`;
const WHERE = `(NOT $3 OR ${IS_MINE}) AND (NOT $4 OR ${IS_TEAM}) AND ($5::uuid IS NULL OR a.patient_id = $5) AND ($6::text IS NULL OR a.discipline = $6)
  AND ($7::text IS NULL OR a.tier = $7) AND ($8::text IS NULL OR a.kind = $8)
  AND CASE $9 WHEN 'only' THEN ${SNOOZED} WHEN 'without' THEN NOT ${SNOOZED} ELSE true END
  AND ($10::text IS NULL OR position(lower($10) IN lower(p.given_name || ' ' || p.family_name)) > 0)
  AND ($17::uuid[] IS NULL OR a.id = ANY($17))`;
/** Pages are cut by what the rows are sorted by, never by number: what is raised or resolved meanwhile moves nothing. */
const ORDER = {
  open: `a.state <> 'resolved' AND ($11::int IS NULL OR (a.tier_rank, a.sort_at, a.raised_at, a.id) > ($11, $12::timestamptz, $13::timestamptz, $15::uuid))
    AND ($14::text IS NULL OR true)`,
  resolved: `a.state = 'resolved' AND ($14::text IS NULL OR (a.resolved_at, a.id) < ($14::timestamptz, $15::uuid))
    AND ($11::int IS NULL OR $12::text IS NOT NULL OR $13::text IS NOT NULL)`,
};
const BY = {
  open: 'a.tier_rank, a.sort_at, a.raised_at, a.id',
  resolved: 'a.resolved_at DESC, a.id DESC',
};

/** Alerts within reach; open ones the most pressing first, resolved ones the newest first. */
export function findAlerts(caller: Caller, search: Search): Promise<AlertRow[]> {
  const filter = patientFilter(caller, 'a.patient_id', 18);
  const { state, after } = search;
  return query<AlertRow>(
    `${SELECT} WHERE ${ORDER[state]} AND ${WHERE} AND ${filter.sql} ORDER BY ${BY[state]} LIMIT $16`,
    [
      caller.personId,
      caller.profession,
      search.mine,
      search.team,
      search.patientId ?? null,
      search.discipline ?? null,
      search.tier ?? null,
      search.kind ?? null,
      search.snoozed,
      search.q || null,
      ...(after ?? [null, null, null, null, null]),
      search.limit,
      search.ids ?? null,
      ...filter.parameters,
    ],
  );
}

export interface Counts {
  readonly mine: number;
  readonly team: number;
  readonly all: number;
  readonly snoozed: number;
  readonly byTier: Readonly<Record<Tier, number>>;
  readonly byDiscipline: Readonly<Record<string, number>>;
  readonly heldBack: number;
}

/** What is open within reach, and what is held back. @param teamIsAll - a coordinator's team is the clinic */
export async function countAlerts(caller: Caller, teamIsAll: boolean): Promise<Counts> {
  const open = patientFilter(caller, 'a.patient_id', 4);
  const held = patientFilter(caller, 's.patient_id', 4);
  const [row] = await query<Counts>(
    `WITH open AS MATERIALIZED (
       SELECT a.tier, a.discipline, ${IS_MINE} AS is_mine, ($3 OR ${IS_TEAM}) AS is_team, ${SNOOZED} AS is_snoozed
       FROM alert a ${MINE} WHERE a.state <> 'resolved' AND ${open.sql}),
     shown AS (SELECT * FROM open WHERE NOT is_snoozed)
     SELECT (SELECT count(*)::int FROM shown WHERE is_mine) AS mine, (SELECT count(*)::int FROM shown WHERE is_team) AS team,
       (SELECT count(*)::int FROM shown) AS all, (SELECT count(*)::int FROM open WHERE is_snoozed) AS snoozed,
       (SELECT jsonb_build_object('now', count(*) FILTER (WHERE tier = 'now'), 'today', count(*) FILTER (WHERE tier = 'today'),
          'week', count(*) FILTER (WHERE tier = 'week'), 'good', count(*) FILTER (WHERE tier = 'good')) FROM shown) AS "byTier",
       (SELECT coalesce(jsonb_object_agg(discipline, n), '{}') FROM (SELECT discipline, count(*) AS n FROM shown WHERE discipline IS NOT NULL GROUP BY 1) d) AS "byDiscipline",
       (SELECT count(*)::int FROM alert_suppression s WHERE s.ended_at IS NULL AND s.person_id IS NULL AND ${held.sql}) AS "heldBack"`,
    [caller.personId, caller.profession, teamIsAll, ...open.parameters],
  );
  return row!;
}

export function findRowsById(ids: readonly string[], personId: string | null): Promise<AlertRow[]> {
  return query<AlertRow>(`${SELECT} WHERE a.id = ANY($2::uuid[])`, [personId, ids]);
}
