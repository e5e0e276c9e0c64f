import { hkdfSync } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';

/** A key for one purpose, derived from the owner's password: every node finds the same one, and a dump of the database has none. */
export function deriveKey(ownerUrl: string, purpose: string): Uint8Array {
  const password = decodeURIComponent(new URL(ownerUrl).password);
  return new Uint8Array(hkdfSync('sha256', password, '', `stepwell/${purpose}`, 32));
}

/** JSON as a JWE (direct, A256GCM). */
export function seal(key: Uint8Array, value: object): Promise<string> {
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(value)))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(key);
}

/** What was sealed; undefined when the key is another one: the owner's password has changed. */
export async function unseal(key: Uint8Array, sealed: string): Promise<object | undefined> {
  try {
    const { plaintext } = await compactDecrypt(sealed, key);
    return JSON.parse(new TextDecoder().decode(plaintext)) as object;
  } catch {
    return undefined;
  }
}
