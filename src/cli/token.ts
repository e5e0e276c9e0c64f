import { randomUUID } from 'node:crypto';
import { newSecret } from '../platform/auth/secrets.js';
import { loadConfig } from '../platform/config/config.js';
import { StartError } from '../platform/config/config.errors.js';
import { query } from '../platform/database/database.js';
import { openSurroundings } from '../platform/surroundings.js';
import { findClinicBySlug } from './find-clinic.js';
import { readOptions } from './options.js';

const SCOPE = /^system\/([A-Za-z]+|\*)\.(?=.)c?r?u?d?s?$/;

/** Prints a bearer token for an integration on the last line; only its hash is kept. */
export async function token(args: string[]): Promise<void> {
  const options = readOptions(args, { clinic: undefined, scopes: undefined, name: 'command line', days: '90' });
  const scopes = options.scopes.trim().split(/\s+/);
  const wrong = scopes.find((scope) => !SCOPE.test(scope));
  if (wrong !== undefined)
    throw new StartError(
      `"${wrong}" is not a scope: write system/<Type or *>.<letters of cruds, in that order>, such as system/Observation.crs.`,
    );
  const days = Number(options.days);
  if (!Number.isInteger(days) || days < 1 || days > 3650) throw new StartError('--days must be 1 to 3650.');
  const surroundings = await openSurroundings(loadConfig(process.env));
  try {
    const clinicId = await findClinicBySlug(surroundings.ownerUrl, options.clinic);
    const { secret, hash } = newSecret('swt');
    await surroundings.database.inClinic(clinicId, () =>
      query(
        `INSERT INTO api_token (clinic_id, id, token_hash, name, scopes, expires_at) VALUES ($1, $2, $3, $4, $5, now() + make_interval(days => $6))`,
        [clinicId, randomUUID(), hash, options.name, scopes.join(' '), days],
      ),
    );
    console.log(secret);
  } finally {
    await surroundings.close();
  }
}
