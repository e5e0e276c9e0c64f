import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import {
  awayFromMidnight,
  clinicDay,
  createClinic,
  inviteAndAccept,
  MIDNIGHT_MS,
  ok,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../test/support/people.js';
import { endOfDay, startOfDay } from '../../metrics/index.js';

const ZONE = 'Europe/Berlin';
const day = clinicDay;

let app: TestApp;
let clinician: Person;
let token: string;
let patientId: string;

beforeAll(awayFromMidnight, MIDNIGHT_MS);
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'changed');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());
beforeEach(async () => {
  patientId = await registerPatient(clinician);
});

const steps = (days: number): Reading[] =>
  Array.from({ length: days }, (_, i) => {
    const [start, end] = [startOfDay(ZONE, day(i - days)), endOfDay(ZONE, day(i - days))];
    const value = 6000 + ((i * 7919) % 13) * 20;
    return { metric: 'steps', value, start: new Date(start).toISOString(), end: new Date(end).toISOString() };
  });
const set = (id: string, from: number, to: number, target = 8000) =>
  clinician.agent.post(`/api/v1/patients/${patientId}/sprints`).send({
    id,
    goal: 'Walk to the market',
    startsOn: day(from),
    endsOn: day(to),
    metrics: [{ metric: 'steps', target, baseline: 6000 }],
  });
async function plan(from: number, to: number, target?: number): Promise<string> {
  const id = randomUUID();
  await set(id, from, to, target).expect(ok);
  return id;
}
const change = (id: string, more: object = {}) =>
  clinician.agent.put(`/api/v1/patients/${patientId}/sprints/${id}`).send({
    version: 1,
    goal: 'Walk to the sea',
    endsOn: day(31),
    metrics: [{ metric: 'steps', target: 8000 }],
    ...more,
  });
const end = (id: string, version = 1) =>
  clinician.agent.post(`/api/v1/patients/${patientId}/sprints/${id}/end`).send({ version });
const detail = async () => (await clinician.agent.get(`/api/v1/patients/${patientId}`).expect(200)).body;
const before = () =>
  app.database.asOwner<{ metrics: unknown[] }>(
    `SELECT version, goal, ends_on::text AS "endsOn", metrics, became FROM sprint_before WHERE patient_id = $1 ORDER BY changed_at`,
    [patientId],
  );
