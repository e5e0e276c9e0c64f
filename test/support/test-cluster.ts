import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';
import { migrate } from '../../src/platform/database/migrate.js';
import { TEMPLATE, withDatabase } from './database-url.js';

/**
 * One throw-away PostgreSQL for a test run, in a process of its own. It lives as long as its standard input is open, so
 * that it goes away with the test run even when that is killed. Prints the owner's URL once the template is migrated.
 */
const folder = await mkdtemp(join(tmpdir(), 'stepwell-test-'));
// As root, PostgreSQL runs as another account, which must be able to pass through.
await chmod(folder, 0o711);
const server = await startEmbeddedPostgres(folder, { fresh: true });
try {
  const owner = new pg.Client({ connectionString: server.url });
  await owner.connect();
  // It outlives no power cut: what is killed in a test has a database of its own.
  for (const setting of ['fsync', 'full_page_writes']) await owner.query(`ALTER SYSTEM SET ${setting} = off`);
  await owner.query('SELECT pg_reload_conf()');
  await owner.query(`CREATE DATABASE ${TEMPLATE}`);
  await owner.end();
  await migrate(withDatabase(server.url, TEMPLATE));
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
  process.stdin.resume();
  await once(process.stdin, 'end');
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
