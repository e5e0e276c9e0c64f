// npm run bench -- archive [--years 1,2,4]: how fast a patient's archive of Fitbit is read and stored, and in how much memory, as it grows
import { createWriteStream, mkdtempSync, openAsBlob, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { ZipFile } from 'yazl';
import { makePatients } from './ingest.mjs';
import { record } from './results.mjs';
import { openServer } from './server.mjs';

const { values } = parseArgs({ options: { years: { type: 'string', default: '1,2,4' } } });
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** A watch tells its pulse about as often. */
const PULSE_MS = 8_000;
const LAST_MS = Date.UTC(2026, 0, 1);
const FOLDER = 'Takeout/Google Health/Global Export Data';

const folder = mkdtempSync(join(tmpdir(), 'stepwell-bench-'));
const server = await openServer(folder);
const owner = new pg.Client({ connectionString: server.ownerUrl });
await owner.connect();
const headers = { authorization: `Bearer ${server.token}` };
const rows = [];
try {
  for (const years of values.years.split(',').map(Number)) {
    const [patient] = await makePatients(server, 1);
    const file = join(folder, `${years}.zip`);
    await writeArchive(file, Math.round(years * 365));
    const before = await bytesOnDisk();
    const beforeMb = memoryMb();
    const startedMs = performance.now();
    const { state, peakMb } = await bringIn(patient, await openAsBlob(file));
    const seconds = (performance.now() - startedMs) / 1000;
    if (state.state !== 'done' || state.refused > 0) throw new Error(`The archive came to ${JSON.stringify(state)}`);
    rows.push([
      `${years} years: ${state.records} entries, ${Math.round(state.bytesTotal / 1e6)} MB, of which ${state.stored} stored`,
      `${Math.round(state.stored / seconds)} readings/s`,
      `${seconds.toFixed(1)} s`,
      `${beforeMb} MB of memory before, at most ${peakMb}; zip ${Math.round(statSync(file).size / 1e6)} MB`,
    ]);
    rows.push([`${years} years, on disk`, await bytesEach(before, state.stored), '', 'indexes included']);
  }
  rows.push([
    '60 days of Fitbit’s Web API, minutes by the wall clock, on disk',
    ...(await bytesOfMinutes(60)),
    'indexes included',
  ]);
} finally {
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}
record(`archive --years ${values.years}`, rows);
process.exit(0);

/** Of what a vendor's reading takes. */
async function bytesOnDisk() {
  const { rows: all } = await owner.query(
    `SELECT coalesce(i.inhparent::regclass::text, c.relname) AS name, sum(pg_total_relation_size(c.oid))::float8 AS bytes
     FROM pg_class c LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
     WHERE c.relkind = 'r' AND coalesce(i.inhparent::regclass::text, c.relname) IN ('observation_row', 'told_reading', 'told_hour', 'raw_payload') GROUP BY 1`,
  );
  return new Map(all.map(({ name, bytes }) => [name, bytes]));
}

async function bytesEach(before, stored) {
  const now = await bytesOnDisk();
  const each = (...names) =>
    Math.round(names.reduce((sum, name) => sum + (now.get(name) ?? 0) - (before.get(name) ?? 0), 0) / stored);
  return `${each('observation_row')} + ${each('told_reading', 'told_hour')} + ${each('raw_payload')} bytes a reading: itself, the vendor's name for it, the vendor's own words`;
}

/** A vendor that tells the time on the wall: each reading is kept a name of, so that it follows a corrected zone. */
async function bytesOfMinutes(days) {
  const [patient] = await makePatients(server, 1);
  const before = await bytesOnDisk();
  const startedMs = performance.now();
  for (let d = 1; d <= days; d++) {
    const midnightMs = LAST_MS - d * DAY_MS;
    const dataset = every(midnightMs, midnightMs + DAY_MS, MINUTE_MS, (ms, i) => ({
      time: new Date(ms).toISOString().slice(11, 19),
      value: (i * 37) % 110,
    }));
    const body = JSON.stringify({
      'activities-steps': [{ dateTime: dayOf(midnightMs), value: '9000' }],
      'activities-steps-intraday': { dataset, datasetInterval: 1, datasetType: 'minute' },
    });
    const url = `${server.url}/ingest/v1/vendors/fitbit?patient=${patient}`;
    const sent = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    if (sent.status !== 200) throw new Error(`A day came to ${sent.status} ${await sent.text()}`);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  const {
    rows: [{ n }],
  } = await owner.query(
    'SELECT count(*)::int AS n FROM observation_row o JOIN series s ON s.id = o.series_id AND s.clinic_id = o.clinic_id WHERE s.patient_id = $1',
    [patient],
  );
  return [await bytesEach(before, n), `${n} in ${seconds.toFixed(1)} s`];
}

async function bringIn(patient, zip) {
  const body = new FormData();
  body.append('file', zip, 'takeout.zip');
  const sent = await fetch(`${server.url}/ingest/v1/uploads?patient=${patient}`, { method: 'POST', headers, body });
  const { id } = await sent.json();
  for (let peakMb = 0; ;) {
    await sleep(500);
    peakMb = Math.max(peakMb, memoryMb());
    const state = await (await fetch(`${server.url}/ingest/v1/uploads/${id}`, { headers })).json();
    if (state.state !== 'receiving' && state.state !== 'reading') return { state, peakMb };
  }
}

/** Steps a minute and nights month by month, a pulse every eight seconds and the minutes worn day by day. */
async function writeArchive(file, days) {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(file));
  const add = (kind, ms, list) =>
    zip.addBuffer(Buffer.from(JSON.stringify(list)), `${FOLDER}/${kind}-${dayOf(ms)}.json`);
  const firstMs = LAST_MS - days * DAY_MS;
  for (let monthMs = firstMs; monthMs < LAST_MS; monthMs += 30 * DAY_MS) {
    const endMs = Math.min(LAST_MS, monthMs + 30 * DAY_MS);
    add(
      'steps',
      monthMs,
      every(monthMs, endMs, MINUTE_MS, (ms, i) => ({ dateTime: american(ms), value: String((i * 37) % 110) })),
    );
    add('sleep', monthMs, every(monthMs, endMs, DAY_MS, night));
  }
  for (let ms = firstMs; ms < LAST_MS; ms += DAY_MS) {
    const pulse = (at, i) => ({ dateTime: american(at), value: { bpm: 55 + ((i * 7) % 60), confidence: 3 } });
    add('heart_rate', ms, every(ms, ms + DAY_MS, PULSE_MS, pulse));
    const value = { valuesInZones: { BELOW_DEFAULT_ZONE_1: 1200, IN_DEFAULT_ZONE_1: 40 } };
    add('time_in_heart_rate_zones', ms, [{ dateTime: american(ms), value }]);
  }
  zip.end();
  await written;
}

function memoryMb() {
  return Math.round(process.memoryUsage.rss() / 1e6);
}

function night(ms) {
  const [startTime, endTime] = [ms - 60 * MINUTE_MS, ms + 420 * MINUTE_MS].map((at) =>
    new Date(at).toISOString().slice(0, 23),
  );
  return {
    logId: ms,
    dateOfSleep: dayOf(ms),
    startTime,
    endTime,
    duration: 480 * MINUTE_MS,
    minutesAsleep: 400,
    type: 'stages',
  };
}

function every(fromMs, toMs, stepMs, make) {
  return Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, i) => make(fromMs + i * stepMs, i));
}

function dayOf(ms) {
  return new Date(ms).toISOString().slice(0, 10);
}

function american(ms) {
  const [, year, month, day, time] = /^\d\d(\d\d)-(\d\d)-(\d\d)T(.{8})/.exec(new Date(ms).toISOString());
  return `${month}/${day}/${year} ${time}`;
}
