// a patient's whole export, its download and erasure; the audit's sealing and verification
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { verifyClinic } from '../dist/src/modules/audit/index.js';
import { record } from './results.mjs';
import { openServer, post, signIn } from './server.mjs';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    acts: { type: 'string', default: '100000' },
    record: { type: 'boolean', default: false },
  },
});
const [rows, acts] = [Number(values.rows), Number(values.acts)];
const folder = mkdtempSync(join(tmpdir(), 'stepwell-rights-'));
const server = await openServer(folder);
const owner = new pg.Client({ connectionString: server.ownerUrl });
const figures = [];
try {
  await owner.connect();
  const { rows: found } = await owner.query(`SELECT clinic_id AS id FROM clinic`);
  const clinicId = found[0].id;
  await owner.query(`SELECT set_config('app.clinic', $1, false)`, [clinicId]);
  const patientId = await makePatient(clinicId);
  const admin = await signIn(server.url, { email: 'admin@bench.example', password: 'measured on a quiet machine' });
  const coordinator = await signIn(server.url, server.coordinator);
  const clinician = await signIn(server.url, await server.employ('clinician'));
  const { person } = await call(clinician, 'GET', '/api/v1/session');
  const careTeam = { personIds: [person.id], contactPersonId: person.id };
  await call(coordinator, 'PUT', `/api/v1/patients/${patientId}/care-team`, careTeam);
  await measureExport(clinician, patientId);
  await measureErasure(admin, coordinator, patientId);
  await measureSealing(clinicId);
  if (values.record) record(`rights --rows ${rows} --acts ${acts}`, figures);
  else console.table(figures);
} finally {
  await owner.end();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** One reading through the door, the others beside it as the owner of the tables: here it is not the way in that counts. */
async function makePatient(clinicId) {
  const patient = await post(server, '/fhir/Patient', {
    resourceType: 'Patient',
    name: [{ family: 'Bench', given: ['Many'] }],
    birthDate: '1970-01-01',
  });
  await post(server, '/fhir/Observation', {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] },
    subject: { reference: `Patient/${patient.id}` },
    effectiveDateTime: '2026-01-01T00:00:00Z',
    valueQuantity: { value: 70, system: 'http://unitsofmeasure.org', code: '/min' },
    device: { display: 'Bench watch' },
  });
  await owner.query(
    `INSERT INTO observation_row (clinic_id, start_at, end_at, series_id, skeleton_id, value)
     SELECT o.clinic_id, t, t, o.series_id, o.skeleton_id, 50 + i % 100
     FROM observation_row o, generate_series(1, $2::int) AS i, LATERAL (SELECT o.start_at - i * interval '1 minute' AS t) s
     WHERE o.clinic_id = $1`,
    [clinicId, rows - 1],
  );
  await owner.query(
    `INSERT INTO daily_value (clinic_id, patient_id, metric, day, value, state, sources)
     SELECT $1, $2, 'heartRate', date '2026-01-01' - i, 70, 'ok', '[]' FROM generate_series(1, $3::int / 1440) AS i`,
    [clinicId, patient.id, rows],
  );
  return patient.id;
}

async function measureExport(cookie, patientId) {
  const path = `/api/v1/patients/${patientId}/exports`;
  const ask = () => call(cookie, 'POST', path, { id: randomUUID(), reason: 'bench' });
  const memory = watchMemory();
  const began = performance.now();
  await ask();
  let one;
  do {
    await sleep(200);
    one = (await call(cookie, 'GET', path)).items[0];
  } while (one.state !== 'done' && one.state !== 'failed');
  if (one.state === 'failed') throw new Error('The export failed');
  const seconds = (performance.now() - began) / 1000;
  figures.push([
    `export of ${rows} observations`,
    `${Math.round(rows / seconds)} obs/s`,
    `${seconds.toFixed(1)} s`,
    `zip ${mb(one.bytes)}; memory ${mb(memory.start)}, at most ${mb(memory.end())}`,
  ]);
  const fetching = watchMemory();
  const at = performance.now();
  const answer = await fetch(server.url + one.file, { headers: { cookie } });
  let bytes = 0;
  for await (const part of answer.body) bytes += part.length;
  const ms = performance.now() - at;
  if (bytes !== one.bytes) throw new Error(`${bytes} bytes came, ${one.bytes} were told of`);
  figures.push([
    'download of it',
    `${Math.round(bytes / 1000 / ms)} MB/s`,
    `${Math.round(ms)} ms`,
    `memory at most ${mb(fetching.end())}`,
  ]);
}

