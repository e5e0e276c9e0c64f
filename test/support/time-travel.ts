import { Clock } from '../../src/platform/clock/clock.js';
import type { TestApp } from './app.js';
import { freshDatabase, type TestDatabase } from './database.js';

/**
 * A database whose now() can be set: another function of that name comes first on the search path of every connection
 * opened from now on. Columns filled by default follow it. Open the app after this.
 */
export async function timeTravelDatabase(): Promise<TestDatabase> {
  const database = await freshDatabase();
  const [row] = await database.asOwner<{ name: string }>('SELECT current_database() AS name');
  for (const sql of [
    `CREATE SCHEMA travel`,
    `CREATE TABLE travel.journey (away interval NOT NULL)`,
    `INSERT INTO travel.journey VALUES ('0')`,
    `CREATE FUNCTION travel.now() RETURNS timestamptz STABLE LANGUAGE sql AS 'SELECT pg_catalog.now() + away FROM travel.journey'`,
    `CREATE FUNCTION travel.clock_timestamp() RETURNS timestamptz VOLATILE LANGUAGE sql AS 'SELECT pg_catalog.clock_timestamp() + away FROM travel.journey'`,
    `GRANT USAGE ON SCHEMA travel TO PUBLIC`,
    `GRANT SELECT ON travel.journey TO PUBLIC`,
    // Not the owner's: what migrates must find the real one.
    ...['stepwell_app', 'stepwell_worker'].map(
      (role) => `ALTER ROLE ${role} IN DATABASE ${row!.name} SET search_path = travel, pg_catalog, public`,
    ),
  ])
    await database.asOwner(sql);
  const columns = await database.asOwner<{ sql: string }>(
    `SELECT format('ALTER TABLE %I ALTER %I SET DEFAULT travel.%s', table_name, column_name, column_default) AS sql
     FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND column_default IN ('now()', 'clock_timestamp()')`,
  );
  for (const { sql } of columns) await database.asOwner(sql);
  return database;
}

/** It is this moment now, for the database and for every node handed in; time goes on from there. */
export async function travelTo(iso: string, ...nodes: readonly TestApp[]): Promise<void> {
  const [app] = nodes;
  await app!.database.asOwner(`UPDATE travel.journey SET away = $1::timestamptz - pg_catalog.now()`, [iso]);
  const awayMs = Date.parse(iso) - Date.now();
  for (const node of nodes) node.nest.get(Clock).now = () => new Date(Date.now() + awayMs);
}
