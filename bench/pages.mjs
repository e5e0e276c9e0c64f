// npm run bench -- pages: what a page asks of the server, by a coordinator who is signed in with a cookie; 100 patients with readings.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePatients } from './ingest.mjs';
import { nestLimit } from './limits.mjs';
import { loadRuns, WORKS } from './load-runs.mjs';
import { record } from './results.mjs';
import { openServer, signIn } from './server.mjs';

const PATIENTS = 100;
/** So many as a clinic's browsers ask for at once. */
const AT_ONCE = 8;
const PAGES = {
  'who I am': '/api/v1/session',
  'the worklist': '/api/v1/alerts',
  'the patients': '/api/v1/patients',
  'a patient': '/api/v1/patients/{id}',
  'a patient’s days': '/api/v1/patients/{id}/series',
  'a patient’s treatments': '/api/v1/patients/{id}/treatments',
};

const folder = mkdtempSync(join(tmpdir(), 'stepwell-pages-'));
const server = await openServer(folder);
const rows = [];
try {
  const load = loadRuns(server, await makePatients(server, PATIENTS));
  await load.run({ ...WORKS.bundle.what, count: 100_000 });
  const { singleNest } = await nestLimit(load, { single: WORKS.single.what, bundle: WORKS.bundle.what });
  const asks = { work: 'page', cookie: await signIn(server.url, server.coordinator), concurrency: AT_ONCE };
  for (const [name, path] of Object.entries(PAGES)) {
    const { rate, p50, p99, missing } = await load.median({ ...asks, path, count: 1000, warm: 300 });
    const share = `${((100 * rate) / singleNest).toFixed(1)} % of Nest that answers a POST (${singleNest}/s)`;
    rows.push([
      `${name}, ${AT_ONCE} at once`,
      `${rate}/s`,
      `p50 ${p50} ms, p99 ${p99} ms`,
      missing ? `${missing} MISSING` : share,
    ]);
    console.log(rows.at(-1).join(' | '));
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
record('pages', rows);
process.exit(0);
