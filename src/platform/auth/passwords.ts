import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { verifyPassword as verifyScrypt } from 'better-auth/crypto';

/** Argon2id; the package's enum exists only in its types. */
const ARGON2ID = 2 as Algorithm.Argon2id;
/** OWASP's first choice for argon2id (Password Storage Cheat Sheet): 19 MiB, two passes, one lane; 50 ms here. */
const COST = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
const CURRENT = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

/** One spelling of letters that keyboards compose in two ways. */
const spelt = (password: string) => password.normalize('NFKC');

export const hashPassword = (password: string): Promise<string> => hash(spelt(password), COST);

/** Is this the password behind the hash? Knows ours, and scrypt from before (`salt:key`, hexadecimal). */
export function verifyPassword(stored: { hash: string; password: string }): Promise<boolean> {
  return stored.hash.startsWith('$argon2') ? verify(stored.hash, spelt(stored.password)) : verifyScrypt(stored);
}

/** Was it made by other means or at a lower cost than today's? Then it is made anew when the password is next seen. */
export const isOutdated = (stored: string): boolean => !stored.startsWith(CURRENT);
