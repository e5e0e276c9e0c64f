import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../src/platform/database/migrations/index.js';
import { testServerUrl } from './database.js';
import { withDatabase } from './database-url.js';

/** A database of its own that goes back to an older version and forward again. */
export interface OlderDatabase {
  /** As a superuser, whom no policy binds: for looking, and for writing what older versions wrote. */
  readonly asSuper: <Row extends object>(sql: string, parameters?: unknown[]) => Promise<Row[]>;
  readonly goBackTo: (migration: string) => Promise<void>;
  /** To what was there before this one. */
  readonly goBackBefore: (migration: (typeof MIGRATIONS)[number]) => Promise<void>;
  readonly goForward: () => Promise<void>;
  readonly drop: () => Promise<void>;
}

/** Its owner is one that clinics have: bound by the policies. */
export async function openOlderDatabase(): Promise<OlderDatabase> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  const role = `owner_${name}`;
  const server = new pg.Client({ connectionString: testServerUrl() });
  await server.connect();
  await server.query(`CREATE ROLE ${role} LOGIN PASSWORD 'plain'`);
  await server.query(`CREATE DATABASE ${name} OWNER ${role}`);
  const url = withDatabase(testServerUrl(), name);
  const look = new pg.Client({ connectionString: url });
  await look.connect();
  const plain = new URL(url);
  plain.username = role;
  plain.password = 'plain';
  const owner = new DataSource({
    type: 'postgres',
    url: plain.href,
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
  });
  await owner.initialize();
  await owner.runMigrations({ transaction: 'all' });
  const asSuper = async <Row extends object>(sql: string, parameters: unknown[] = []) =>
    (await look.query<Row>(sql, parameters)).rows;
  const goBackTo = async (migration: string) => {
    for (;;) {
      const [last] = await asSuper<{ name: string }>('SELECT name FROM migration ORDER BY id DESC LIMIT 1');
      if (last!.name === migration) return;
      await owner.undoLastMigration({ transaction: 'all' });
    }
  };
  return {
    asSuper,
    goBackTo,
    goBackBefore: (migration) => goBackTo(MIGRATIONS[MIGRATIONS.indexOf(migration) - 1]!.name),
    goForward: async () => {
      await owner.runMigrations({ transaction: 'all' });
    },
    drop: async () => {
      await owner.destroy();
      await look.end();
      await server.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await server.query(`DROP ROLE ${role}`);
      await server.end();
    },
  };
}
