import { DataSource } from 'typeorm';
import { prepareRoles } from './roles.js';
import { MIGRATIONS } from './migrations/index.js';

/**
 * Brings a database up to date as its owner: roles first, then migrations in one transaction, one node at a time.
 *
 * @returns names of the migrations that ran
 * @throws StartError when the database cannot be reached or used
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  await prepareRoles(ownerUrl);
  const source = new DataSource({
    type: 'postgres',
    url: ownerUrl,
    migrations: MIGRATIONS,
    migrationsTableName: 'migration',
  });
  await source.initialize();
  try {
    await source.query('SELECT pg_advisory_lock(731002)');
    const ran = await source.runMigrations({ transaction: 'all' });
    return ran.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}
