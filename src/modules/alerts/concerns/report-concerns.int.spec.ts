import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { createClinic, registerPatient } from '../../../../test/support/people.js';
import { Database } from '../../../platform/database/database.js';
import { WorkerDatabase } from '../../../platform/database/worker-database.js';
import type { NewDelivery } from '../../../platform/sockets/deliveries.js';
import { aConcern, aConcernOf, anOutage, oneOfEach, trendEvidence } from '../alerts.testkit.js';
import { clearConcern, closeConcerns, reportConcern, reportConcerns } from '../index.js';
import { AlertClock } from '../lifecycle/alert-clock.js';
import type { Concern, Producer } from './concern.js';
import type { Kind } from './kinds.js';

let app: TestApp;
let circle: CareCircle;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'producers'), 'Watched');
}, 120_000);
afterAll(() => app?.close());

const now = () => new Date();
const asWorker = <T>(run: () => Promise<T>): Promise<T> =>
  app.nest.get(WorkerDatabase).as.inClinic(circle.clinicId, run);
/** Within a request, as most producers are. */
const asApp = <T>(run: () => Promise<T>): Promise<T> => app.nest.get(Database).inClinic(circle.clinicId, run);
const found = (...concerns: Concern[]) =>
  concerns.reduce<Promise<NewDelivery[]>>(
    async (before, concern) => [...(await before), ...(await asApp(() => reportConcern(concern, now())))],
    Promise.resolve([]),
  );
const all = (patientId: string, producer: Producer, ...concerns: Concern[]) =>
  asWorker(() => reportConcerns({ patientId, producer, concerns, now: now() }));
const gone = (of: Concern) => asApp(() => clearConcern(of, now()));

