import { loadConfig } from '../platform/config/config.js';
import { openSurroundings } from '../platform/surroundings.js';

export async function migrateCommand(): Promise<void> {
  const surroundings = await openSurroundings(loadConfig(process.env), console.log);
  await surroundings.close();
  console.log('The database is up to date.');
}
