import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getMigrations } from 'better-auth/db/migration';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { freshDatabase, type TestDatabase } from '../../../test/support/database.js';
import { signInOptions } from '../auth/sign-in-options.js';
import { migrate } from './migrate.js';
import { MIGRATIONS } from './migrations/index.js';
import { urlFor } from './roles.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
}, 60_000);
afterAll(() => database?.drop());

describe('migrations', () => {
  it('have nothing left to do on a copy of the template, however often and from however many nodes at once', async () => {
    await expect(Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl)])).resolves.toEqual([[], []]);
  });

  it('give better-auth every table and column it wants', async () => {
    const pool = new pg.Pool({
      connectionString: urlFor('stepwell_auth', database.ownerUrl),
      options: '-c search_path=auth',
      max: 1,
    });
    try {
      const { toBeCreated, toBeAdded } = await getMigrations(
        signInOptions(pool, 'a secret only for this test, 32 characters', 'http://localhost', ['http://localhost']),
      );
      expect(toBeCreated).toEqual([]);
      expect(toBeAdded).toEqual([]);
    } finally {
      await pool.end();
    }
  });

  it('go down to nothing and up again', async () => {
    const source = new DataSource({
      type: 'postgres',
      url: database.ownerUrl,
      migrations: MIGRATIONS,
      migrationsTableName: 'migration',
    });
    await source.initialize();
    try {
      const tables = () =>
        database.asOwner<{ n: number }>(
          `SELECT count(*)::int AS n FROM pg_tables WHERE schemaname IN ('public', 'auth') AND tablename <> 'migration'`,
        );
      const [full] = await tables();
      for (let i = 0; i < MIGRATIONS.length; i++) await source.undoLastMigration({ transaction: 'all' });
      expect(await tables()).toEqual([{ n: 0 }]);
      await source.runMigrations({ transaction: 'all' });
      expect(await tables()).toEqual([full]);
    } finally {
      await source.destroy();
    }
  });
});

describe('a database that cannot be used', () => {
  const broken = (change: (url: URL) => void) => {
    const url = new URL(database.ownerUrl);
    url.searchParams.delete('host');
    change(url);
    return url.href;
  };

  it.each<[string, (url: URL) => void, RegExp]>([
    [
      'nothing answers',
      (url) => (url.port = '1'),
      /^DATABASE_URL: nothing answers at 127\.0\.0\.1:1; is PostgreSQL running there\?$/,
    ],
    [
      'no socket where it should be',
      (url) => url.searchParams.set('host', '/nowhere'),
      /^DATABASE_URL: nothing answers at \/nowhere:\d+; is PostgreSQL running there\?$/,
    ],
    [
      'a wrong password',
      (url) => (url.password = 'wrong'),
      /^DATABASE_URL: PostgreSQL at .* refuses this user or password\.$/,
    ],
    [
      'no such database',
      (url) => (url.pathname = '/nowhere'),
      /^DATABASE_URL: there is no database nowhere at .*; create it first\.$/,
    ],
    [
      'an unknown host',
      (url) => (url.hostname = 'no-such-host.invalid'),
      /^DATABASE_URL: the host no-such-host\.invalid is not known\.$/,
    ],
  ])('%s: one sentence', async (_name, change, sentence) => {
    await expect(migrate(broken(change))).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(sentence),
    });
  });

  it('an owner who may not create roles: one sentence', async () => {
    const asApp = urlFor('stepwell_app', database.ownerUrl);
    await expect(migrate(asApp)).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(
        /^DATABASE_URL: this user may not make or change the roles .*: grant it CREATEROLE/,
      ),
    });
  });
});
