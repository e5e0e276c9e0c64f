import { openAuthPool, type AuthPool } from '../auth-pool.js';
import { OAuthItems } from './oauth-items.js';
import { OAuthKeys } from './oauth-keys.js';
import { deriveKey } from './seal.js';

/** What the authorisation server for apps keeps: its own schema, through its own small pool. */
export class OAuthStore {
  readonly items: OAuthItems;
  readonly keys: OAuthKeys;
  /** Signs the two cookies of a request under way. */
  readonly cookieKey: string;

  private constructor(
    private readonly pool: AuthPool,
    ownerUrl: string,
  ) {
    this.items = new OAuthItems(pool);
    this.keys = new OAuthKeys(pool, ownerUrl);
    this.cookieKey = Buffer.from(deriveKey(ownerUrl, 'oauth-cookies')).toString('base64url');
  }

  static open(ownerUrl: string): OAuthStore {
    return new OAuthStore(openAuthPool(ownerUrl, 'oauth'), ownerUrl);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
