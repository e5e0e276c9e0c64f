import { currentClinic, query } from '../../platform/database/database.js';
import type { App } from './app.js';

export interface AppRow extends App {
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
  readonly grants: number;
}

const COLUMNS = `id, clinic_id AS "clinicId", client_id AS "clientId", name, kind, redirect_uris AS "redirectUris", scopes,
  shares_for AS "sharesFor", secret_hash AS "secretHash", jwks, jwks_uri AS "jwksUri"`;

/** For the authorisation server, which knows no clinic yet: the caller must have named the client id to the database. */
export async function findAppByClientId(clientId: string): Promise<App | undefined> {
  const [row] = await query<App>(`SELECT ${COLUMNS} FROM app WHERE client_id = $1 AND revoked_at IS NULL`, [clientId]);
  return row;
}

export function findApps(): Promise<AppRow[]> {
  return query<AppRow>(
    `SELECT ${COLUMNS}, created_at AS "createdAt", revoked_at AS "revokedAt",
       (SELECT count(*)::int FROM app_grant g WHERE g.app_id = app.id AND g.ended_at IS NULL) AS grants
     FROM app ORDER BY revoked_at IS NOT NULL, name, id`,
  );
}

/** @returns false when there is an app with this id already */
export async function insertApp(app: App & { createdBy: string }): Promise<boolean> {
  const rows = await query(
    `INSERT INTO app (clinic_id, id, client_id, name, kind, redirect_uris, scopes, secret_hash, jwks, jwks_uri, created_by, shares_for)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING id`,
    [
      currentClinic(),
      app.id,
      app.clientId,
      app.name,
      app.kind,
      app.redirectUris,
      app.scopes,
      app.secretHash,
      app.jwks && JSON.stringify(app.jwks),
      app.jwksUri,
      app.createdBy,
      app.sharesFor,
    ],
  );
  return rows.length === 1;
}

export async function findApp(id: string): Promise<App | undefined> {
  const [row] = await query<App>(`SELECT ${COLUMNS} FROM app WHERE id = $1 AND revoked_at IS NULL`, [id]);
  return row;
}

export async function updateProof(id: string, proof: Pick<App, 'secretHash' | 'jwks' | 'jwksUri'>): Promise<void> {
  await query('UPDATE app SET secret_hash = $2, jwks = $3, jwks_uri = $4 WHERE id = $1', [
    id,
    proof.secretHash,
    proof.jwks && JSON.stringify(proof.jwks),
    proof.jwksUri,
  ]);
}

export async function revokeApp(id: string): Promise<void> {
  await query('UPDATE app SET revoked_at = now() WHERE id = $1 AND revoked_at IS NULL', [id]);
}

/** An active member of the clinic, with the patient that person is there. */
export async function findMember(personId: string): Promise<{ patientId: string | null } | undefined> {
  const [row] = await query<{ patientId: string | null }>(
    `SELECT CASE m.role WHEN 'patient' THEN p.id END AS "patientId"
     FROM membership m LEFT JOIN patient p USING (clinic_id, person_id) WHERE m.person_id = $1 AND m.active`,
    [personId],
  );
  return row;
}
