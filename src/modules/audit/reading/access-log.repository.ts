import { consentGiven, delegationLive } from '../../../platform/auth/consent-condition.js';
import { currentClinic, query } from '../../../platform/database/database.js';

export interface AccessRow {
  readonly day: string;
  readonly actor: string;
  readonly role: string;
  readonly type: string;
  readonly interaction: string;
  readonly outcome: 'success' | 'denied';
  readonly reason: string | null;
  readonly times: number;
  /** In which it was done, counted from 1970, each once. */
  readonly minutes: readonly number[];
  readonly lastAt: Date;
}

export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly timeZone: string;
}

/**
 * What was done with this patient's data in a span, counted by day, person and kind of act.
 *
 * @param recordIds - all under which the patient is known, see `findRecordIds`
 */
export function findAccess(recordIds: readonly string[], { fromMs, toMs, timeZone }: Span): Promise<AccessRow[]> {
  const columns = 'e.at, e.actor, e.role, e.type, e.interaction, e.outcome, e.reason';
  return query<AccessRow>(
    `SELECT (e.at AT TIME ZONE $5)::date::text AS day, e.actor, e.role, e.type, e.interaction, e.outcome, e.reason,
       count(*)::int AS times,
       array_agg(DISTINCT (extract(epoch FROM e.at) / 60)::int) AS minutes, max(e.at) AS "lastAt"
     FROM (
       SELECT ${columns} FROM audit_event e
       WHERE e.clinic_id = $1 AND e.patient_id = ANY($2::uuid[]) AND e.at >= $3 AND e.at < $4
       UNION ALL
       SELECT ${columns} FROM audit_patient t JOIN audit_event e ON e.clinic_id = t.clinic_id AND e.id = t.audit_id
       WHERE t.clinic_id = $1 AND t.patient_id = ANY($2::uuid[]) AND t.at >= $3 AND t.at < $4) e
     GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1 DESC, max(e.at) DESC`,
    [currentClinic(), recordIds, new Date(fromMs).toISOString(), new Date(toMs).toISOString(), timeZone],
  );
}

/** Was there anything before? */
export async function hasOlder(recordIds: readonly string[], beforeMs: number): Promise<boolean> {
  const [row] = await query<{ older: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM audit_event WHERE clinic_id = $1 AND patient_id = ANY($2::uuid[]) AND at < $3)
       OR EXISTS (SELECT 1 FROM audit_patient WHERE clinic_id = $1 AND patient_id = ANY($2::uuid[]) AND at < $3) AS older`,
    [currentClinic(), recordIds, new Date(beforeMs).toISOString()],
  );
  return row!.older;
}

export interface MayLook {
  readonly name: string;
  readonly role: string;
  readonly profession: string | null;
  readonly categories: string[];
  readonly until: Date | null;
}

/** Everybody whose rights reach this patient now, except the patient. */
export function findWhoMayLook(patientId: string): Promise<MayLook[]> {
  return query<MayLook>(
    `SELECT p.name, m.role, m.profession, '{}'::text[] AS categories, NULL::timestamptz AS until
     FROM membership m JOIN person p ON p.id = m.person_id
     WHERE m.active AND (m.role IN ('coordinator', 'admin') OR (m.role = 'clinician' AND EXISTS (
       SELECT 1 FROM care_team_now t WHERE t.patient_id = $1 AND t.person_id = m.person_id)))
     UNION ALL
     SELECT p.name, m.role, NULL, g.categories, g.until
     FROM delegation g JOIN membership m ON m.person_id = g.person_id AND m.active JOIN person p ON p.id = g.person_id
     WHERE g.patient_id = $1 AND ${delegationLive('g')}
     UNION ALL
     SELECT name, 'system', NULL, '{}', expires_at FROM (
         SELECT name, expires_at, shares_for FROM api_token WHERE revoked_at IS NULL AND expires_at > now()
         UNION ALL SELECT name, NULL, shares_for FROM app WHERE kind = 'backend' AND revoked_at IS NULL) integration
     WHERE CASE shares_for WHEN 'research' THEN ${consentGiven('$1::uuid', 'research')}
         WHEN 'share-primary-care' THEN ${consentGiven('$1::uuid', 'share-primary-care')} ELSE true END
     ORDER BY 2, 1`,
    [patientId],
  );
}

/** Who treats this patient today. */
export async function findTreating(patientId: string): Promise<Set<string>> {
  const rows = await query<{ id: string }>('SELECT person_id AS id FROM care_team_now WHERE patient_id = $1', [
    patientId,
  ]);
  return new Set(rows.map(({ id }) => id));
}

export async function findProfessions(personIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await query<{ id: string; profession: string }>(
    'SELECT person_id AS id, profession FROM membership WHERE person_id = ANY($1::uuid[]) AND profession IS NOT NULL',
    [personIds],
  );
  return new Map(rows.map(({ id, profession }) => [id, profession]));
}
