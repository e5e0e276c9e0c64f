import { logger } from '../telemetry/logger.js';
import { safeError } from '../telemetry/safe-error.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';

const LOOK_EVERY_MS = 3000;

/** Looks after the embedded PostgreSQL: starting one that runs only adopts it, starting one that was killed brings it back. */
export function keepAlive(dataDir: string): { close: () => Promise<void> } {
  let looking: Promise<void> = Promise.resolve();
  const look = async () => {
    const { adopted } = await startEmbeddedPostgres(dataDir);
    if (!adopted) logger.warn('PostgreSQL had ended and was started again');
  };
  const timer = setInterval(() => {
    looking = looking
      .then(look)
      .catch((error: unknown) => logger.error(safeError(error), 'PostgreSQL cannot be started again'));
  }, LOOK_EVERY_MS);
  return {
    close: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}
