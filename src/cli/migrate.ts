import { loadConfig } from '../platform/config/config.js';
import type { OpenDatabase } from './open-database.js';

export async function migrateCommand(open: OpenDatabase): Promise<void> {
  const surroundings = await open(loadConfig(process.env), console.log);
  await surroundings.close();
  console.log('The database is up to date.');
}
