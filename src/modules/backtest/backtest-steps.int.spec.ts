import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aFall, anOutage, report } from '../../../test/support/alerts.js';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { writeMany } from '../../../test/support/many-alerts.js';
import { createClinic, type TestClinic } from '../../../test/support/people.js';
import { addDays, civilDayOf } from '../../metrics/index.js';
import { Database, query } from '../../platform/database/database.js';
import { DEFAULT_RULES, type Kind, type RuleSettings } from '../alerts/index.js';
import { BackTestRunner } from './backtest-runner.js';
import * as repository from './backtest.repository.js';
import type { Change } from './backtest.schema.js';
import { emptyTally } from './tally.js';

const to = addDays(civilDayOf('Etc/GMT+12', Date.now()), -1);
const PERIOD = { from: addDays(to, -363), to };
const ruleOf = (kind: Kind, settings: Partial<RuleSettings> = {}): Change => ({
  of: 'rule',
  kind,
  domain: null,
  scope: { of: 'clinic' },
  settings: { ...DEFAULT_RULES[kind], ...settings },
});
const CHANGE = ruleOf('vendor-outage');

let app: TestApp;
let north: CareCircle;
let south: CareCircle;
let nobody: TestClinic;

beforeAll(async () => {
  app = await createTestApp();
  north = await gatherCareCircle(app, await createClinic(app, 'steps-north'), 'Watched');
  south = await gatherCareCircle(app, await createClinic(app, 'steps-south'), 'Elsewhere');
  nobody = await createClinic(app, 'steps-nobody');
}, 120_000);
afterAll(() => app?.close());

const runner = () => app.nest.get(BackTestRunner);
const inClinic = <T>(clinicId: string, run: () => Promise<T>) => app.nest.get(Database).inClinic(clinicId, run);

/** A test that no worker has a job of: it goes on when the case says so. */
async function insert(clinicId: string, by: string, change = CHANGE): Promise<string> {
  const id = randomUUID();
  await inClinic(clinicId, () => repository.insertBackTest({ id, change, by, ...PERIOD }));
  return id;
}
const found = (n: number, onOf: (i: number) => string): repository.FoundItem[] =>
  Array.from({ length: n }, (_, i) => ({
    side: 'vanishes',
    patientId: i % 2 === 0 ? north.patientId : north.neighbour.patientId,
    item: {
      event: 'raised',
      alertId: 'x',
      at: new Date(),
      tier: 'week',
      concern: aFall(north.patientId),
      on: onOf(i),
    },
    outcome: null,
  }));

describe('what is listed', () => {
  const read = async (id: string) =>
    (await north.coordinator.agent.get(`/api/v1/back-tests/${id}/items?side=vanishes`).expect(200)).body as {
      items: { on: string }[];
      isCut: boolean;
    };
  const save = (id: string, items: repository.FoundItem[], counted: number) =>
    inClinic(north.clinicId, () =>
      repository.saveStep(id, { place: null, done: 0, tally: { ...emptyTally(PERIOD), vanishes: counted } }, items),
    );

  it('are the newest, whichever patients were looked at first, and it is said when there are more', async () => {
    const id = await insert(north.clinicId, north.coordinator.personId);
    await save(id, found(300, (i) => addDays(to, -i)), 300); // prettier-ignore
    expect(await read(id)).toMatchObject({ isCut: false, items: { length: 300 } });
    // Of the next patients: half of them lie among the days of the first ones.
    await save(id, found(300, (i) => addDays(to, -449 + i)), 600); // prettier-ignore
    const { items, isCut } = await read(id);
    expect(isCut).toBe(true);
    expect(items).toHaveLength(500);
    const days = [...Array(300).keys()].flatMap((i) => [addDays(to, -i), addDays(to, -449 + i)]);
    expect(items.map(({ on }) => on)).toEqual(days.toSorted().toReversed().slice(0, 500));
  });

  it('is all that one step finds', async () => {
    await writeMany(app.database.asOwner, south.clinicId, south.patientId, 300);
    await app.database.asOwner(`UPDATE alert SET raised_at = raised_at - interval '30 days' WHERE clinic_id = $1`, [
      south.clinicId,
    ]);
    const { agent, personId } = south.coordinator;
    const id = await insert(south.clinicId, personId, ruleOf('no-show', { on: false }));
    while ((await runner().step(south.clinicId, id)) === 'more');
    const { body: test } = await agent.get(`/api/v1/back-tests/${id}`).expect(200);
    const { body } = await agent.get(`/api/v1/back-tests/${id}/items?side=vanishes`).expect(200);
    expect(test.results).toMatchObject({ vanishes: 300, appears: 0 });
    expect(body).toMatchObject({ isCut: false, items: { length: 300 } });
  });

  it('names in the audit everybody whose evidence left', async () => {
    const id = await insert(north.clinicId, north.coordinator.personId);
    await save(id, found(4, () => to), 4); // prettier-ignore
    await read(id);
    const [row] = await app.database.asOwner<{ patient_ids: string[] }>(
      `SELECT object_id, count, patient_ids FROM audit_event WHERE type = 'Alert' AND interaction = 'search' AND object_id = $1`,
      [id],
    );
    expect(row).toMatchObject({ object_id: id, count: 4 });
    expect(row!.patient_ids.toSorted()).toEqual([north.patientId, north.neighbour.patientId].toSorted());
  });
});

