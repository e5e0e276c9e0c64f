import type { Caller } from '../../../platform/auth/caller.js';
import { patientFilter } from '../../../platform/auth/compartment.js';
import { query } from '../../../platform/database/database.js';
import type { Sentence } from '../worklist/sentence.js';

export interface NoticeRow {
  readonly id: string;
  readonly patientSentence: Sentence;
  readonly since: string;
  readonly raisedAt: Date;
  readonly state: 'open' | 'seen' | 'closed';
  readonly answers: { at: string; answer: string; words: string | null }[];
}

/** How long a patient finds again what is over. */
const CLOSED_DAYS = 28;

/** What the patient is told, the newest first. */
export function findNotices(patientId: string): Promise<NoticeRow[]> {
  return query<NoticeRow>(
    `SELECT a.id, a.patient_sentence AS "patientSentence", a.since::text, a.raised_at AS "raisedAt",
       CASE a.state WHEN 'open' THEN 'open' WHEN 'resolved' THEN 'closed' ELSE 'seen' END AS state,
       coalesce((SELECT jsonb_agg(jsonb_build_object('at', e.at, 'answer', e.detail ->> 'answer', 'words', e.note) ORDER BY e.id)
         FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'answered'), '[]') AS answers
     FROM alert a WHERE a.patient_id = $1 AND a.patient_sentence IS NOT NULL
       AND (a.state <> 'resolved' OR a.resolved_at > now() - make_interval(days => ${CLOSED_DAYS}))
     ORDER BY a.raised_at DESC, a.id LIMIT 100`,
    [patientId],
  );
}

/** Whom an alert is about, if the caller may answer for them and the patient is told of it. */
export async function findAnswerable(caller: Caller, alertId: string): Promise<string | undefined> {
  const filter = patientFilter(caller, 'a.patient_id', 2);
  const [row] = await query<{ patientId: string }>(
    `SELECT a.patient_id AS "patientId" FROM alert a WHERE a.id = $1 AND a.patient_sentence IS NOT NULL AND ${filter.sql}`,
    [alertId, ...filter.parameters],
  );
  return row?.patientId;
}
