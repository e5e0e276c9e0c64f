import { DEFAULT_RULES, type Kind, type RuleSettings } from '../../alerts/index.js';
import { query } from '../../../platform/database/database.js';
import type { ChainFacts } from './plan-steps.js';

export interface Chain extends ChainFacts {
  readonly alertId: string;
  readonly patientId: string | null;
  readonly discipline: string | null;
  readonly contactId: string | null;
  /** The event that it began with. */
  readonly chain: number;
}

type Row = Omit<Chain, 'steps' | 'startedAtMs' | 'chain' | 'snoozes' | 'answerableIds'> & {
  readonly kind: string;
  readonly settings: RuleSettings | null;
  readonly chain: string;
  readonly startedAt: Date;
  readonly snoozes: { personId: string; until: string | null }[];
  readonly calledIds: string[];
};

/** What begins a chain: it is new, worse, somebody else's, or an act on it was taken back. */
const BEGINS = `(e.kind IN ('raised','worsened','handed-off') OR (e.kind = 'undone' AND NOT EXISTS (
  SELECT 1 FROM alert_event u WHERE u.alert_id = e.alert_id AND u.id = e.undoes AND u.kind = 'snoozed')))`;
/** Who answered for it when event `e` came. */
const ANSWERABLE = `SELECT a.owner_id WHERE a.owner_id IS NOT NULL UNION SELECT p.contact_person_id WHERE p.contact_person_id IS NOT NULL
  UNION SELECT c.person_id FROM escalation_call c WHERE c.alert_id = a.id AND c.called_at <= e.at`;
/** `w`: the end of a pause, by the first to wake from a day when all who answered for it had snoozed it. What interrupts knows no pause. */
const SELECT = `
  SELECT a.id AS "alertId", a.patient_id AS "patientId", a.kind, a.state, a.tier, a.owner_id AS "ownerId", a.discipline,
    p.contact_person_id AS "contactId", r.settings, b.id AS chain, CASE WHEN a.tier = 'now' THEN b.at ELSE greatest(b.at, w.at) END AS "startedAt",
    (SELECT coalesce(json_agg(json_build_object('personId', s.person_id, 'until', s.snoozed_until)), '[]') FROM alert_person s
     WHERE s.alert_id = a.id AND s.snoozed_at IS NOT NULL) AS snoozes,
    (SELECT coalesce(json_agg(c.person_id), '[]') FROM escalation_call c WHERE c.alert_id = a.id) AS "calledIds"
  FROM alert a
  JOIN LATERAL (SELECT e.id, e.at FROM alert_event e WHERE e.alert_id = a.id AND ${BEGINS} ORDER BY e.id DESC LIMIT 1) b ON true
  LEFT JOIN patient p ON p.id = a.patient_id
  LEFT JOIN alert_rule r ON r.id = a.rule_id
  LEFT JOIN LATERAL (
    SELECT e.at FROM alert_event e WHERE e.alert_id = a.id AND e.kind IN ('woken','unsnoozed') AND e.id > b.id
      AND (SELECT s.detail ->> 'until' FROM alert_event s WHERE s.alert_id = a.id AND s.person_id = e.person_id AND s.id < e.id AND s.kind = 'snoozed'
        ORDER BY s.id DESC LIMIT 1) IS NOT NULL
      AND e.person_id IN (${ANSWERABLE}) AND NOT EXISTS (
        SELECT 1 FROM (${ANSWERABLE}) q(id) WHERE q.id <> e.person_id AND coalesce((
          SELECT s.kind FROM alert_event s WHERE s.alert_id = a.id AND s.person_id = q.id AND s.id < e.id
            AND s.kind IN ('snoozed','woken','unsnoozed') ORDER BY s.id DESC LIMIT 1), '') <> 'snoozed')
    ORDER BY e.id DESC LIMIT 1) w ON true`;

/** What decides about an alert's calls; undefined when there is no such alert, or none that can be planned. */
export async function findChain(alertId: string): Promise<Chain | undefined> {
  const [row] = await query<Row>(`${SELECT} WHERE a.id = $1`, [alertId]);
  return row && toChain(row);
}

/**
 * Of all alerts that are with the team, and of those that still have a call due though they are not. `unplannable`: alerts of
 * a kind that has no rule here, a newer node's perhaps. Their calls are left as they are.
 */
export async function findChains(since: Date): Promise<{ chains: Chain[]; unplannable: string[] }> {
  const rows = await query<Row>(
    `${SELECT} WHERE (a.state <> 'resolved' AND b.at >= $1)
       OR EXISTS (SELECT 1 FROM escalation_step s WHERE s.alert_id = a.id AND s.state = 'due')`,
    [since],
  );
  const chains = rows.flatMap((row) => toChain(row) ?? []);
  const planned = new Set(chains.map(({ alertId }) => alertId));
  return { chains, unplannable: rows.map(({ alertId }) => alertId).filter((id) => !planned.has(id)) };
}

function toChain({ kind, settings, startedAt, chain, snoozes, calledIds, ...row }: Row): Chain | undefined {
  const rule = settings ?? (Object.hasOwn(DEFAULT_RULES, kind) ? DEFAULT_RULES[kind as Kind] : undefined);
  if (!rule) return undefined;
  return {
    ...row,
    chain: Number(chain),
    startedAtMs: startedAt.getTime(),
    steps: rule.steps,
    snoozes: snoozes.map(({ personId, until }) => ({ personId, untilMs: until === null ? null : Date.parse(until) })),
    answerableIds: [row.ownerId, row.contactId, ...calledIds].filter((id) => id !== null),
  };
}
