// npm run bench -- growth [--rows 50000000] [--patients 1000]: how the roads in and the search hold as the store grows from nothing (0, 1, 5, 20, 50 million rows)
// What lies between the steps is written by the owner straight into the product's tables (grow-history.mjs); what is measured goes
// through the product's own doors, durable, validated and deduplicated, into the same year. Needs 260 bytes of disk a row under TMPDIR.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { historyOf } from './grow-history.mjs';
import { makePatients } from './ingest.mjs';
import { commitLimit } from './limits.mjs';
import { bytesPerObservation, loadRuns, toRow, warmUp, WORKS } from './load-runs.mjs';
import { record } from './results.mjs';
import { openServer } from './server.mjs';

const CURVE = [0, 1_000_000, 5_000_000, 20_000_000, 50_000_000];
const BYTES_A_ROW = 260;
const SPARE_BYTES = 5e9;
const { values } = parseArgs({
  options: { rows: { type: 'string', default: '50000000' }, patients: { type: 'string', default: '1000' } },
});
const most = Number(values.rows);

const disk = statfsSync(tmpdir());
const free = disk.bavail * disk.bsize;
if (free < most * BYTES_A_ROW + SPARE_BYTES) {
  console.error(
    `${most} rows need ${(most * BYTES_A_ROW + SPARE_BYTES) / 1e9} GB in ${tmpdir()}; ${free / 1e9} GB are free.`,
  );
  process.exit(1);
}

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const server = await openServer(folder);
const owner = new pg.Client({ connectionString: server.ownerUrl });
const rows = [];
const curve = [];
try {
  await owner.connect();
  const load = loadRuns(server, await makePatients(server, Number(values.patients)));
  await warmUp(load);
  const history = historyOf(owner);
  for (const size of CURVE.filter((n) => n <= most)) {
    const startedMs = performance.now();
    const stored = size === 0 ? 0 : await history.growTo(size, most);
    if (size > 0) console.log(`${stored} rows after ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
    // Each step begins from rest: adding up what the loads before have marked would take longer than all of them.
    await owner.query('DELETE FROM due_day');
    const limits = await commitLimit(server.ownerUrl);
    const at = {};
    for (const name of ['single', 'bundle', 'stream', 'search']) {
      const found = (at[name] = await load.median(WORKS[name].what));
      rows.push(toRow(WORKS[name], found, limits, ` at ${size.toLocaleString('en')} rows`));
      console.log(rows.at(-1).join(' | '));
    }
    curve.push(at);
  }
  const [first, last] = [curve[0], curve.at(-1)];
  for (const name of ['single', 'bundle', 'stream', 'search'])
    rows.push([
      `from 0 to ${most.toLocaleString('en')} rows: ${WORKS[name].name}`,
      `${(100 * (last[name].rate / first[name].rate - 1)).toFixed(0)} %`,
      name === 'search' ? `p99 × ${(last[name].p99 / first[name].p99).toFixed(2)}` : '',
      name === 'search' ? 'goal: p99 at most × 1.5' : 'goal: at most 20 % less',
    ]);
  rows.push(['bytes a stored observation, indexes included', await bytesPerObservation(owner), '', '']);
} finally {
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
record(`growth --rows ${values.rows} --patients ${values.patients}`, rows);
process.exit(0);
