// npm run bench -- load: the roads into the store and the search, beside limits of the same minute. Durable commits, validation, deduplication and daily values are on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { makePatients } from './ingest.mjs';
import { commitLimit, nestLimit, searchLimit } from './limits.mjs';
import { bytesPerObservation, loadRuns, toRow, warmUp, WORKS } from './load-runs.mjs';
import { record } from './results.mjs';
import { openServer } from './server.mjs';

const PATIENTS = 100;

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const server = await openServer(folder);
const owner = new pg.Client({ connectionString: server.ownerUrl });
const rows = [];
try {
  await owner.connect();
  const load = loadRuns(server, await makePatients(server, PATIENTS));
  await warmUp(load);
  const nest = await nestLimit(load, { single: WORKS.single.what, bundle: WORKS.bundle.what });
  const limits = { ...(await commitLimit(server.ownerUrl)), ...nest, search: await searchLimit(server.ownerUrl) };
  // What is to be compared stands next to each other: the machine changes from minute to minute.
  for (const work of Object.values(WORKS)) {
    rows.push(toRow(work, await load.median(work.what), limits));
    console.log(rows.at(-1).join(' | '));
  }
  const bytes = await bytesPerObservation(owner);
  rows.push(['bytes a stored observation, indexes included', bytes, '', 'HAPI 8,000; goal 220']);
} finally {
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
record('load', rows);
process.exit(0);
