import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { addDays, civilDayOf, UCUM } from '../../src/metrics/index.js';
import { DurableNode } from '../support/ledger/durable-node.js';
import { playRounds } from '../support/ledger/play-rounds.js';
import { describeWith } from '../support/outside.js';

const CLIENTS = 6;
const ORDINARY_DAYS = 42;
const FALLING_DAYS = 7;
const READINGS_A_DAY = 24;

let durable: DurableNode;
let patientId: string;

beforeAll(async () => {
  durable = await DurableNode.open();
  patientId = await durable.makePatient('Lindqvist');
}, 120_000);
afterAll(async () => {
  posts = false;
  await durable?.close();
}, 60_000);

const send = (method: string, path: string, resource?: object) =>
  durable.send(method, path, resource && JSON.stringify(resource));

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
  const today = civilDayOf('UTC', Date.now());
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
    const { status, body } = await send('GET', path);
    expect(status).toBe(200);
    for (const { resource } of body.entry ?? []) ids.push(resource.id);
    const link: string | undefined = body.link?.find((l: { relation: string }) => l.relation === 'next')?.url;
    path = link?.replace(durable.url, '');
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

describeWith('PostgreSQL is found in /proc', process.platform === 'linux', 'an acknowledged write', () => {
  it('survives kill -9 of the node, of PostgreSQL and of both, and is judged once', async () => {
    const bodies = story();
    const share = (part: number) => Math.floor(bodies.length * part);
    const posting = postAll(bodies);

    await waitUntil('a third is acknowledged', () => ledger.size > share(0.3));
    await durable.killNode();
    let acknowledged = [...ledger.values()];
    await durable.start();
    await expectNoneLost(acknowledged);

    await waitUntil('two thirds are acknowledged', () => ledger.size > share(0.6));
    acknowledged = [...ledger.values()];
    const before = seen.get(503) ?? 0;
    await durable.killPostgres();
    await waitUntil('it says that it cannot', () => (seen.get(503) ?? 0) > before, 10_000);
    await waitUntil('it brings PostgreSQL back by itself', async () => {
      expect((await send('GET', '/health/live')).status).toBe(200);
      return (await send('GET', '/health/ready')).status === 200;
    });
    await expectNoneLost(acknowledged);

    await posting;
    // At once: what follows from the last days is not computed yet.
    await durable.killNode();
    await durable.killPostgres();
    const faults = durable.node.output().match(/.*request failed.*/g) ?? [];
    expect([[...seen.keys()].filter((status) => ![0, 200, 201, 503].includes(status)), faults]).toEqual([[], []]);
    await durable.start();
    const stored = await storedIds();
    expect(stored).toHaveLength(bodies.length);
    expect([...stored].sort()).toEqual([...ledger.values()].sort());

    await waitUntil('nothing is due', () => durable.isDrained());
    const alerts = await durable.inDatabase(
      `SELECT state, (SELECT count(*)::int FROM alert_event e WHERE e.alert_id = a.id AND e.kind = 'raised') AS raised
       FROM alert a WHERE patient_id = '${patientId}' AND kind = 'deterioration'`,
    );
    expect(alerts).toEqual([{ state: 'open', raised: 1 }]);
    console.log(`durability: ${bodies.length} observations, answers ${JSON.stringify(Object.fromEntries(seen))}`);
  }, 120_000);

  it('on whichever road it came, is there once and in its day, wherever the blows fall', async () => {
    const played = await playRounds({ app: 4, postgres: 1, acknowledged: 1500, seed: 20_261_126 });
    expect(played).toMatchObject({ lost: 0, doubled: 0, wrong: 0, tornTransactions: 0, wrongDays: 0 });
    expect(played.stored).toBe(played.acknowledged);
    expect(Object.entries(played.byRoad).filter(([, n]) => n === 0)).toEqual([]);
    // More of the first kind, where a slow machine needs more rounds for so many.
    expect(played.blows.app).toBeGreaterThanOrEqual(4);
    expect(played.blows.postgres).toBe(1);
    const { lost, doubled, byRoad } = played;
    console.log(`durability: ${played.acknowledged} acknowledged, ${JSON.stringify({ lost, doubled, byRoad })}`);
  }, 300_000);
});
