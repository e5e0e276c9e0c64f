import type { AuthPool } from '../auth-pool.js';
import { hashSecret } from '../secrets.js';

export interface StoredItem {
  readonly payload: Record<string, unknown>;
  readonly consumedAtS: number | null;
}

/** What a bearer token of an app says. */
export interface BearerFacts {
  readonly clientId: string;
  /** The person in whose name the app acts; null for backend services. */
  readonly personId: string | null;
  readonly grantId: string | null;
  readonly scopes: string;
}

/** Codes, tokens, grants and requests under way of the authorisation server. Their ids are secrets: only hashes are kept. */
export class OAuthItems {
  constructor(private readonly pool: AuthPool) {}

  /** @returns false when it is there already and `once` was asked for */
  async put(
    kind: string,
    id: string,
    item: { payload: object; clientId?: string; grantId?: string; lifeS: number; once?: boolean },
  ): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      `INSERT INTO item (kind, id_hash, payload, client_id, grant_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))
       ON CONFLICT (kind, id_hash) DO UPDATE SET payload = excluded.payload, client_id = excluded.client_id,
         grant_id = excluded.grant_id, expires_at = excluded.expires_at
         WHERE NOT $7 OR item.expires_at <= now()`,
      [
        kind,
        hashSecret(id),
        JSON.stringify(item.payload),
        item.clientId ?? null,
        item.grantId ?? null,
        item.lifeS,
        item.once ?? false,
      ],
    );
    return rowCount === 1;
  }

  async find(kind: string, id: string): Promise<StoredItem | undefined> {
    const { rows } = await this.pool.query<StoredItem>(
      `SELECT payload, extract(epoch FROM consumed_at)::int AS "consumedAtS" FROM item WHERE kind = $1 AND id_hash = $2`,
      [kind, hashSecret(id)],
    );
    return rows[0];
  }

  /** Marks as used; false when somebody did so before. */
  async consume(kind: string, id: string): Promise<boolean> {
    const { rowCount } = await this.pool.query(
      'UPDATE item SET consumed_at = now() WHERE kind = $1 AND id_hash = $2 AND consumed_at IS NULL',
      [kind, hashSecret(id)],
    );
    return rowCount === 1;
  }

  async remove(kind: string, id: string): Promise<void> {
    await this.pool.query('DELETE FROM item WHERE kind = $1 AND id_hash = $2', [kind, hashSecret(id)]);
  }

  async removeOfGrant(kind: string, grantId: string): Promise<void> {
    await this.pool.query('DELETE FROM item WHERE kind = $1 AND grant_id = $2', [kind, grantId]);
  }

  /** Everything that came of these grants ends: codes, tokens, the grants themselves. */
  async endGrants(grantIds: readonly string[]): Promise<void> {
    await this.pool.query('DELETE FROM item WHERE grant_id = ANY($1::text[])', [grantIds]);
  }

  /** Everything of an app ends. */
  async endClient(clientId: string): Promise<void> {
    await this.pool.query('DELETE FROM item WHERE client_id = $1', [clientId]);
  }

  /** Whose is this bearer token? A token whose grant has ended is none, even where it was written a moment later. */
  async findBearer(token: string): Promise<BearerFacts | undefined> {
    const { rows } = await this.pool.query<BearerFacts>(
      `SELECT t.client_id AS "clientId", t.payload->>'accountId' AS "personId", t.grant_id AS "grantId",
         coalesce(t.payload->>'scope', '') AS scopes
       FROM item t WHERE t.kind IN ('AccessToken', 'ClientCredentials') AND t.id_hash = $1 AND t.expires_at > now()
         AND (t.kind = 'ClientCredentials'
           OR EXISTS (SELECT 1 FROM item g WHERE g.kind = 'Grant' AND g.grant_id = t.grant_id AND g.expires_at > now()))`,
      [hashSecret(token)],
    );
    return rows[0];
  }

  /** Used codes and tokens stay a day past their end, so that whoever shows one again is noticed. */
  async sweep(): Promise<void> {
    await this.pool.query(
      `DELETE FROM item WHERE (kind, id_hash) IN
         (SELECT kind, id_hash FROM item WHERE expires_at < now() - interval '1 day' LIMIT 10000)`,
    );
  }
}