async function measureErasure(admin, coordinator, patientId) {
  await call(admin, 'PUT', '/api/v1/clinic/retention', { exportDays: 7, erasureGraceDays: 0 });
  const path = `/api/v1/patients/${patientId}/erasure`;
  await call(coordinator, 'POST', path, { id: randomUUID() });
  const memory = watchMemory();
  const began = performance.now();
  await call(admin, 'POST', `${path}/approve`, {});
  let one;
  do {
    await sleep(200);
    one = (await call(admin, 'GET', '/api/v1/erasures')).items[0];
  } while (one.state !== 'done');
  const seconds = (performance.now() - began) / 1000;
  figures.push([
    `erasure of ${rows} observations`,
    `${Math.round(rows / seconds)} obs/s`,
    `${seconds.toFixed(1)} s`,
    `memory at most ${mb(memory.end())}`,
  ]);
}

async function measureSealing(clinicId) {
  const before = await sealed();
  const began = performance.now();
  await owner.query(
    `INSERT INTO audit_event (clinic_id, actor, role, type, interaction, outcome, request_id, address)
     SELECT $1, 'system/' || gen_random_uuid(), 'system', 'Observation', 'create', 'success', gen_random_uuid(), '127.0.0.1'
     FROM generate_series(1, $2::int)`,
    [clinicId, acts],
  );
  const inserted = performance.now();
  while ((await sealed()) < before + acts) await sleep(50);
  const seconds = (performance.now() - inserted) / 1000;
  figures.push([
    `sealing ${acts} acts that came at once`,
    `${Math.round(acts / seconds)} acts/s`,
    `${seconds.toFixed(1)} s`,
    `written in ${((inserted - began) / 1000).toFixed(1)} s`,
  ]);
  const { surroundings } = server;
  const at = performance.now();
  const verdict = await verifyClinic(surroundings.workerDatabase.as, clinicId, []);
  if (verdict.fault) throw new Error(verdict.fault.sentence);
  const took = (performance.now() - at) / 1000;
  figures.push([
    `verifying ${verdict.rows} acts`,
    `${Math.round(verdict.rows / took)} acts/s`,
    `${took.toFixed(1)} s`,
    '',
  ]);
  const { rows: size } = await owner.query(
    `SELECT (pg_total_relation_size('audit_event')::float8 / (SELECT count(*) FROM audit_event)) AS act,
       (pg_total_relation_size('audit_seal')::float8 / (SELECT count(*) FROM audit_event)) AS seal`,
  );
  figures.push([
    'bytes an act, indexes included',
    Math.round(size[0].act),
    '',
    `and ${Math.round(size[0].seal)} for its place in the chain`,
  ]);
}

async function sealed() {
  const { rows: found } = await owner.query('SELECT coalesce(max(total), 0)::int AS n FROM audit_seal');
  return found[0].n;
}

function watchMemory() {
  const start = process.memoryUsage().rss;
  let most = start;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 50);
  return {
    start,
    end: () => {
      clearInterval(timer);
      return most;
    },
  };
}

async function call(cookie, method, path, body) {
  const answer = await fetch(server.url + path, {
    method,
    headers: { cookie, origin: server.url, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  return text ? JSON.parse(text) : undefined;
}

function mb(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
