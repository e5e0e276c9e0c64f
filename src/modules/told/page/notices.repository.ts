import type { MetricId } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { patientFilter } from '../../../platform/auth/compartment.js';
import { delegationLive } from '../../../platform/auth/consent-condition.js';
import { query } from '../../../platform/database/database.js';
import { ACTED_ON, eventStands, type Kind } from '../../alerts/index.js';
import { METRIC } from '../tellings/hearing.repository.js';

/** How long a patient finds again what is over. */
const CLOSED_DAYS = 28;

export interface NoticeRow {
  readonly id: string;
  readonly kind: Kind;
  readonly metric: MetricId | null;
  readonly patientSentence: { key: string; facts: Record<string, string | number | boolean | null> };
  readonly since: string;
  readonly toldAt: Date;
  readonly state: 'open' | 'looking' | 'spoken' | 'mistaken' | 'gone';
  readonly answers: {
    id: string;
    at: string;
    by: 'patient' | 'caregiver';
    personId: string;
    answer: string;
    words: string | null;
  }[];
}

/** Somebody of the team has been in touch about it. */
const SPOKEN = `('${ACTED_ON.join("','")}')`;

/** It got worse after somebody looked: what a discipline was handed waits for another look. */
const WORSE_SINCE = `EXISTS (SELECT 1 FROM telling n WHERE n.alert_id = a.id AND n.made_at > a.state_since)`;

/** Released to somebody; of alerts from before anybody was told in turn there are no tellings: they are shown as they stand. */
export const SHOWN = `(EXISTS (SELECT 1 FROM telling r WHERE r.alert_id = a.id AND r.released_at IS NOT NULL)
  OR NOT EXISTS (SELECT 1 FROM telling n WHERE n.alert_id = a.id))`;

/** What the patient may read by now, in the sentence it was told with, the newest first. */
export function findNotices(patientId: string): Promise<NoticeRow[]> {
  return query<NoticeRow>(
    `SELECT a.id, a.kind, ${METRIC}, coalesce(t.sentence, a.patient_sentence) AS "patientSentence", a.since::text,
       coalesce(t.released_at, a.raised_at) AS "toldAt",
       CASE WHEN a.state = 'open' OR (a.state <> 'resolved' AND ${WORSE_SINCE}) THEN 'open' WHEN a.state <> 'resolved' THEN 'looking' WHEN a.outcome IN ${SPOKEN} THEN 'spoken' WHEN a.outcome = 'data-problem' THEN 'mistaken' ELSE 'gone' END AS state,
       coalesce((SELECT jsonb_agg(jsonb_build_object('id', coalesce(e.client_id::text, e.id::text), 'at', e.at, 'by', coalesce(e.detail ->> 'by', 'patient'),
           'personId', e.person_id, 'answer', e.detail ->> 'answer', 'words', e.note) ORDER BY e.id)
         FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'answered' AND ${eventStands('e')}), '[]') AS answers
     FROM alert a LEFT JOIN LATERAL (
       SELECT r.sentence, r.released_at FROM telling r WHERE r.alert_id = a.id AND r.released_at IS NOT NULL ORDER BY r.released_at DESC, r.id DESC LIMIT 1) t ON true
     WHERE a.patient_id = $1 AND a.patient_sentence IS NOT NULL
       AND ${SHOWN}
       AND (a.state <> 'resolved' OR a.resolved_at > now() - make_interval(days => ${CLOSED_DAYS}))
     ORDER BY "toldAt" DESC, a.id LIMIT 100`,
    [patientId],
  );
}

/** What this caregiver was granted of this patient; empty: nothing any more. */
export async function findGranted(personId: string | null, patientId: string): Promise<string[]> {
  const [row] = await query<{ categories: string[] }>(
    `SELECT d.categories FROM delegation d WHERE d.patient_id = $1 AND d.person_id = $2 AND ${delegationLive('d')}`,
    [patientId, personId],
  );
  return row?.categories ?? [];
}

/** Whom an alert is about, if the caller may answer for them and the patient is told of it. */
export async function findAnswerable(
  caller: Caller,
  alertId: string,
): Promise<{ patientId: string; kind: Kind; metric: MetricId | null } | undefined> {
  const filter = patientFilter(caller, 'a.patient_id', 2);
  const [row] = await query<{ patientId: string; kind: Kind; metric: MetricId | null }>(
    `SELECT a.patient_id AS "patientId", a.kind, ${METRIC} FROM alert a WHERE a.id = $1 AND a.patient_sentence IS NOT NULL AND ${SHOWN} AND ${filter.sql}`,
    [alertId, ...filter.parameters],
  );
  return row;
}

/** The caller's own answer, by the id that the client gave it. */
export async function findAnswer(
  alertId: string,
  clientId: string,
  personId: string | null,
): Promise<number | undefined> {
  const [row] = await query<{ id: string }>(
    `SELECT id FROM alert_event WHERE alert_id = $1 AND client_id = $2 AND person_id = $3 AND kind = 'answered'`,
    [alertId, clientId, personId],
  );
  return row && Number(row.id);
}

/** The newest answer of a patient that somebody has to be called about, while that is not dealt with. */
export async function findRedFlag(patientId: string): Promise<string | undefined> {
  const [row] = await query<{ flag: string }>(
    `SELECT evidence ->> 'flag' AS flag FROM alert WHERE patient_id = $1 AND kind = 'red-flag' AND state <> 'resolved'
     ORDER BY raised_at DESC LIMIT 1`,
    [patientId],
  );
  return row?.flag;
}
