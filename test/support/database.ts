import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { TEMPLATE, withDatabase } from './database-url.js';

export interface TestDatabase {
  /** Connects as the owner of everything; `Database.open` and `openSurroundings` take it. */
  readonly ownerUrl: string;
  /** Runs a statement as the owner. Forced row-level security does not bind it: it is a superuser here. For looking, not for preparing. */
  readonly asOwner: <Row extends object>(sql: string, parameters?: unknown[]) => Promise<Row[]>;
  readonly drop: () => Promise<void>;
}

/** URL of the run's PostgreSQL, as the owner. */
export function testServerUrl(): string {
  const url = process.env['STEPWELL_TEST_PG'];
  if (!url) throw new Error('No test database: run through jest (projects integration or e2e), which starts one.');
  return url;
}

/** A migrated, empty database of its own, copied from the template (about 50 ms). */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `t_${randomBytes(8).toString('hex')}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE}`);
  const ownerUrl = withDatabase(testServerUrl(), name);
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 });
  // A connection that is just closing may still hear that its database goes.
  owner.on('error', () => undefined);
  return {
    ownerUrl,
    asOwner: async <Row extends object>(sql: string, parameters: unknown[] = []) =>
      (await owner.query<Row>(sql, parameters)).rows,
    drop: async () => {
      await owner.end();
      await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function onServer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
