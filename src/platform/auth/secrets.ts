import { hash, randomBytes } from 'node:crypto';

/** A bearer secret (256 random bits) and the hash that is stored in its place. */
export function newSecret(prefix: string): { secret: string; hash: string } {
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: hashSecret(secret) };
}

/** SHA-256 is enough for secrets that are random and long; passwords go through better-auth. */
export const hashSecret = (secret: string) => hash('sha256', secret);