async function judged(): Promise<void> {
  const due = () => app.database.asOwner('SELECT 1 FROM due_day WHERE patient_id = $1', [patientId]);
  for (const until = Date.now() + 30_000; (await due()).length > 0;) {
    if (Date.now() > until) throw new Error('Not judged in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
async function openKinds(until: (kinds: string[]) => boolean): Promise<string[]> {
  for (const end = Date.now() + 40_000; ;) {
    const { body } = await clinician.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200);
    const kinds = body.items.map((row: { kind: string }) => row.kind);
    if (until(kinds) || Date.now() > end) return kinds;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('a sprint that was set wrong', () => {
  it('is corrected: what rested on the wrong target is gone, what the sprint was is kept', async () => {
    await postObservations(app, token, patientId, steps(60));
    // "8,000", read as 8.
    const id = await plan(-20, 21, 8);
    expect(await openKinds((kinds) => kinds.includes('goal-reached'))).toContain('goal-reached');

    const { body } = await change(id, { endsOn: day(14) }).expect(200);
    expect(body).toMatchObject({ id, version: 2, goal: 'Walk to the sea', endsOn: day(14), state: 'active' });
    // The baseline that was agreed on stays, though nobody sent it again.
    expect(body.metrics).toMatchObject([{ metric: 'steps', baseline: 6000, target: 8000 }]);
    expect(await openKinds((kinds) => !kinds.includes('goal-reached'))).not.toContain('goal-reached');
    expect(await before()).toEqual([
      {
        version: 1,
        goal: 'Walk to the market',
        endsOn: day(21),
        metrics: [{ metric: 'steps', baseline: 6000, target: 8 }],
        became: 'changed',
      },
    ]);
  });

  it('gets other measures, in their order', async () => {
    const id = await plan(-10, 31);
    const metrics = [
      { metric: 'painIntensity', target: 3 },
      { metric: 'steps', target: 7000 },
    ];
    await change(id, { metrics }).expect(200);
    expect((await change(id, { version: 2, metrics: metrics.slice(0, 1) }).expect(200)).body.metrics).toMatchObject([
      { metric: 'painIntensity', target: 3 },
    ]);
    expect((await before()).map((row) => row.metrics.length)).toEqual([1, 2]);
  });

  it('is ended today, once however often it is pressed, and the next one begins tomorrow', async () => {
    const id = await plan(-10, 31);
    for (const _ of [1, 2]) {
      const { body } = await end(id).expect(200);
      expect(body).toMatchObject({ version: 2, endsOn: day(0), daysLeft: 0, isEnded: true });
    }
    expect(await before()).toMatchObject([{ endsOn: day(31), became: 'ended' }]);
    await plan(1, 35);
    // Whoever has ended it has decided: nobody is asked to.
    await judged();
    expect(await openKinds(() => true)).toEqual([]);
  });

  it('goes on when it was ended by mistake', async () => {
    const id = await plan(-10, 31);
    await end(id).expect(200);
    const { body } = await change(id, { version: 2 }).expect(200);
    expect(body).toMatchObject({ version: 3, endsOn: day(31), isEnded: false });
  });

  it('leaves what it was for the team to read: what, until when, and who changed it', async () => {
    const id = await plan(-10, 31);
    await change(id).expect(200);
    await end(id, 2).expect(200);
    await end(await plan(5, 40)).expect(200);
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/sprints/earlier`).expect(200);
    const { name } = (await clinician.agent.get('/api/v1/session').expect(200)).body.person;
    expect(body.items).toMatchObject([
      { became: 'removed', startsOn: day(5), until: expect.stringMatching(/T.*Z$/), by: name },
      { sprintId: id, version: 2, became: 'ended', goal: 'Walk to the sea', endsOn: day(31), by: name },
      { sprintId: id, version: 1, became: 'changed', metrics: [{ metric: 'steps', baseline: 6000, target: 8000 }] },
    ]);
    patientId = await registerPatient(clinician);
    const other = await clinician.agent.get(`/api/v1/patients/${patientId}/sprints/earlier`).expect(200);
    expect(other.body.items).toEqual([]);
  });

  it('is taken back before it begins, and its days are free', async () => {
    const id = await plan(5, 40);
    expect((await detail()).nextSprint).toMatchObject({ id, state: 'planned' });
    expect((await end(id).expect(200)).body).toMatchObject({ id, state: 'ended' });
    expect((await detail()).nextSprint).toBeNull();
    expect(await before()).toMatchObject([{ goal: 'Walk to the market', became: 'removed' }]);
    await plan(5, 40);
  });

  it('stays taken back, whichever message comes late or again', async () => {
    const id = await plan(5, 40);
    const first = await end(id).expect(200);
    expect((await end(id).expect(200)).body).toEqual(first.body);
    expect((await set(id, 5, 40).expect(409)).body.code).toBe('SPRINT_TAKEN_BACK');
    const corrected = await change(id).expect(409);
    expect(corrected.body.code).toBe('SPRINT_TAKEN_BACK');
    // Read by whoever fills in the form.
    expect(corrected.body.detail).toBe('This sprint was taken back meanwhile. If it is wanted after all, set it anew.');
    expect((await detail()).nextSprint).toBeNull();
    expect(await before()).toHaveLength(1);
    patientId = await registerPatient(clinician);
    await end(id).expect(404);
    await change(id).expect(404);
  });
});

describe('a sprint of which too little is known', () => {
  it('says the newest value and of how few days, and the middle once there are enough', async () => {
    const pain = (ago: number, value: number): Reading => ({
      metric: 'painIntensity',
      value,
      start: new Date(startOfDay(ZONE, day(-ago)) + 9 * 3_600_000).toISOString(),
    });
    await change(await plan(-10, 31), { metrics: [{ metric: 'painIntensity', target: 3 }] }).expect(200);
    const metric = async () => {
      await judged();
      return (await detail()).sprint.metrics[0];
    };
    expect(await metric()).toMatchObject({ now: null, few: null });
    await postObservations(app, token, patientId, [pain(20, 9), pain(2, 6)]);
    expect(await metric()).toMatchObject({ now: null, few: { value: 6, days: 1 } });
    await postObservations(app, token, patientId, [pain(1, 4)]);
    expect(await metric()).toMatchObject({ now: null, few: { value: 4, days: 2 } });
    await postObservations(app, token, patientId, [pain(3, 5), pain(4, 5), pain(5, 5)]);
    expect(await metric()).toMatchObject({ now: 5, few: null });
  });
});

describe('what is refused', () => {
  const code = async (request: ReturnType<typeof change>) => {
    const { body } = await request;
    return [body.code, body.errors?.[0]?.path];
  };
  it('names why, and the field that would have to be another', async () => {
    const over = await plan(-70, -40);
    const running = await plan(-30, 5);
    await plan(6, 40);
    expect(await code(change(over, { endsOn: day(-35) }))).toEqual(['SPRINT_ENDED', undefined]);
    expect(await code(end(over))).toEqual(['SPRINT_ENDED', undefined]);
    expect(await code(change(running, { endsOn: day(8) }))).toEqual(['SPRINT_OVERLAPS', 'endsOn']);
    expect(await code(change(running, { endsOn: day(20) }))).toEqual(['SPRINT_LENGTH', 'endsOn']);
    expect(await code(change(running, { endsOn: day(-1) }))).toEqual(['SPRINT_LAST_DAY_PAST', 'endsOn']);
    expect(await code(change(running, { version: 7, endsOn: day(5) }))).toEqual(['SPRINT_CHANGED', undefined]);
    expect(await before()).toEqual([]);
  });

  it('of two who change it at once, one is told', async () => {
    const id = await plan(-10, 31);
    const answers = await Promise.all([change(id, { goal: 'one' }), change(id, { goal: 'two' })]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await before()).toHaveLength(1);
  });

  it('another patient’s sprint is not found', async () => {
    const id = await plan(-10, 31);
    patientId = await registerPatient(clinician);
    await change(id).expect(404);
    await end(id).expect(404);
  });
});
