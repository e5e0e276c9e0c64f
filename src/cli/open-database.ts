import type { Config } from '../platform/config/config.js';
import type { OpenSurroundings } from '../platform/surroundings.js';

/** How a command reaches the database. */
export type OpenDatabase = (config: Config, say?: (step: string) => void) => Promise<OpenSurroundings>;

/**
 * A command with the wrong settings must not make a second, empty Stepwell that it then finds nothing in: only those that
 * are declared to make a database may.
 */
export function databaseFor(command: { readonly makesDatabase: boolean }): OpenDatabase {
  return async (config, say) => {
    const { assertDatabaseThere } = await import('../platform/database/database-there.js');
    if (!command.makesDatabase) await assertDatabaseThere(config);
    const { openSurroundings } = await import('../platform/surroundings.js');
    return openSurroundings(config, say);
  };
}
