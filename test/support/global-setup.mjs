// Starts one PostgreSQL for the run and leaves its owner's URL in STEPWELL_TEST_PG. Integration and e2e share it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export default async function start() {
  process.env.LOG_LEVEL ??= 'fatal';
  if (process.env.STEPWELL_TEST_PG) return;
  const cluster = spawn(
    process.execPath,
    ['--import', './scripts/typescript.mjs', join(root, 'test/support/test-cluster.ts')],
    // In a group of its own: a signal meant for the run reaches it as the end of its standard input, so it can clean up.
    { cwd: root, stdio: ['pipe', 'pipe', 'inherit'], detached: true },
  );
  const url = await new Promise((resolve, reject) => {
    createInterface(cluster.stdout).once('line', (line) => resolve(JSON.parse(line).url));
    cluster.once('exit', (code) => reject(new Error(`The test database did not start (exit ${code}).`)));
  });
  process.env.STEPWELL_TEST_PG = url;
  globalThis.stepwellTestCluster = cluster;
}
