import { isStaff } from './auth/is-staff.js';
import { OAuthStore } from './auth/oauth/oauth-store.js';
import { SealedKeys } from './auth/sealed-keys.js';
import { SignIn } from './auth/sign-in.js';
import type { Config } from './config/config.js';
import { Database } from './database/database.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { keepAlive } from './database/keep-alive.js';
import { migrate } from './database/migrate.js';
import { WorkerDatabase } from './database/worker-database.js';
import type { Surroundings } from './platform.module.js';

export interface OpenSurroundings extends Surroundings {
  readonly ownerUrl: string;
  readonly embedded: boolean;
  /** From now on an embedded database that has died is started again. For servers; a command ends soon anyway. */
  readonly keepDatabaseAlive: () => void;
  /** Closes what was opened; stops the embedded database only where this process started it, or when told to. */
  readonly close: (options?: { stopDatabase?: boolean }) => Promise<void>;
}

/**
 * Opens everything the app stands on: the database (embedded unless DATABASE_URL), brought up to date, and the pools.
 *
 * @param say - progress, a sentence a step
 * @throws StartError with one sentence when something is missing
 */
export async function openSurroundings(
  config: Config,
  say: (step: string) => void = () => undefined,
): Promise<OpenSurroundings> {
  const embedded = config.databaseUrl === undefined;
  if (embedded) say('Starting PostgreSQL');
  const server = embedded ? await startEmbeddedPostgres(config.dataDir) : undefined;
  // The other one may be at work, or may have been killed: both leave a PostgreSQL that is used as it is.
  if (server?.adopted) say(`PostgreSQL of ${config.dataDir} runs already: this Stepwell joins the one that started it`);
  const ownerUrl = config.databaseUrl ?? server?.url ?? '';
  const opened: { close: () => Promise<void> }[] = [];
  const keepDatabaseAlive = () => void (embedded && opened.unshift(keepAlive(config.dataDir)));
  const close = async (options: { stopDatabase?: boolean } = {}) => {
    await Promise.allSettled(opened.map((one) => one.close()));
    if (server && (options.stopDatabase ?? !server.adopted)) await server.stop();
  };
  try {
    const ran = await migrate(ownerUrl);
    if (ran.length > 0) say(`Database brought up to date (${ran.length} steps)`);
    const database = await Database.open(ownerUrl, 'stepwell_app', 12);
    opened.push(database);
    const worker = await Database.open(ownerUrl, 'stepwell_worker', 3);
    opened.push(worker);
    const signIn = await SignIn.open(ownerUrl, config, (authUserId) => isStaff(database, authUserId));
    opened.push(signIn);
    const oauth = OAuthStore.open(ownerUrl);
    opened.push(oauth);
    return {
      config,
      database,
      workerDatabase: new WorkerDatabase(worker),
      signIn,
      oauth,
      sealedKeys: new SealedKeys(worker, ownerUrl),
      ownerUrl,
      embedded,
      keepDatabaseAlive,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
