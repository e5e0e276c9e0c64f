import { randomUUID } from 'node:crypto';
import type { SharingPurpose } from '../platform/auth/consent-condition.js';
import { newSecret } from '../platform/auth/secrets.js';
import { query } from '../platform/database/database.js';
import type { OpenSurroundings } from '../platform/surroundings.js';
import { findClinicBySlug } from './find-clinic.js';

/** A bearer token for an integration; only its hash is kept. */
export async function issueToken(
  { ownerUrl, database }: Pick<OpenSurroundings, 'ownerUrl' | 'database'>,
  token: { clinic: string; scopes: string; name: string; days: number; sharesFor?: SharingPurpose | null },
): Promise<string> {
  const clinicId = await findClinicBySlug(ownerUrl, token.clinic);
  const { secret, hash } = newSecret('swt');
  await database.inClinic(clinicId, () =>
    query(
      `INSERT INTO api_token (clinic_id, id, token_hash, name, scopes, expires_at, shares_for) VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => $6), $7)`,
      [clinicId, randomUUID(), hash, token.name, token.scopes, token.days, token.sharesFor ?? null],
    ),
  );
  return secret;
}
