import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.js';
import { StartError } from '../config/config.errors.js';
import { connectAsOwner } from './roles.js';

const SAME_SETTINGS = 'give this command the settings that the server was started with';

/**
 * Has a Stepwell made its database where these settings point? Starts nothing and makes nothing.
 *
 * @throws StartError saying where we looked, and the setting that points elsewhere
 */
export async function assertDatabaseThere({ databaseUrl, dataDir }: Config): Promise<void> {
  if (databaseUrl === undefined) {
    if (!existsSync(join(dataDir, 'postgres', 'data', 'PG_VERSION')))
      throw new StartError(
        `There is no Stepwell database in ${dataDir}: ${SAME_SETTINGS} (STEPWELL_DATA_DIR, or DATABASE_URL), or start Stepwell first.`,
      );
    return;
  }
  const client = await connectAsOwner(databaseUrl);
  try {
    const { rows } = await client.query<{ made: boolean }>("SELECT to_regclass('migration') IS NOT NULL AS made");
    if (!rows[0]?.made)
      throw new StartError(
        `There is nothing of Stepwell in the database of DATABASE_URL: ${SAME_SETTINGS} (DATABASE_URL, or STEPWELL_DATA_DIR), or start Stepwell first.`,
      );
  } finally {
    await client.end();
  }
}
