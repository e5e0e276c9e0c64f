// npm run bench -- retention [--patients 20]: what a patient's year takes on disk as minutes, as hours and as days; and how fast retention removes the minutes
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { Retention } from '../dist/src/modules/observations/retention/retention.js';
import { shrinkPartitions } from '../dist/src/platform/database/shrink-partitions.js';
import { makePatients } from './ingest.mjs';
import { record } from './results.mjs';
import { openServer, post } from './server.mjs';

const { values } = parseArgs({ options: { patients: { type: 'string', default: '20' } } });
const DAY_MS = 86_400_000;
/** A whole month of a year long past. */
const FIRST_MS = Date.UTC(2024, 2, 1);
const DAYS = 31;
const METRICS = { steps: '{steps}', heartRate: '/min' };

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const server = await openServer(folder, { STEPWELL_READING_DAYS: '400' });
const owner = new pg.Client({ connectionString: server.ownerUrl });
const rows = [];
try {
  await owner.connect();
  const patients = await makePatients(server, Number(values.patients));
  for (const patient of patients)
    for (let day = 0; day < DAYS; day++) await post(server, '/ingest/v1/observations', dayOf(patient, day));
  await untilQuiet();
  await owner.query('VACUUM (FULL, ANALYZE) observation_2024');
  const stored = await one('SELECT count(*)::float8 AS n FROM observation_row');
  const years = (patients.length * DAYS) / 365;
  const year = async (table) => (await one(`SELECT pg_total_relation_size('${table}')::float8 AS n`)) / years;
  const minutes = await year('observation_2024');
  const inMegabytes = (bytes) => `${(bytes / 1e6).toFixed(2)} MB`;
  rows.push(['a patient-year of steps and heart rate a minute', inMegabytes(minutes), `${Math.round(stored / years)} readings`, `${Math.round((minutes * years) / stored)} bytes a reading`]); // prettier-ignore
  for (const [name, table] of [
    ['hours', 'hourly_value'],
    ['days', 'daily_value'],
  ]) {
    // prettier-ignore
    await owner.query(`VACUUM (FULL, ANALYZE) ${table}`);
    const bytes = await year(table);
    rows.push([`the same as ${name}`, inMegabytes(bytes), '', `1/${Math.round(minutes / bytes)} of the minutes`]);
  }
  const startedMs = performance.now();
  await server.get(Retention).sweep(0);
  const seconds = (performance.now() - startedMs) / 1000;
  const removed = stored - (await one('SELECT count(*)::float8 AS n FROM observation_row'));
  rows.push(['retention: closed, added up once more, removed', `${Math.round(removed / seconds)} readings/s`, `${seconds.toFixed(1)} s`, `${removed} of ${stored}`]); // prettier-ignore
  const [shrunk] = await shrinkPartitions(server.ownerUrl, 2025);
  rows.push(['stepwell shrink', `${inMegabytes(shrunk.bytesBefore)} became ${inMegabytes(shrunk.bytesAfter)}`, `paused ${shrunk.pausedMs} ms`, '']); // prettier-ignore
} finally {
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
record(`retention --patients ${values.patients}`, rows);
process.exit(0);

/** A day a minute: 1,440 values of each metric. */
function dayOf(patient, day) {
  const start = new Date(FIRST_MS + day * DAY_MS).toISOString();
  const columns = Object.entries(METRICS).map(([metric, unit], m) => ({
    metric,
    unit,
    start,
    everySeconds: 60,
    lengthSeconds: metric === 'steps' ? 60 : 0,
    values: Array.from({ length: 1440 }, (_, i) => (m === 0 ? (i * 37) % 110 : 55 + ((i * 7) % 60))),
  }));
  return { patient, device: { model: 'bench watch', kind: 'watch' }, columns };
}

async function one(sql) {
  return (await owner.query(sql)).rows[0].n;
}

async function untilQuiet() {
  while ((await one('SELECT count(*)::int AS n FROM due_day WHERE next_at <= now()')) > 0)
    await new Promise((resolve) => setTimeout(resolve, 500));
}
