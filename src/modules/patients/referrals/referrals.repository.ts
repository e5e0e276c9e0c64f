import { currentClinic, query } from '../../../platform/database/database.js';
import type { NewReferral } from './referrals.schema.js';

export interface ReferralRow extends NewReferral {
  readonly state: 'open' | 'accepted' | 'declined';
  readonly receivedAt: Date;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
  readonly reason: string | null;
  readonly patientId: string | null;
}

const SELECT = `SELECT r.id, r.given_name AS "givenName", r.family_name AS "familyName", r.birth_date::text AS "birthDate", r.gender,
  r.email, r.phone, r.language, r.question, r.urgent, r.from_name AS "fromName", r.from_organisation AS "fromOrganisation",
  r.state, r.received_at AS "receivedAt", r.decided_at AS "decidedAt", p.name AS "decidedBy", r.reason, r.patient_id AS "patientId"
  FROM referral r LEFT JOIN person p ON p.id = r.decided_by`;
const MOST_ROWS = 200;

/** Open ones as they should be looked at: urgent first, then the oldest. Others: the last decided first. */
export function findReferrals(state: ReferralRow['state']): Promise<ReferralRow[]> {
  return query<ReferralRow>(
    `${SELECT} WHERE r.state = $1 ORDER BY r.decided_at DESC NULLS LAST, r.urgent DESC, r.received_at, r.id LIMIT ${MOST_ROWS}`,
    [state],
  );
}

export async function lockReferral(id: string): Promise<ReferralRow | undefined> {
  const [row] = await query<ReferralRow>(`${SELECT} WHERE r.id = $1 FOR UPDATE OF r`, [id]);
  return row;
}

/** `other`: there is a referral with this id already, and it says something else. */
export async function insertReferral(r: NewReferral, by: string): Promise<'new' | 'same' | 'other'> {
  const said = [
    currentClinic(),
    r.id,
    r.givenName,
    r.familyName,
    r.birthDate,
    r.gender,
    r.email,
    r.phone,
    r.language,
    r.question,
    r.urgent,
    r.fromName,
    r.fromOrganisation,
  ];
  const rows = await query(
    `INSERT INTO referral (clinic_id, id, given_name, family_name, birth_date, gender, email, phone, language, question, urgent, from_name, from_organisation, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING RETURNING id`,
    [...said, by],
  );
  if (rows.length === 1) return 'new';
  const same = await query(
    `SELECT 1 FROM referral WHERE clinic_id = $1 AND id = $2
       AND (given_name, family_name, birth_date, question, urgent, from_name) = ($3, $4, $5::date, $10, $11, $12)
       AND (gender, email, phone, language, from_organisation) IS NOT DISTINCT FROM ($6::text, $7::text, $8::text, $9::text, $13::text)`,
    said,
  );
  return same.length === 1 ? 'same' : 'other';
}

export async function decideReferral(
  id: string,
  decision: { state: 'accepted' | 'declined'; by: string; reason?: string; patientId?: string },
): Promise<void> {
  await query(
    `UPDATE referral SET state = $2, decided_at = now(), decided_by = $3, reason = $4, patient_id = $5 WHERE id = $1`,
    [id, decision.state, decision.by, decision.reason ?? null, decision.patientId ?? null],
  );
}
