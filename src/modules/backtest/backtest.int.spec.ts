import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { createClinic, type Person } from '../../../test/support/people.js';
import { type LivedItem, liveStoredYear } from '../../../test/support/year/live-stored-year.js';
import { addDays, civilDayOf } from '../../metrics/index.js';
import { Database } from '../../platform/database/database.js';
import { DEFAULT_RULES, type Kind, type RuleSettings } from '../alerts/index.js';
import { BackTestRunner } from './backtest-runner.js';
import * as repository from './backtest.repository.js';
import { insertJob } from './jobs.repository.js';

const PATIENTS = 4;
const DAYS = 170;

let app: TestApp;
let north: CareCircle;
let south: CareCircle;
let lived: LivedItem[];

beforeAll(async () => {
  app = await createTestApp();
  north = await gatherCareCircle(app, await createClinic(app, 'backtest-north'), 'Watched');
  south = await gatherCareCircle(app, await createClinic(app, 'backtest-south'), 'Elsewhere');
  const firstDay = addDays(civilDayOf('Etc/GMT+12', Date.now()), -DAYS);
  const nurse = north.coordinator.personId;
  lived = await liveStoredYear(app, {
    clinicId: north.clinicId,
    nurse,
    patients: PATIENTS,
    days: DAYS,
    firstDay,
    seed: 4,
  });
}, 240_000);
afterAll(() => app?.close());

type Scope = { of: 'clinic' } | { of: 'programme'; programme: string } | { of: 'patient'; patientId: string };
const ruleOf = (kind: Kind, settings: Partial<RuleSettings> | null, scope: Scope = { of: 'clinic' }) => ({
  of: 'rule',
  kind,
  scope,
  settings: settings && { ...DEFAULT_RULES[kind], ...settings },
});
const begin = (by: Person, change: object, id = randomUUID()) =>
  by.agent.post('/api/v1/back-tests').send({ id, change });

