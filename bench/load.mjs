// npm run bench -- load: the roads into the store and the search, beside limits of the same minute. Durable commits, validation, deduplication and daily values are on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { makePatients } from './ingest.mjs';
import { commitLimit, nestLimit, openSearchLimit } from './limits.mjs';
import { bytesPerObservation, loadRuns, measure, toRow, warmUp, WORKS } from './load-runs.mjs';
import { record } from './results.mjs';
import { openServer } from './server.mjs';

const PATIENTS = 100;

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const server = await openServer(folder);
const owner = new pg.Client({ connectionString: server.ownerUrl });
const rows = [];
let documents;

/** Our own workers have nothing more to do with the loads before: a limit measured beside them would flatter us. */
async function atRest() {
  for (let i = 0; ; i++) {
    const { rows: due } = await owner.query('SELECT FROM due_day WHERE next_at <= now() LIMIT 1');
    if (due.length === 0) return;
    if (i === 600) throw new Error('the workers are still at it after two minutes');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

async function limitOf(limit) {
  await atRest();
  return limit === 'search' ? documents.measure() : (await commitLimit(server.ownerUrl, [limit]))[limit];
}

try {
  await owner.connect();
  const load = loadRuns(server, await makePatients(server, PATIENTS));
  await warmUp(load);
  documents = await openSearchLimit(server.ownerUrl);
  await atRest();
  // Once: what it shares with the database's limits is the processor alone, and it takes its time.
  const nest = await nestLimit(load, { single: WORKS.single.what, bundle: WORKS.bundle.what });
  // The database's limit before and behind what it limits, the higher one: the machine changes from minute to minute.
  for (const work of Object.values(WORKS)) {
    const before = await limitOf(work.limit);
    const all = await measure(load, work);
    const behind = await limitOf(work.limit);
    console.log(`${work.limit} limit before ${before}, behind ${behind}`);
    for (const { work: one, measured, plain } of all) {
      rows.push(toRow(one, measured, { ...nest, [work.limit]: Math.max(before, behind) }, '', plain));
      console.log(rows.at(-1).join(' | '));
    }
  }
  await documents.close();
  const bytes = await bytesPerObservation(owner);
  rows.push(['bytes a stored observation, indexes included', bytes, '', 'HAPI 8,000; goal 220']);
} finally {
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
record('load', rows);
process.exit(0);
