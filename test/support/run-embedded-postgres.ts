import { once } from 'node:events';
import { startEmbeddedPostgres } from '../../src/platform/database/embedded-postgres.js';

/** Starts PostgreSQL in the folder given, prints the outcome as one JSON line, and stops it when its input ends. */
try {
  const { url, adopted, stop } = await startEmbeddedPostgres(process.argv[2] ?? '', { fresh: true });
  console.log(JSON.stringify({ url, adopted }));
  process.stdin.resume();
  await once(process.stdin, 'end');
  await stop();
} catch (error) {
  console.log(JSON.stringify({ name: (error as Error).name, message: (error as Error).message }));
}