/** Looks until it is over. */
async function play(by: Person, change: object) {
  const { body } = await begin(by, change).expect(200);
  for (;;) {
    const { body: now } = await by.agent.get(`/api/v1/back-tests/${body.id}`).expect(200);
    if (now.state !== 'queued' && now.state !== 'running') return now;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
const itemsOf = async (by: Person, id: string, side: 'appears' | 'vanishes') =>
  (await by.agent.get(`/api/v1/back-tests/${id}/items?side=${side}`).expect(200)).body.items;
const short = ({ patientId, on, event, kind, domain, severity }: LivedItem) =>
  [patientId, on, event, kind, domain, severity].join(' ');

describe('what would have been', () => {
  it('without a change is what really was: every item, on its day', async () => {
    const test = await play(north.coordinator, ruleOf('deterioration', {}));
    expect(lived.length).toBeGreaterThan(8);
    expect(test).toMatchObject({ state: 'done', progress: { done: PATIENTS + 2, of: PATIENTS + 2 } });
    const { before, after, appears, vanishes, earlier, later, really, leftOut } = test.results;
    expect(after).toEqual(before);
    expect({ appears, vanishes, earlier, later, leftOut }).toEqual({
      appears: 0,
      vanishes: 0,
      earlier: 0,
      later: 0,
      leftOut: 0,
    });
    expect(before.items).toBe(lived.length);
    const raised = lived.filter(({ event }) => event === 'raised').length;
    expect(really).toEqual({ alerts: raised, foundAgain: raised });
    expect(before.real + before.refuted + before.unjudged).toBe(lived.length);
  });

  it('with a rule that is off: its items vanish, each with its day, patient and evidence; what they hid appears', async () => {
    const test = await play(north.admin, ruleOf('deterioration', { on: false }));
    const gone = await itemsOf(north.coordinator, test.id, 'vanishes');
    const was = lived.filter(({ kind }) => kind === 'deterioration');
    expect(was.length).toBeGreaterThan(2);
    type Listed = Omit<LivedItem, 'patientId'> & { patient: { id: string }; evidence: { type: string } };
    const found = (gone as Listed[]).map((one) => short({ ...one, patientId: one.patient.id }));
    expect(found.toSorted()).toEqual(was.map(short).toSorted());
    expect(gone[0].evidence).toMatchObject({ type: 'trend', metric: expect.any(String) });
    expect(test.results.after.byKind.some(({ kind }: { kind: Kind }) => kind === 'deterioration')).toBe(false);
    const weeks = test.results.weeks as { before: number; after: number }[];
    expect(weeks.reduce((sum, week) => sum + week.before, 0)).toBe(was.length);
    expect(weeks.every(({ after }) => after === 0)).toBe(true);
  });

  it('with other levels nothing comes or goes, but it is more urgent', async () => {
    const now = { tier: 'now', dueWithinHours: 1 } as const;
    const test = await play(north.coordinator, ruleOf('missing-data', { levels: [now, now, now] }));
    const was = lived.filter(({ kind }) => kind === 'missing-data').length;
    expect(test.results).toMatchObject({ appears: 0, vanishes: 0, moreUrgent: was, lessUrgent: 0 });
    expect(was).toBeGreaterThan(0);
  });

  it('with a smaller budget fewer are told', async () => {
    const { results } = await play(north.admin, { of: 'budget', budgetPerPatientMonth: 0.02 });
    expect(results.after.items).toBeLessThan(results.before.items);
    expect(results.vanishes).toBeGreaterThan(0);
  });

  it('of one patient looks at nobody else', async () => {
    const [{ patientId }] = lived as [LivedItem];
    const test = await play(north.coordinator, ruleOf('deterioration', null, { of: 'patient', patientId }));
    expect(test.progress).toEqual({ done: 1, of: 1 });
    expect(test.results.before.items).toBe(lived.filter((one) => one.patientId === patientId).length);
  });
});

describe('a node that dies', () => {
  const change = { ...ruleOf('deterioration', { on: false }), domain: null } as repository.BackTest['change'];
  const insert = async (id: string) => {
    const to = addDays(civilDayOf('Etc/GMT+12', Date.now()), -1);
    const by = north.coordinator.personId;
    await repository.insertBackTest({ id, change, by, from: addDays(to, -363), to });
  };
  const inNorth = <T>(run: () => Promise<T>) => app.nest.get(Database).inClinic(north.clinicId, run);
  const runner = () => app.nest.get(BackTestRunner);
  const read = async (id: string) => (await north.coordinator.agent.get(`/api/v1/back-tests/${id}`).expect(200)).body;

  it('is followed by another one, where it had come to: nobody is counted twice, nobody left out', async () => {
    const whole = await play(north.coordinator, change);
    const id = randomUUID();
    await inNorth(() => insert(id));
    for (let i = 0; i < 3; i++) expect(await runner().step(north.clinicId, id, 1)).toBe('more');
    expect((await read(id)).progress.done).toBe(2);
    // The one that was thought dead goes on too.
    await Promise.all([runner().step(north.clinicId, id, 1), runner().step(north.clinicId, id, 2)]);
    expect([3, 4]).toContain((await read(id)).progress.done);
    // Whoever finds the job takes it.
    await inNorth(() => insertJob(id));
    for (let now = await read(id); now.state === 'running'; now = await read(id))
      await new Promise((resolve) => setTimeout(resolve, 100));
    const { state, progress, results } = await read(id);
    expect({ state, progress, results }).toEqual({ state: 'done', progress: whole.progress, results: whole.results });
    expect(await itemsOf(north.coordinator, id, 'vanishes')).toHaveLength(results.vanishes);
  });

  it('what is cancelled stops where it is, and what is under way then counts no more', async () => {
    const id = randomUUID();
    await inNorth(() => insert(id));
    for (let i = 0; i < 2; i++) await runner().step(north.clinicId, id, 1);
    const underWay = runner().step(north.clinicId, id, 3);
    const { body } = await north.admin.agent.post(`/api/v1/back-tests/${id}/cancel`).send({}).expect(200);
    await underWay;
    expect(body.state).toBe('cancelled');
    expect(await runner().step(north.clinicId, id, 1)).toBe('done');
    expect(await read(id)).toMatchObject({ state: 'cancelled', progress: body.progress });
  });
});

describe('who may', () => {
  it('look: those who may change that rule; at patients: those who may see alerts; nobody of another clinic', async () => {
    const test = await play(north.coordinator, ruleOf('plateau', { on: false }));
    const path = `/api/v1/back-tests/${test.id}`;
    await north.admin.agent.get(path).expect(200);
    await north.admin.agent.get(`${path}/items?side=appears`).expect(403);
    await north.treating.agent.get(path).expect(404);
    for (const other of [south.coordinator, south.admin]) {
      await other.agent.get(path).expect(404);
      await other.agent.post(`${path}/cancel`).send({}).expect(404);
      expect((await other.agent.get('/api/v1/back-tests').expect(200)).body.items).toEqual([]);
    }
    await south.coordinator.agent.get(`${path}/items?side=appears`).expect(404);
    // The same id in another clinic is another test.
    const theirs = await begin(south.coordinator, ruleOf('plateau', { on: false }), test.id).expect(200);
    expect(theirs.body.progress.done).toBe(0);
  });

  it('begin: clinicians for their own patients only', async () => {
    await begin(north.treating, ruleOf('plateau', null)).expect(403);
    await begin(north.treating, { of: 'budget', budgetPerPatientMonth: 0.05 }).expect(403);
    const hers = ruleOf('plateau', null, { of: 'patient', patientId: north.patientId });
    await begin(north.colleague, hers).expect(404);
    await begin(north.treating, hers).expect(200);
    await begin(north.patient, hers).expect(403);
    const { body } = await north.treating.agent.get('/api/v1/back-tests').expect(200);
    expect(body.items).toHaveLength(1);
    expect((await north.colleague.agent.get('/api/v1/back-tests').expect(200)).body.items).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a red flag that is off', ruleOf('red-flag', { on: false }), 'change.settings.on'],
    ['a budget of nothing', { of: 'budget', budgetPerPatientMonth: 0 }, 'change.budgetPerPatientMonth'],
    ['an unknown member', { ...ruleOf('plateau', null), reason: 'x' }, 'change.reason'],
    ['a silence of months', ruleOf('flare', { clearAfterDays: 400 }), 'change.settings.clearAfterDays'],
  ])('%s is refused by name', async (_name, change, path) => {
    const answer = await begin(north.admin, change);
    expect([answer.status, answer.body.errors[0].path]).toEqual([422, path]);
  });
});
