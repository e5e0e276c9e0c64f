import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { z } from 'zod';

/** Where a clinic's chain had come to, signed: kept outside the database, it shows when the end was cut off or written anew. */
export const Checkpoint = z.strictObject({
  v: z.literal(1),
  clinic: z.uuid(),
  seq: z.number().int().positive(),
  total: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime(),
  /** First half of the SHA-256 of the public key: says whose signature it is. */
  key: z.string().regex(/^[0-9a-f]{32}$/),
  signature: z.base64(),
});
export type Checkpoint = z.output<typeof Checkpoint>;

export type Claim = Pick<Checkpoint, 'clinic' | 'seq' | 'total' | 'hash' | 'at'>;

/** @param key - an Ed25519 private key */
export function signCheckpoint({ clinic, seq, total, hash, at }: Claim, key: KeyObject): Checkpoint {
  const said = { v: 1 as const, clinic, seq, total, hash, at, key: nameOf(key) };
  return { ...said, signature: sign(null, bytesOf(said), key).toString('base64') };
}

/** Was it signed with this key, and not changed since? */
export function isGenuine(checkpoint: Checkpoint, key: KeyObject): boolean {
  const { signature, ...said } = checkpoint;
  return said.key === nameOf(key) && verify(null, bytesOf(said), publicOf(key), Buffer.from(signature, 'base64'));
}

export function nameOf(key: KeyObject): string {
  const spki = publicOf(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex').slice(0, 32);
}

const publicOf = (key: KeyObject) => (key.type === 'public' ? key : createPublicKey(key));

function bytesOf({ v, clinic, seq, total, hash, at, key }: Omit<Checkpoint, 'signature'>): Buffer {
  return Buffer.from(JSON.stringify([v, clinic, seq, total, hash, at, key]));
}
