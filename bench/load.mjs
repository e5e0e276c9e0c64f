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
const limitOf = async (limit) =>
  limit === 'search' ? searchLimit(server.ownerUrl) : (await commitLimit(server.ownerUrl))[limit];
try {
  await owner.connect();
  const load = loadRuns(server, await makePatients(server, PATIENTS));
  await warmUp(load);
  const nest = await nestLimit(load, { single: WORKS.single.what, bundle: WORKS.bundle.what });
  // What is to be compared stands next to each other, the limit before and behind: the machine changes from minute to minute.
  for (const work of Object.values(WORKS)) {
    const before = await limitOf(work.limit);
    const measured = await load.median(work.what);
    const limit = Math.round((before + (await limitOf(work.limit))) / 2);
    rows.push(toRow(work, measured, { ...nest, [work.limit]: limit }));
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
