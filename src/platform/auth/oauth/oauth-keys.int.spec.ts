import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freshDatabase, type TestDatabase } from '../../../../test/support/database.js';
import { deriveKey, seal, unseal } from './seal.js';
import { OAuthStore } from './oauth-store.js';

let database: TestDatabase;
const stores: OAuthStore[] = [];
const node = () => {
  const store = OAuthStore.open(database.ownerUrl);
  stores.push(store);
  return store;
};
const age = (kid: string | undefined, days: number) =>
  database.asOwner(`UPDATE oauth.signing_key SET created_at = now() - make_interval(days => $2) WHERE kid = $1`, [
    kid,
    days,
  ]);

beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(async () => {
  await Promise.all(stores.map((store) => store.close()));
  await database?.drop();
});

describe('the signing keys', () => {
  it('are the same on every node, also when all start at once', async () => {
    const all = await Promise.all([node(), node(), node()].map((store) => store.keys.current()));
    expect(new Set(all.map((keys) => keys.map(({ kid }) => kid).join())).size).toBe(1);
    expect(all[0]).toHaveLength(1);
    expect(new Set(stores.map(({ cookieKey }) => cookieKey)).size).toBe(1);
  });

  it('are renewed after 90 days: shown first, then signing, then the old one goes', async () => {
    const { keys } = node();
    const [old] = await keys.current();
    await age(old?.kid, 91);
    const shown = await keys.current();
    expect(shown.map(({ kid }) => kid)).toEqual([old?.kid, expect.any(String)]);
    const next = shown[1]?.kid;
    await age(next, 1);
    expect((await keys.current()).map(({ kid }) => kid)).toEqual([next, old?.kid]);
    await age(next, 3);
    expect((await keys.current()).map(({ kid }) => kid)).toEqual([next]);
  });

  it('lie sealed in the database, and only this owner opens them', async () => {
    const rows = await database.asOwner<{ sealed: string }>('SELECT sealed FROM oauth.signing_key');
    for (const { sealed } of rows) {
      expect(Buffer.from(sealed, 'base64url').toString()).not.toContain('"d"');
      expect(await unseal(deriveKey('postgres://owner:another@h/d', 'oauth-signing-keys'), sealed)).toBeUndefined();
    }
  });

  it('can be thrown away at once', async () => {
    const { keys } = node();
    const [leaked] = await keys.current();
    await keys.forgetAll();
    await keys.add();
    const shown = await keys.current();
    expect(shown.map(({ kid }) => kid)).toEqual([expect.not.stringContaining(String(leaked?.kid))]);
  });

  it('of another password are left alone, and a new one is made', async () => {
    const sealed = await seal(deriveKey('postgres://owner:another@h/d', 'oauth-signing-keys'), { kid: 'old' });
    await database.asOwner('DELETE FROM oauth.signing_key');
    await database.asOwner(`INSERT INTO oauth.signing_key (kid, sealed) VALUES ('old', $1)`, [sealed]);
    const [made] = await node().keys.current();
    expect(made?.kid).not.toBe('old');
  });
});

describe('the schema of apps', () => {
  it('is closed to the roles that serve requests and queues', async () => {
    const rows = await database.asOwner<{ role: string }>(
      `SELECT r.role FROM unnest(ARRAY['stepwell_app', 'stepwell_worker']) AS r(role)
       WHERE has_schema_privilege(r.role, 'oauth', 'USAGE')`,
    );
    expect(rows).toEqual([]);
  });
});
