import { type Database, query } from '../database/database.js';
import { deriveKey, seal, unseal } from './oauth/seal.js';

/** Secrets that every node must be able to read again: sealed with a key that a dump of the database does not hold. */
export class SealedKeys {
  constructor(
    private readonly database: Database,
    private readonly ownerUrl: string,
  ) {}

  seal(purpose: string, value: object): Promise<string> {
    return seal(deriveKey(this.ownerUrl, purpose), value);
  }

  /** Undefined when the owner's password has changed since. */
  unseal(purpose: string, sealed: string): Promise<object | undefined> {
    return unseal(deriveKey(this.ownerUrl, purpose), sealed);
  }

  /** The installation's one key for a purpose; made when there is none, or none that can be read. */
  async keyFor<Key extends object>(purpose: string, make: () => Key): Promise<Key> {
    return this.database.outside(async () => {
      await query('SELECT pg_advisory_xact_lock(731042, hashtext($1))', [purpose]);
      const [row] = await query<{ sealed: string }>('SELECT sealed FROM sealed_key WHERE purpose = $1', [purpose]);
      const known = row && (await this.unseal(purpose, row.sealed));
      if (known) return known as Key;
      const made = make();
      await query(
        `INSERT INTO sealed_key (purpose, sealed) VALUES ($1, $2)
         ON CONFLICT (purpose) DO UPDATE SET sealed = excluded.sealed, created_at = now()`,
        [purpose, await this.seal(purpose, made)],
      );
      return made;
    });
  }
}
