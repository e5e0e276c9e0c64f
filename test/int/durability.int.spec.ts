import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { addDays, civilDayOf, UCUM } from '../../src/metrics/index.js';
import { freePort } from '../support/app.js';
import { describeWith } from '../support/outside.js';
import { childrenOf, commandOf, exists } from '../support/processes.js';
import { type Stepwell, stepwell } from '../support/stepwell.js';

const CLIENTS = 6;
const ORDINARY_DAYS = 42;
const FALLING_DAYS = 7;
const READINGS_A_DAY = 24;
const FHIR = 'application/fhir+json';

let folder: string;
let env: Record<string, string>;
let url: string;
let node: Stepwell;
let token: string;
let patientId: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stepwell-durable-'));
  // As root, PostgreSQL runs as another account, which must be able to pass through.
  chmodSync(folder, 0o711);
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  env = { PORT: String(port), STEPWELL_DATA_DIR: join(folder, 'data'), STEPWELL_DEMO: 'off', LOG_LEVEL: 'error' };
  await startNode();
  await command(
    'create-clinic',
    '--slug',
    'durable',
    '--name',
    'Durable',
    '--zone',
    'Europe/Oslo',
    '--admin-email',
    'boss@durable.example',
  );
  token = (await command('token', '--clinic', 'durable', '--scopes', 'system/*.cruds')).match(/swt_\S+/)![0];
  const made = await send('POST', '/fhir/Patient', { resourceType: 'Patient', name: [{ family: 'Lindqvist' }] });
  expect(made.status).toBe(201);
  patientId = made.body.id;
}, 120_000);
afterAll(async () => {
  posts = false;
  if (node) await killNode();
  await killPostgres();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function startNode(): Promise<void> {
  node = stepwell(['serve'], env);
  await node.says(/Stepwell is at/);
}

async function command(...args: string[]): Promise<string> {
  const run = stepwell(args, env);
  if ((await run.ended) !== 0) throw new Error(run.output());
  return run.output();
}

/** Launcher and server; PostgreSQL has a session of its own and lives on. */
async function killNode(): Promise<void> {
  try {
    process.kill(-node.pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
  await node.ended;
}

/** The postmaster and all its children, without a word. */
async function killPostgres(): Promise<void> {
  const file = join(folder, 'data/postgres/data/postmaster.pid');
  if (!existsSync(file)) return;
  const postmaster = Number(readFileSync(file, 'utf8').split('\n')[0]);
  // The file outlives its process, and the number may by now be somebody else's.
  if (!commandOf(postmaster).includes(folder)) return;
  const all = [postmaster, ...childrenOf(postmaster)];
  for (const pid of all.filter(exists)) process.kill(pid, 'SIGKILL');
  // PostgreSQL does not start while its old process is still listed, and not every init clears the dead away at once.
  await waitUntil('PostgreSQL is gone', () => !all.some(exists));
}

interface Answer {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever FHIR answers
  readonly body: any;
}

/** @returns status 0 when nobody answered */
async function send(method: string, path: string, resource?: object): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': FHIR };
  const body = resource && JSON.stringify(resource);
  try {
    const answer = await fetch(url + path, { method, headers, ...(body ? { body } : {}) });
    const text = await answer.text();
    return { status: answer.status, body: JSON.parse(text) };
  } catch {
    return { status: 0, body: undefined };
  }
}

function observation(code: string, effectiveDateTime: string, value: number, unit: string): object {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime,
    valueQuantity: { value, unit, system: UCUM, code: unit },
    device: { display: 'test watch' },
  };
}

/** Seven weeks up to yesterday, in the order of time: steps of each day, and its pulse each hour. */
function story(): object[] {
  const today = civilDayOf('Europe/Oslo', Date.now());
  return Array.from({ length: ORDINARY_DAYS + FALLING_DAYS }, (_, i) => {
    const day = addDays(today, i - ORDINARY_DAYS - FALLING_DAYS);
    const steps = i < ORDINARY_DAYS ? 7000 + (((i * 7919) % 13) - 6) * 90 : 2600 - (i - ORDINARY_DAYS) * 60;
    const pulse = Array.from({ length: READINGS_A_DAY }, (_, hour) =>
      observation('8867-4', `${day}T${String(hour).padStart(2, '0')}:00:00Z`, 66 + (hour % 7), '/min'),
    );
    return [observation('41950-7', day, steps, '{steps}'), ...pulse];
  }).flat();
}

/** What was acknowledged: the place of the body in the story, and the id it was given. */
const ledger = new Map<number, string>();
const seen = new Map<number, number>();

let posts = true;

/** Some bridges at once, each of which sends a body again until it is acknowledged. */
async function postAll(bodies: readonly object[]): Promise<void> {
  let next = 0;
  const bridge = async () => {
    for (let i = next++; i < bodies.length; i = next++) {
      while (posts) {
        const { status, body } = await send('POST', '/fhir/Observation', bodies[i]);
        seen.set(status, (seen.get(status) ?? 0) + 1);
        if (status === 200 || status === 201) {
          ledger.set(i, body.id);
          break;
        }
        await sleep(50);
      }
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, bridge));
}

async function waitUntil(what: string, holds: () => boolean | Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const until = Date.now() + withinMs; !(await holds()); await sleep(10))
    if (Date.now() > until) throw new Error(`Not in time: ${what} (answers: ${JSON.stringify([...seen])})`);
}

/** Ids of all the patient's observations, page by page. */
async function storedIds(): Promise<string[]> {
  const ids: string[] = [];
  for (let path: string | undefined = `/fhir/Observation?patient=${patientId}&_count=200&_sort=date`; path;) {
    const { status, body }: Answer = await send('GET', path);
    expect(status).toBe(200);
    for (const { resource } of body.entry ?? []) ids.push(resource.id);
    const link: string | undefined = body.link?.find((l: { relation: string }) => l.relation === 'next')?.url;
    path = link?.replace(url, '');
  }
  return ids;
}

/** @param acknowledged - ids in the ledger when the blow fell */
async function expectNoneLost(acknowledged: readonly string[]): Promise<void> {
  const stored = new Set(await storedIds());
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  for (let i = 0; i < acknowledged.length; i += Math.ceil(acknowledged.length / 20))
    expect((await send('GET', `/fhir/Observation/${acknowledged[i]}`)).body).toMatchObject({ id: acknowledged[i] });
}

async function inDatabase<Row extends object>(sql: string): Promise<Row[]> {
  const { port, password } = JSON.parse(readFileSync(join(folder, 'data/postgres/stepwell.json'), 'utf8'));
  const user = 'stepwell_owner';
  const client = new pg.Client({ host: '127.0.0.1', port, user, password, database: 'postgres' });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** What waits to be done now; looking again later is no debt. */
const isDrained = async () =>
  (await inDatabase("SELECT FROM due_day WHERE next_at <= now() + interval '5 s' OR attempts > 0")).length === 0;

describeWith('PostgreSQL is found in /proc', process.platform === 'linux', 'an acknowledged write', () => {
  it('survives kill -9 of the node, of PostgreSQL and of both, and is judged once', async () => {
    const bodies = story();
    const share = (part: number) => Math.floor(bodies.length * part);
    const posting = postAll(bodies);

    await waitUntil('a third is acknowledged', () => ledger.size > share(0.3));
    await killNode();
    let acknowledged = [...ledger.values()];
    await startNode();
    await expectNoneLost(acknowledged);

    await waitUntil('two thirds are acknowledged', () => ledger.size > share(0.6));
    acknowledged = [...ledger.values()];
    const before = seen.get(503) ?? 0;
    await killPostgres();
    await waitUntil('it says that it cannot', () => (seen.get(503) ?? 0) > before, 10_000);
    await waitUntil('it brings PostgreSQL back by itself', async () => {
      expect((await send('GET', '/health/live')).status).toBe(200);
      return (await send('GET', '/health/ready')).status === 200;
    });
    await expectNoneLost(acknowledged);

    await posting;
    // At once: what follows from the last days is not computed yet.
    await killNode();
    await killPostgres();
    const faults = node.output().match(/.*request failed.*/g) ?? [];
    expect([[...seen.keys()].filter((status) => ![0, 200, 201, 503].includes(status)), faults]).toEqual([[], []]);
    await startNode();
    const stored = await storedIds();
    expect(stored).toHaveLength(bodies.length);
    expect([...stored].sort()).toEqual([...ledger.values()].sort());

    await waitUntil('nothing is due', isDrained);
    const alerts = await inDatabase(
      `SELECT state, (SELECT count(*)::int FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'raised') AS raised
       FROM alert a WHERE patient_id = '${patientId}' AND kind = 'deterioration'`,
    );
    expect(alerts).toEqual([{ state: 'open', raised: 1 }]);
    console.log(`durability: ${bodies.length} observations, answers ${JSON.stringify(Object.fromEntries(seen))}`);
  }, 120_000);
});
