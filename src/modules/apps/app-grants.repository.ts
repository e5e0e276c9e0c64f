import { currentClinic, query } from '../../platform/database/database.js';

export interface GrantRow {
  readonly id: string;
  readonly appName: string;
  readonly personId: string;
  readonly personName: string;
  readonly patientName: string | null;
  readonly scopes: string;
  readonly createdAt: Date;
}

const SELECT = `SELECT g.id, a.name AS "appName", g.person_id AS "personId", p.name AS "personName", g.scopes, g.created_at AS "createdAt",
    CASE WHEN pt.id IS NOT NULL THEN pt.given_name || ' ' || pt.family_name END AS "patientName"
  FROM app_grant g JOIN app a ON a.id = g.app_id JOIN person p ON p.id = g.person_id LEFT JOIN patient pt ON pt.id = g.patient_id
  WHERE g.ended_at IS NULL`;

export const findGrantsOfApp = (appId: string) =>
  query<GrantRow>(`${SELECT} AND g.app_id = $1 ORDER BY g.created_at DESC LIMIT 1000`, [appId]);

export const findGrantsOfPerson = (personId: string) =>
  query<GrantRow>(`${SELECT} AND g.person_id = $1 ORDER BY g.created_at DESC LIMIT 1000`, [personId]);

export async function insertGrant(grant: {
  id: string;
  appId: string;
  personId: string;
  patientId: string | null;
  scopes: string;
}): Promise<void> {
  await query(
    'INSERT INTO app_grant (clinic_id, id, app_id, person_id, patient_id, scopes) VALUES ($1, $2, $3, $4, $5, $6)',
    [currentClinic(), grant.id, grant.appId, grant.personId, grant.patientId, grant.scopes],
  );
}

/** Ends grants that are open. @returns their ids */
export async function endGrants(
  which: { id?: string; appId?: string; personId?: string },
  endedBy: string,
): Promise<string[]> {
  const rows = await query<{ id: string }>(
    `UPDATE app_grant SET ended_at = now(), ended_by = $1 WHERE ended_at IS NULL AND ($2::text IS NULL OR id = $2)
       AND ($3::uuid IS NULL OR app_id = $3) AND ($4::uuid IS NULL OR person_id = $4) RETURNING id`,
    [endedBy, which.id ?? null, which.appId ?? null, which.personId ?? null],
  );
  return rows.map(({ id }) => id);
}

/** The caller must have named the grant to the database: the authorisation server knows no clinic. */
export async function findGrantPlace(id: string): Promise<{ clinicId: string; patientId: string | null } | undefined> {
  const [row] = await query<{ clinicId: string; patientId: string | null }>(
    'SELECT clinic_id AS "clinicId", patient_id AS "patientId" FROM app_grant WHERE id = $1',
    [id],
  );
  return row;
}
