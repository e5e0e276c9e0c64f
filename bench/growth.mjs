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
const MEASURED = ['single', 'bundle', 'stream', 'search'];
const PAIRS = 5;
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

const rows = [];
const opened = [];
try {
  const grown = await open();
  const { load, owner, ownerUrl } = grown;
  const history = historyOf(owner);
  for (const size of CURVE.filter((n) => n <= most)) {
    const startedMs = performance.now();
    const stored = size === 0 ? 0 : await history.growTo(size, most);
    if (size > 0) console.log(`${stored} rows after ${((performance.now() - startedMs) / 1000).toFixed(0)} s`);
    // Each step begins from rest: adding up what the loads before have marked would take longer than all of them.
    await owner.query('DELETE FROM due_day');
    const limits = await commitLimit(ownerUrl);
    for (const name of MEASURED) {
      const found = await load.median(WORKS[name].what);
      rows.push(toRow(WORKS[name], found, limits, ` at ${size.toLocaleString('en')} rows`));
      console.log(rows.at(-1).join(' | '));
    }
  }
  const empty = await open();
  for (const name of MEASURED) rows.push(await besideEmpty(grown, empty, name));
  rows.push(['bytes a stored observation, indexes included', await bytesPerObservation(owner), '', '']);
} finally {
  for (const close of opened.reverse()) await close();
}
record(`growth --rows ${values.rows} --patients ${values.patients}`, rows);
process.exit(0);

/** A server with patients that is warm, and the owner's way into its database. */
async function open() {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
  opened.push(() => rmSync(folder, { recursive: true, force: true }));
  const server = await openServer(folder);
  opened.push(() => server.stop());
  const owner = new pg.Client({ connectionString: server.ownerUrl });
  await owner.connect();
  opened.push(() => owner.end());
  const load = loadRuns(server, await makePatients(server, Number(values.patients)));
  await warmUp(load);
  return { load, owner, ownerUrl: server.ownerUrl };
}

/**
 * The grown one and an empty one, turn by turn, each from rest: over the time that growing takes, the machine alone changes
 * by a third.
 */
async function besideEmpty(grown, empty, name) {
  const work = WORKS[name];
  const found = new Map([
    [empty, []],
    [grown, []],
  ]);
  for (let i = 0; i < PAIRS; i++)
    for (const [{ owner, load }, runs] of found) {
      await owner.query('DELETE FROM due_day');
      runs.push(await load.run(work.what));
    }
  const middle = (side, key) =>
    found
      .get(side)
      .map((run) => run[key])
      .sort((a, b) => a - b)[PAIRS >> 1];
  const share = middle(grown, 'rate') / middle(empty, 'rate') - 1;
  return [
    `${most.toLocaleString('en')} rows beside none, turn by turn: ${work.name}`,
    `${(100 * share).toFixed(0)} %`,
    name === 'search' ? `p99 × ${(middle(grown, 'p99') / middle(empty, 'p99')).toFixed(2)}` : '',
    `${middle(grown, 'rate')} beside ${middle(empty, 'rate')}; goal: at most 20 % less${name === 'search' ? ', p99 at most × 1.5' : ''}`,
  ];
}