const openKinds = async (patientId: string): Promise<Kind[]> =>
  (await circle.coordinator.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items
    .map((row: { kind: Kind }) => row.kind)
    .sort();
interface Suppressed {
  readonly kind: Kind;
  readonly reason: string;
  readonly by: { kind: Kind } | null;
  readonly times: number;
  readonly endedAt: string | null;
}
const suppressed = async (patientId: string, state: 'current' | 'all' = 'current'): Promise<Suppressed[]> =>
  (await circle.treating.agent.get(`/api/v1/alerts/suppressed?patientId=${patientId}&state=${state}`).expect(200)).body
    .items;
const newPatient = () => registerPatient(circle.treating);
const pain = (patientId: string, change: Parameters<typeof aConcern>[0] = {}) =>
  aConcern({ patientId, domain: 'pain', evidence: trendEvidence({ metric: 'painIntensity' }), ...change });

describe('whoever finds something says so at one door', () => {
  it('each kind with its evidence, within a request or in the background', async () => {
    const patientId = await newPatient();
    const concerns = oneOfEach(patientId).filter((one) => one.kind !== 'flare');
    // Silence first: what it hides comes before it here.
    for (const concern of concerns) await found(concern);
    expect(await openKinds(patientId)).toEqual(concerns.map((one) => one.kind).sort());
  });

  it.each<[string, (patientId: string) => unknown]>([
    ['a member too many', (id) => ({ ...aConcern({ patientId: id }), words: 'she says' })],
    [
      'evidence of another kind',
      (id) => ({ ...aConcern({ patientId: id }), evidence: aConcernOf('flare', id).evidence }),
    ],
    ['a severity that is none', (id) => ({ ...aConcern({ patientId: id }), severity: 4 })],
    ['nobody, where it is about a patient', () => ({ ...aConcern(), patientId: null })],
  ])('refuses %s, and nothing is left of the transaction', async (_name, make) => {
    const patientId = await newPatient();
    await expect(found(make(patientId) as Concern)).rejects.toThrow();
    expect(await openKinds(patientId)).toEqual([]);
  });

  it('tells the team, once each; of the clinic, those who have all of it', async () => {
    const patientId = await newPatient();
    const [told] = await found(aConcern({ patientId }));
    expect([...told!.personIds].sort()).toEqual([circle.treating.personId, circle.coordinator.personId].sort());
    expect(await found(aConcern({ patientId }))).toEqual([]);
    // Another day of it is stored with the evidence, and rings for nobody.
    const more = trendEvidence({ baseline: { ...trendEvidence().baseline, validDays: 28 } });
    expect(await found(aConcern({ patientId, evidence: more }))).toEqual([]);
    const [outage] = await found(anOutage('garmin'));
    expect(outage).toMatchObject({ patientId: null, personIds: [circle.coordinator.personId] });
  });

  it('what one producer finds clears nothing of another', async () => {
    const patientId = await newPatient();
    await found(aConcernOf('no-show', patientId));
    await all(patientId, 'trends', aConcern({ patientId }));
    await all(patientId, 'trends');
    expect(await openKinds(patientId)).toEqual(['no-show']);
    await all(patientId, 'visits');
    expect(await openKinds(patientId)).toEqual([]);
  });

  it('a concern is cleared by its name', async () => {
    const patientId = await newPatient();
    const [first, second] = [aConcernOf('no-show', patientId), aConcernOf('no-show', patientId, { key: 'v2' })];
    await found(first, second);
    await gone(first);
    expect(await openKinds(patientId)).toEqual(['no-show']);
    await gone(second);
    expect(await openKinds(patientId)).toEqual([]);
  });

  it('found by two requests and the worker at once it is one alert', async () => {
    // Again and again: the first time most of them still wait for a connection, and come one after another.
    for (let i = 0; i < 6; i++) {
      const patientId = await newPatient();
      const concern = aConcernOf('prom-threshold', patientId);
      await Promise.all([found(concern), found(concern), found(concern), all(patientId, 'self-report', concern)]);
      expect(await openKinds(patientId)).toEqual(['prom-threshold']);
    }
  });

  it('a silence that changes its face stays one alert', async () => {
    const patientId = await newPatient();
    const silent = { patientId, domain: 'data', key: 'data' } as const;
    await all(patientId, 'trends', aConcern({ ...silent, kind: 'missing-data' }));
    await all(patientId, 'trends', aConcern({ ...silent, kind: 'no-progress' }));
    expect(await openKinds(patientId)).toEqual(['no-progress']);
    const [row] = (await circle.treating.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items;
    const { body } = await circle.treating.agent.get(`/api/v1/alerts/${row.id}`).expect(200);
    expect(body.timeline.map((e: { kind: string }) => e.kind)).toEqual(['raised', 'extended']);
  });

  it('consent withdrawn ends all of it but a red flag, whoever found it, with no time to wait', async () => {
    const patientId = await newPatient();
    const others = [aConcernOf('goal-reached', patientId), aConcernOf('no-show', patientId), pain(patientId)];
    await found(aConcernOf('red-flag', patientId), ...others);
    await asWorker(() => closeConcerns(patientId, now()));
    expect(await openKinds(patientId)).toEqual(['red-flag']);
    expect(await suppressed(patientId)).toEqual([]);
  });
});

describe('what is held back', () => {
  it('more pain in a flare, with the flare named; and heard when the flare is over', async () => {
    const patientId = await newPatient();
    const flare = aConcernOf('flare', patientId);
    await found(flare);
    for (let i = 0; i < 2; i++) await all(patientId, 'trends', pain(patientId));
    expect(await openKinds(patientId)).toEqual(['flare']);
    expect(await suppressed(patientId)).toMatchObject([
      { kind: 'deterioration', reason: 'inhibited', by: { kind: 'flare' }, times: 2, endedAt: null },
    ]);
    const list = await circle.treating.agent.get('/api/v1/alerts').expect(200);
    expect(list.body.heldBack).toBeGreaterThan(0);
    await gone(flare);
    expect(await openKinds(patientId)).toEqual(['deterioration']);
    expect(await suppressed(patientId)).toEqual([]);
    expect(await suppressed(patientId, 'all')).toMatchObject([{ reason: 'inhibited', endedAt: expect.any(String) }]);
  });

  it('a flare hides nothing but pain', async () => {
    const patientId = await newPatient();
    await found(aConcernOf('flare', patientId));
    await all(patientId, 'trends', aConcern({ patientId, domain: 'activity' }));
    expect(await openKinds(patientId)).toEqual(['deterioration', 'flare']);
  });

  it('fewer steps that nobody measured, in whatever order they are found', async () => {
    const patientId = await newPatient();
    const gap = aConcern({ patientId, kind: 'missing-data', domain: 'data' });
    await all(patientId, 'trends', aConcern({ patientId }), gap);
    expect(await openKinds(patientId)).toEqual(['missing-data']);
    await all(patientId, 'trends', aConcern({ patientId }));
    expect(await openKinds(patientId)).toEqual(['deterioration']);
  });

  it('what was open before stays, and does not grow worse meanwhile', async () => {
    const patientId = await newPatient();
    await all(patientId, 'trends', pain(patientId));
    await found(aConcernOf('flare', patientId));
    await all(patientId, 'trends', pain(patientId, { severity: 3 }));
    const { body } = await circle.treating.agent
      .get(`/api/v1/alerts?patientId=${patientId}&kind=deterioration`)
      .expect(200);
    expect(body.items).toMatchObject([{ severity: 1, tier: 'week' }]);
    expect(await suppressed(patientId)).toMatchObject([{ reason: 'inhibited' }]);
  });

  it('a flare that somebody has dealt with still is one', async () => {
    const patientId = await newPatient();
    await found(aConcernOf('flare', patientId));
    const [row] = (await circle.treating.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items;
    await circle.treating.agent
      .post(`/api/v1/alerts/${row.id}/resolve`)
      .send({ version: 1, outcome: 'contacted' })
      .expect(200);
    await all(patientId, 'trends', pain(patientId));
    expect(await openKinds(patientId)).toEqual([]);
    expect(await suppressed(patientId)).toMatchObject([{ reason: 'inhibited' }]);
  });

  it('a vendor that is down is one alert, not one per patient; and those it hid are heard when it is back', async () => {
    const patients = [await newPatient(), await newPatient(), await newPatient()];
    await found(anOutage());
    for (const patientId of patients) await found(aConcernOf('missing-data', patientId));
    for (const patientId of patients) expect(await openKinds(patientId)).toEqual([]);
    await gone(anOutage());
    // An outage has to be over for a day.
    await app.database.asOwner(
      `UPDATE alert SET absent_since = absent_since - interval '1 day', clears_at = clears_at - interval '1 day' WHERE kind = 'vendor-outage'`,
    );
    for (let i = 0; i < 2; i++) await app.nest.get(AlertClock).tick();
    for (const patientId of patients) expect(await openKinds(patientId)).toEqual(['missing-data']);
  });

  it('one that cannot be judged keeps no other waiting', async () => {
    const [bad, good] = [await newPatient(), await newPatient()];
    for (const patientId of [bad, good]) {
      const broken = aConcernOf('goal-reached', patientId);
      await found(broken);
      await gone(broken);
    }
    await app.database.asOwner(
      `UPDATE alert SET clears_at = now(), absent_since = now() - interval '14 days' WHERE patient_id = ANY($1)`,
      [[bad, good]],
    );
    await app.database.asOwner(`UPDATE alert SET kind = 'unheard of' WHERE patient_id = $1`, [bad]);
    await app.nest.get(AlertClock).tick();
    expect(await openKinds(good)).toEqual([]);
    for (const table of ['alert_event', 'telling'])
      await app.database.asOwner(
        `DELETE FROM ${table} WHERE alert_id IN (SELECT id FROM alert WHERE patient_id = $1)`,
        [bad],
      );
    await app.database.asOwner('DELETE FROM alert WHERE patient_id = $1', [bad]);
  });

  it.each([
    ['old news', { live: false }, 'not-live'],
    ['what was handled', {}, 'already-handled'],
  ])('%s, with its reason', async (_name, change, reason) => {
    const patientId = await newPatient();
    if (reason === 'already-handled') {
      await found(pain(patientId));
      const [row] = (await circle.treating.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items;
      await circle.treating.agent
        .post(`/api/v1/alerts/${row.id}/resolve`)
        .send({ version: 1, outcome: 'contacted' })
        .expect(200);
    }
    await all(patientId, 'trends', pain(patientId, change));
    expect(await openKinds(patientId)).toEqual([]);
    expect(await suppressed(patientId)).toMatchObject([{ reason }]);
    await all(patientId, 'trends');
    expect(await suppressed(patientId)).toEqual([]);
  });
});

describe('a concern that comes and goes', () => {
  const daysAgo = (concernKey: string, patientId: string, days: number) =>
    app.database.asOwner(
      `UPDATE alert SET absent_since = absent_since - make_interval(days => $3), clears_at = clears_at - make_interval(days => $3)
       WHERE patient_id = $2 AND concern_key = $1`,
      [concernKey, patientId, days],
    );
  const KEY = 'goal-reached:g1';

  it('is one alert, and cleared only after it has stayed away as long as the rule says', async () => {
    const patientId = await newPatient();
    const broken = aConcernOf('goal-reached', patientId);
    await found(broken);
    await gone(broken);
    await app.nest.get(AlertClock).tick();
    expect(await openKinds(patientId)).toEqual(['goal-reached']);
    await found(broken);
    await daysAgo(KEY, patientId, 2);
    await app.nest.get(AlertClock).tick();
    expect(await openKinds(patientId)).toEqual(['goal-reached']);
    await gone(broken);
    await daysAgo(KEY, patientId, 14);
    await app.nest.get(AlertClock).tick();
    expect(await openKinds(patientId)).toEqual([]);
    const rows = await app.database.asOwner('SELECT outcome FROM alert WHERE patient_id = $1', [patientId]);
    expect(rows).toEqual([{ outcome: 'cleared' }]);
  });

  it('once handled is raised anew only after it has stayed away that long', async () => {
    const patientId = await newPatient();
    const broken = aConcernOf('goal-reached', patientId);
    await found(broken);
    const [row] = (await circle.treating.agent.get(`/api/v1/alerts?patientId=${patientId}`).expect(200)).body.items;
    await circle.treating.agent
      .post(`/api/v1/alerts/${row.id}/resolve`)
      .send({ version: 1, outcome: 'contacted' })
      .expect(200);
    await gone(broken);
    await found(broken);
    expect(await openKinds(patientId)).toEqual([]);
    await gone(broken);
    await daysAgo(KEY, patientId, 14);
    await app.nest.get(AlertClock).tick();
    await found(broken);
    expect(await openKinds(patientId)).toEqual(['goal-reached']);
  });
});
