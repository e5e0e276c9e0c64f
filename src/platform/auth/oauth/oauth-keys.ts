import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { AuthPool } from '../auth-pool.js';
import { decideKeys, ROTATE_AFTER_MS } from './decide-keys.js';
import { deriveKey, seal, unseal } from './seal.js';

interface KeyRow {
  readonly kid: string;
  readonly sealed: string;
  readonly createdAtMs: number;
}

/** The keys that sign ID tokens: the same on every node, sealed in the database, renewed every 90 days. */
export class OAuthKeys {
  private readonly sealing: Uint8Array;

  constructor(
    private readonly pool: AuthPool,
    ownerUrl: string,
  ) {
    this.sealing = deriveKey(ownerUrl, 'oauth-signing-keys');
  }

  /** Private keys to show and sign with, the signing one first. Makes one when it is time. */
  async current(): Promise<JWK[]> {
    const { readable, nowMs } = await this.read();
    const { makeNew, over } = decideKeys(readable, nowMs);
    if (over.length)
      await this.pool.query('DELETE FROM signing_key WHERE kid = ANY($1::text[])', [over.map(({ kid }) => kid)]);
    if (!makeNew) return decideKeys(readable, nowMs).shown.map(({ jwk }) => jwk);
    await this.add(ROTATE_AFTER_MS);
    const again = await this.read();
    return decideKeys(again.readable, again.nowMs).shown.map(({ jwk }) => jwk);
  }

  /** Makes a new key, unless one of the last `unlessYoungerMs` can be read: two nodes may notice at once. */
  async add(unlessYoungerMs = 0): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('BEGIN; SELECT pg_advisory_xact_lock(731021)');
      const { readable, nowMs } = await this.read();
      if (!readable.some((key) => nowMs - key.createdAtMs < unlessYoungerMs)) {
        const { privateKey } = await generateKeyPair('RS256', { extractable: true });
        const jwk = await exportJWK(privateKey);
        const kid = await calculateJwkThumbprint(jwk);
        const sealed = await seal(this.sealing, { ...jwk, kid, alg: 'RS256', use: 'sig' });
        await client.query('INSERT INTO signing_key (kid, sealed) VALUES ($1, $2)', [kid, sealed]);
      }
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK');
      throw error;
    } finally {
      client.release();
    }
  }

  /** For keys that somebody else may have: what they signed is worth nothing from now on. */
  async forgetAll(): Promise<void> {
    await this.pool.query('DELETE FROM signing_key');
  }

  /** Keys that another owner's password sealed are left alone, and not used. */
  private async read() {
    const { rows } = await this.pool.query<KeyRow & { nowMs: number }>(
      `SELECT kid, sealed, extract(epoch FROM created_at)::float8 * 1000 AS "createdAtMs",
         extract(epoch FROM now())::float8 * 1000 AS "nowMs" FROM signing_key`,
    );
    const opened = await Promise.all(
      rows.map(async (row) => ({ ...row, jwk: await unseal(this.sealing, row.sealed) })),
    );
    return {
      readable: opened.flatMap((key) => (key.jwk ? [{ ...key, jwk: key.jwk as JWK }] : [])),
      nowMs: rows[0]?.nowMs ?? Date.now(),
    };
  }
}
