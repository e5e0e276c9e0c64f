import pg from 'pg';
import { urlFor } from '../database/roles.js';
import { logger } from '../telemetry/logger.js';

/** Connections as `stepwell_auth`, which sees the schemas `auth` (people) and `oauth` (apps) and nothing else. */
export type AuthPool = pg.Pool;

export function openAuthPool(ownerUrl: string, schema: 'auth' | 'oauth' = 'auth'): AuthPool {
  const pool = new pg.Pool({
    connectionString: urlFor('stepwell_auth', ownerUrl),
    options: `-c search_path=${schema}`,
    max: schema === 'auth' ? 6 : 4,
    // Signing in anew costs more than an idle connection does.
    idleTimeoutMillis: 0,
  });
  // An idle connection that is cut says so here; unheard, it would end the process.
  pool.on('error', (error) =>
    logger.warn({ code: (error as { code?: string }).code }, `${schema}: a connection was lost`),
  );
  return pool;
}
