// npm run bench -- load [rows]: the roads into the store and the search, beside limits of the same minute; then, grown to
// `rows` stored observations (default 1,000,000), again. Durable commits, validation, deduplication and daily values are on.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { makePatients } from './ingest.mjs';
import { commitLimit } from './limits.mjs';
import { record } from './results.mjs';
import { openServer } from './server.mjs';

const RUNS = 3;
const PATIENTS = 100;
const CURVE = [100_000, 1_000_000, 5_000_000, 20_000_000, 50_000_000];
const most = Number(process.argv[2] ?? 1_000_000);

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const server = await openServer(folder);
const owner = new pg.Client({ connectionString: server.ownerUrl });
const rows = [];
let next = 0;
try {
  await owner.connect();
  const patients = await makePatients(server, PATIENTS);
  await run(patients, { work: 'bundle', count: 20_000, size: 100, concurrency: 4 });
  const limit = await commitLimit(server.ownerUrl);
  await measure(patients, limit, '');
  rows.push(['bytes a stored observation, indexes included', await bytesPerRow(), '', 'HAPI 8,000; goal 220']);
  for (const size of CURVE.filter((n) => n <= most)) {
    await grow(size);
    await measure(patients, await commitLimit(server.ownerUrl), ` at ${size.toLocaleString('en')} rows`, true);
  }
} finally {
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
record('load', rows);
process.exit(0);

async function measure(patients, limit, where, short = false) {
  const single = { work: 'single', count: 2000, concurrency: 8 };
  const bundle = { work: 'bundle', count: 20_000, size: 100, concurrency: 4 };
  const more = (works) => (short ? [] : works);
  // What is to be compared stands next to each other: the machine changes from minute to minute.
  const works = [
    ['single POST, 8 at once', single, limit.single, 'one-row commits'],
    ...more([['the same, If-None-Exist', { ...single, conditional: true }, limit.single, 'one-row commits']]),
    ['transaction of 100, 4 at once', bundle, limit.batch, 'unnest of 100'],
    ...more([
      ['the same, ifNoneExist', { ...bundle, conditional: true }, limit.batch, 'unnest of 100'],
      ['NDJSON stream', { work: 'stream', count: 100_000, concurrency: 1 }, limit.batch, 'unnest of 100'],
    ]),
    ['search of 100, 8 at once', { work: 'search', count: 1000, concurrency: 8 }],
  ];
  for (const [name, what, ceiling, named] of works) {
    const runs = [];
    for (let i = 0; i < RUNS; i++) runs.push(await run(patients, what));
    runs.sort((a, b) => a.rate - b.rate);
    const { rate, p50, p99, missing } = runs[RUNS >> 1];
    const unit = what.work === 'search' ? '/s' : ' obs/s';
    const time = what.work === 'stream' ? '' : `p50 ${p50} ms, p99 ${p99} ms`;
    const beside = ceiling ? `${((100 * rate) / ceiling).toFixed(0)} % of ${named} (${ceiling}/s)` : '';
    rows.push([name + where, `${rate}${unit}`, time, missing ? `${missing} MISSING` : beside]);
    console.log(rows.at(-1).join(' | '));
  }
}

async function run(patients, what) {
  const from = next;
  if (what.work !== 'search') next += what.count;
  const args = JSON.stringify({ url: server.url, token: server.token, patients, from, ...what });
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'load-client.mjs'), args], {
    maxBuffer: 1e6,
  });
  return JSON.parse(stdout);
}

async function bytesPerRow() {
  const { rows: found } = await owner.query(
    `SELECT round(sum(pg_total_relation_size(inhrelid)) / (SELECT count(*) FROM observation_row)) AS n FROM pg_inherits WHERE inhparent = 'observation_row'::regclass`,
  );
  return found[0].n;
}

/** Rows as the roads write them, of 1,000 series more, hour after hour: a clinic's history. */
async function grow(size) {
  const { rows: have } = await owner.query('SELECT count(*)::int AS n FROM observation_row');
  const hours = Math.ceil((size - have[0].n) / 1000);
  if (hours <= 0) return;
  await owner.query(`INSERT INTO source (clinic_id, patient_id, system, device, kind)
    SELECT p.clinic_id, p.id, 'grown', n::text, 'watch' FROM patient p, generate_series(1, 10) n ON CONFLICT DO NOTHING`);
  await owner.query(`INSERT INTO series (clinic_id, patient_id, concept_id, source_id)
    SELECT s.clinic_id, s.patient_id, c.id, s.id FROM source s JOIN concept c ON c.metric = 'heartRate' WHERE s.system = 'grown' ON CONFLICT DO NOTHING`);
  const { rows: grown } = await owner.query(
    `SELECT count(*)::int / 1000 AS n FROM observation_row o JOIN series s ON s.id = o.series_id JOIN source x ON x.id = s.source_id WHERE x.system = 'grown'`,
  );
  await owner.query(
    `INSERT INTO observation_row (clinic_id, start_at, end_at, issued_at, series_id, skeleton_id, value, identifier)
     SELECT s.clinic_id, t, t, t, s.id, (SELECT min(id) FROM skeleton), 60 + s.id % 40, 'o' || s.id
     FROM generate_series(0, $2::int - 1) h, LATERAL (SELECT timestamptz '2016-01-01Z' + (h + $1::int) * interval '105 minutes' AS t) d,
       series s JOIN source x ON x.id = s.source_id WHERE x.system = 'grown'`,
    [grown[0].n, hours],
  );
  await owner.query('CHECKPOINT');
}
