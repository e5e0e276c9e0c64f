import pg from 'pg';
import { urlFor } from '../database/roles.js';
import { logger } from '../telemetry/logger.js';

/** Connections as `stepwell_auth`, which sees the schema `auth` and nothing else. */
export type AuthPool = pg.Pool;

export function openAuthPool(ownerUrl: string): AuthPool {
  const pool = new pg.Pool({
    connectionString: urlFor('stepwell_auth', ownerUrl),
    options: '-c search_path=auth',
    max: 6,
  });
  // An idle connection that is cut says so here; unheard, it would end the process.
  pool.on('error', (error) =>
    logger.warn({ code: (error as { code?: string }).code }, 'accounts: a connection was lost'),
  );
  return pool;
}