describe('a step', () => {
  it('that the database fails is done again: nobody is left out for it', async () => {
    const id = await insert(north.clinicId, north.coordinator.personId);
    await runner().step(north.clinicId, id);
    await app.database.asOwner('REVOKE SELECT ON alert_suppression FROM stepwell_app');
    try {
      await expect(runner().step(north.clinicId, id)).rejects.toThrow('permission denied');
    } finally {
      await app.database.asOwner('GRANT SELECT ON alert_suppression TO stepwell_app');
    }
    while ((await runner().step(north.clinicId, id)) === 'more');
    const { body } = await north.coordinator.agent.get(`/api/v1/back-tests/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'done', progress: { done: 2, of: 2 }, results: { leftOut: 0 } });
  });

  it('counts what was told of the clinic, also where no patient agreed to be looked at', async () => {
    await report(app, nobody.id, anOutage('fitbit'));
    await app.database.asOwner(`UPDATE alert SET raised_at = now() - interval '20 days' WHERE clinic_id = $1`, [
      nobody.id,
    ]);
    const id = await insert(nobody.id, nobody.admin.personId);
    while ((await runner().step(nobody.id, id)) === 'more');
    const { body } = await nobody.admin.agent.get(`/api/v1/back-tests/${id}`).expect(200);
    expect(body).toMatchObject({
      state: 'done',
      progress: { done: 0, of: 0 },
      results: { patients: 0, before: { items: 1, itemsPerPatientDay: null }, after: { items: 1 } },
    });
  });

  it('that comes to the end too late does not end what another node goes on with', async () => {
    const id = await insert(north.clinicId, north.coordinator.personId);
    await runner().step(north.clinicId, id);
    const [first] = await inClinic(north.clinicId, () => repository.findConcerned(CHANGE, null, 1));
    await whileWaiting('alert_suppression', 'ACCESS EXCLUSIVE', {
      waits: () => runner().step(north.clinicId, id),
      meanwhile: () => repository.saveStep(id, { place: first!, done: 1, tally: emptyTally(PERIOD) }, []),
    });
    while ((await runner().step(north.clinicId, id)) === 'more');
    const { body } = await north.coordinator.agent.get(`/api/v1/back-tests/${id}`).expect(200);
    expect(body).toMatchObject({ state: 'done', progress: { done: 2, of: 2 } });
  });
});

describe('the same request twice at once', () => {
  it('is one test, and goes on', async () => {
    const id = randomUUID();
    const { agent, personId } = north.admin;
    const { body } = await whileWaiting('back_test', 'SHARE', {
      waits: () => agent.post('/api/v1/back-tests').send({ id, change: CHANGE }).expect(200),
      meanwhile: () => repository.insertBackTest({ id, change: CHANGE, by: personId, ...PERIOD }),
    });
    expect(body).toMatchObject({ id, state: 'queued' });
    expect(await app.database.asOwner('SELECT 1 FROM back_test_job WHERE test_id = $1', [id])).toEqual([]);
  });
});

/** Holds a table until somebody waits for it, does something in that clinic, and lets go. @returns what came of waiting */
async function whileWaiting<T>(
  table: string,
  mode: string,
  what: { readonly waits: () => PromiseLike<T>; readonly meanwhile: () => Promise<unknown> },
): Promise<T> {
  const [isHeld, isAwaited] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holds = inClinic(north.clinicId, async () => {
    await query(`LOCK TABLE ${table} IN ${mode} MODE`);
    isHeld.resolve();
    await isAwaited.promise;
    await what.meanwhile();
  });
  await isHeld.promise;
  const waiting = Promise.resolve(what.waits());
  const isWaiting = () =>
    app.database.asOwner('SELECT 1 FROM pg_locks WHERE NOT granted AND relation = $1::regclass', [table]);
  while ((await isWaiting()).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  isAwaited.resolve();
  await holds;
  return waiting;
}
