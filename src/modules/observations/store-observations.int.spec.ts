import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { answerConsent } from '../../../test/support/consents.js';
import { callerFor } from '../../../test/support/caller.js';
import { toBatch, toObservation } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { isCollision } from '../../platform/database/collisions.js';
import { Database } from '../../platform/database/database.js';
import { enterClinic } from '../../platform/database/pipelined.js';
import { deviceObservation, type NewObservation, ObservationsService } from './index.js';
import { findOrStoreParts } from './known-parts.js';
import { storeRows, toKeyed } from './store-observations.js';
import { makeRandom } from '../../../test/support/random.js';

let app: TestApp;
let clinicId: string;
let clinician: Person;
let token: string;
let service: ObservationsService;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'store');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinicId);
  service = app.nest.get(ObservationsService);
}, 120_000);
afterAll(() => app?.close());

/** An integration of that clinic. */
const caller = () => callerFor(clinicId, 'Observation', 'create');
const store = (batch: readonly NewObservation[]) => service.store(caller(), batch);

const shuffled = <T>(all: readonly T[], random: () => number): T[] =>
  all
    .map((one) => [random(), one] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, one]) => one);

/** A week of readings of two devices for a patient. Each natural key has one value. */
function readings(patientId: string, random: () => number): NewObservation[] {
  const week = Date.parse('2026-03-01T00:00:00Z');
  const made = new Map<string, NewObservation>();
  for (let i = 0; i < 60; i++) {
    const metric = (['steps', 'heartRate', 'sleepDuration'] as const)[Math.floor(random() * 3)]!;
    const device = random() < 0.5 ? 'band' : 'phone';
    const startMs = week + Math.floor(random() * 7 * 24 * 12) * 300_000;
    const endMs = metric === 'heartRate' ? startMs : startMs + (metric === 'steps' ? 300_000 : 3_600_000 * 6);
    const value =
      metric === 'heartRate'
        ? 50 + Math.floor(random() * 60)
        : metric === 'steps'
          ? Math.floor(random() * 500)
          : 1 + Math.floor(random() * 50) / 10;
    const kind = device === 'band' ? ('watch' as const) : ('phone' as const);
    made.set(
      `${metric}${device}${startMs}`,
      deviceObservation({ patientId, metric, startMs, endMs, value, source: { system: 'test', device, kind } }),
    );
  }
  return [...made.values()];
}

/** All that is stored of a patient, without ids and times of receipt. */
function stateOf(patientId: string): Promise<object[]> {
  return app.database.asOwner(
    `SELECT c.code, s.device, o.start_at, o.end_at, o.value::text, o.version, o.status FROM observation o
     JOIN concept c ON c.id = o.concept_id AND c.clinic_id = o.clinic_id JOIN source s ON s.id = o.source_id AND s.clinic_id = o.clinic_id
     WHERE o.patient_id = $1 ORDER BY 1, 2, 3, 4`,
    [patientId],
  );
}

describe('the same batch', () => {
  it.each([1, 2, 3])(
    'again, shuffled, split, doubled, or twice at once leaves the same state (seed %i)',
    async (seed) => {
      const random = makeRandom(seed);
      const once = await registerPatient(clinician);
      const often = await registerPatient(clinician);
      const plain = readings(once, makeRandom(seed + 100));
      const same = readings(often, makeRandom(seed + 100));
      const first = await store(plain);
      expect(first.every((a) => a.outcome === 'created')).toBe(true);
      expect(new Set(first.map((a) => a.id)).size).toBe(plain.length);

      const doubled = shuffled([...same, ...same.slice(0, 20)], random);
      const middle = Math.floor(random() * doubled.length);
      const answers = await Promise.all([
        store(doubled.slice(0, middle)),
        store(shuffled(same, random)),
        store(doubled.slice(middle)),
      ]);
      expect(answers.flat().filter((a) => a.outcome === 'created')).toHaveLength(same.length);
      expect(answers.flat().filter((a) => a.outcome === 'updated')).toEqual([]);

      const again = await store(shuffled(plain, random));
      expect(again.every((a) => a.outcome === 'unchanged')).toBe(true);
      expect(again.map((a) => a.id).sort()).toEqual(first.map((a) => a.id).sort());
      expect(await stateOf(often)).toEqual(await stateOf(once));
    },
    60_000,
  );

  it('marks no day as due a second time', async () => {
    const patientId = await registerPatient(clinician);
    const batch = readings(patientId, makeRandom(7));
    await store(batch);
    await app.nest.get(Database).inClinic(clinicId, async () => undefined);
    await waitUntil(async () => (await dueOf(patientId)) === 0);
    await store(batch);
    expect(await dueOf(patientId)).toBe(0);
  }, 60_000);

  it('in another spelling of its number is the same: an exponent is no news', async () => {
    const patientId = await registerPatient(clinician);
    const reading = (value: number) =>
      deviceObservation({
        patientId,
        metric: 'sleepDuration',
        startMs: 0,
        endMs: 1000,
        value,
        source: { system: 'test', device: '', kind: 'other' },
      });
    await store([reading(2.5e-7)]);
    expect(await store([reading(2.5e-7)])).toMatchObject([{ outcome: 'unchanged', version: 1 }]);
    await post(patientId, { valueQuantity: undefined }, '1e2', 201);
    await post(patientId, { valueQuantity: undefined }, '1e2', 200);
  });
});

async function dueOf(patientId: string): Promise<number> {
  const [row] = await app.database.asOwner<{ n: string }>(
    'SELECT count(*) AS n FROM due_day WHERE patient_id = $1 AND next_at <= now()',
    [patientId],
  );
  return Number(row!.n);
}

async function waitUntil(holds: () => Promise<boolean>, withinMs = 45_000): Promise<void> {
  const until = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error('It did not come to hold in time');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A FHIR Observation of steps with the number written literally; answers the response. */
async function post(patientId: string, change: object, valueText: string, status: number, as = token) {
  const resource = {
    ...toObservation(patientId, {
      metric: 'steps',
      value: 424_242,
      start: '2026-03-03T10:00:00Z',
      end: '2026-03-03T11:00:00Z',
    }),
    ...change,
  };
  const withValue =
    'valueQuantity' in change
      ? { ...resource, valueQuantity: { value: 424_242, system: 'http://unitsofmeasure.org', code: '{steps}' } }
      : resource;
  const answer = await app
    .http()
    .post('/fhir/Observation')
    .set('authorization', `Bearer ${as}`)
    .set('content-type', 'application/fhir+json')
    .send(JSON.stringify(withValue).replace('424242', valueText));
  expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
  return answer;
}

const get = (path: string) => app.http().get(path).set('authorization', `Bearer ${token}`);

describe('another value', () => {
  it('is the next version, and the one before stays readable', async () => {
    const patientId = await registerPatient(clinician);
    const first = await post(patientId, {}, '1200', 201);
    const second = await post(patientId, {}, '1300', 200);
    const { id } = first.body;
    expect(second.body).toMatchObject({ id, meta: { versionId: '2' }, valueQuantity: { value: 1300 } });
    expect((await get(`/fhir/Observation/${id}`).expect(200)).body.valueQuantity.value).toBe(1300);
    const old = await get(`/fhir/Observation/${id}/_history/1`).expect(200);
    expect(old.body).toMatchObject({ id, meta: { versionId: '1' }, valueQuantity: { value: 1200 } });
    expect((await get(`/fhir/Observation/${id}/_history/2`).expect(200)).body.valueQuantity.value).toBe(1300);
    await get(`/fhir/Observation/${id}/_history/3`).expect(404);
  });

  it('outside the catalogue another unit or note is the next version too, and the same again is none', async () => {
    const patientId = await registerPatient(clinician);
    const glucose = async (unit: string, status: number, more: object = {}) => {
      const answer = await app
        .http()
        .post('/fhir/Observation')
        .set('authorization', `Bearer ${token}`)
        .set('content-type', 'application/fhir+json')
        .send(
          JSON.stringify({
            resourceType: 'Observation',
            status: 'final',
            code: { coding: [{ system: 'http://loinc.org', code: '2345-7' }] },
            subject: { reference: `Patient/${patientId}` },
            effectiveDateTime: '2026-03-03T10:00:00Z',
            valueQuantity: { value: 5, unit, system: 'http://unitsofmeasure.org', code: unit },
            ...more,
          }),
        )
        .expect(status);
      expect((await get(`/fhir/Observation/${answer.body.id}`).expect(200)).body).toEqual(answer.body);
      return answer.body;
    };
    await glucose('mg/dL', 201);
    const corrected = await glucose('mmol/L', 200);
    expect(corrected).toMatchObject({ meta: { versionId: '2' }, valueQuantity: { unit: 'mmol/L' } });
    expect(await glucose('mmol/L', 200)).toMatchObject({ meta: { versionId: '2' } });
    const noted = await glucose('mmol/L', 200, { note: [{ text: 'fasting' }] });
    expect(noted).toMatchObject({ meta: { versionId: '3' }, note: [{ text: 'fasting' }] });
  });

  it('for many readings in opposite orders at once: both are stored, and neither waits for the other in a circle', async () => {
    const patientId = await registerPatient(clinician);
    const rows = (value: number) =>
      Array.from({ length: 150 }, (_, minute) =>
        deviceObservation({
          patientId,
          metric: 'heartRate',
          startMs: minute * 60_000,
          endMs: minute * 60_000,
          value,
          source: { system: 'test', device: 'band', kind: 'watch' },
        }),
      );
    await store(rows(60));
    // Transactions of their own: a shared commit would try again, and hide it.
    const correct = (batch: NewObservation[]) => app.nest.get(Database).inClinic(clinicId, () => store(batch));
    const [up, down] = await Promise.all([correct(rows(61)), correct(rows(62).reverse())]);
    const versions = up.map(({ version }, i) => [version, down.at(-1 - i)!.version].sort());
    expect(versions).toEqual(Array(150).fill([2, 3]));
    expect(up.map(({ id }) => id)).toEqual(down.map(({ id }) => id).reverse());
  }, 60_000);

  const heartRates = (patientId: string, values: readonly number[]) =>
    values.map((value, minute) =>
      deviceObservation({
        patientId,
        metric: 'heartRate',
        startMs: minute * 60_000,
        endMs: minute * 60_000,
        value,
        source: { system: 'test', device: 'band', kind: 'watch' },
      }),
    );

  it('for many readings is written together, with every version in between', async () => {
    const patientId = await registerPatient(clinician);
    const first = heartRates(patientId, Array(100).fill(60));
    const ids = (await store(first)).map(({ id }) => id);
    // Half of them twice, one of these as it was before, which is no news; nor are some others.
    const batch = [
      ...heartRates(
        patientId,
        first.map((_, i) => (i < 10 ? 60 : 61)),
      ),
      ...heartRates(
        patientId,
        first.map((_, i) => (i === 49 ? 60 : 62)),
      ).slice(10, 50),
    ];
    const database = app.nest.get(Database);
    const parts = await database.inClinic(clinicId, () => findOrStoreParts(batch));
    let statements = 0;
    const answers = await database.hot.transaction(async (tx) => {
      await enterClinic(tx, clinicId);
      const counted: typeof tx = { ...tx, send: (...sent) => (statements++, tx.send(...sent)) };
      const rows = batch.map((o, i) => toKeyed(o, parts[i]!));
      return storeRows(counted, clinicId, rows, Promise.resolve(Date.now()));
    });
    expect(statements).toBeLessThan(8);
    expect(answers.map(({ version, outcome }) => `${outcome} ${version}`)).toEqual([
      ...Array(10).fill('unchanged 1'),
      ...Array(90).fill('updated 2'),
      ...Array(39).fill('updated 3'),
      'unchanged 2',
    ]);
    expect(answers.map(({ id }) => id)).toEqual([...ids, ...ids.slice(10, 50)]);
    const versionsOf = async (id: string) =>
      Promise.all([1, 2, 3].map((version) => service.read(caller(), id, version).then((row) => row.valueText)));
    expect(await versionsOf(ids[20]!)).toEqual(['60', '61', '62']);
    expect(await service.read(caller(), ids[20]!)).toEqual(await service.read(caller(), ids[20]!, 3));
    expect(await service.read(caller(), ids[49]!)).toMatchObject({ version: 2, valueText: '61' });
    expect(await service.read(caller(), ids[70]!)).toMatchObject({ version: 2, valueText: '61' });
  });

  it.each([
    ['before it is looked at', 'observation-insert-new', 60],
    ['before it is locked', 'observation-taken', 61],
  ])('of a reading that somebody removes %s is not told as stored, but tried again', async (_name, after, value) => {
    const patientId = await registerPatient(clinician);
    const [stored] = await store(heartRates(patientId, [60]));
    const batch = heartRates(patientId, [value, 70]);
    const database = app.nest.get(Database);
    const parts = await database.inClinic(clinicId, () => findOrStoreParts(batch));
    const storeWhile = (remove: () => Promise<unknown>) =>
      database.hot.transaction(async (tx) => {
        await enterClinic(tx, clinicId);
        const raced: typeof tx = {
          ...tx,
          send: async <Row extends object>(...[statement, values]: Parameters<typeof tx.send>) => {
            const answer = await tx.send<Row>(statement, values);
            if (statement.name === after) await remove();
            return answer;
          },
        };
        const rows = batch.map((o, i) => toKeyed(o, parts[i]!));
        return storeRows(raced, clinicId, rows, Promise.resolve(Date.now()));
      });
    const gone = storeWhile(() =>
      app.database.asOwner('DELETE FROM observation_row WHERE series_id = $1 AND start_at = to_timestamp(0)', [
        parts[0]!.seriesId,
      ]),
    );
    expect(isCollision(await gone.catch((error: unknown) => error))).toBe(true);
    expect(await storeWhile(() => Promise.resolve())).toMatchObject([
      { outcome: 'created', id: stored!.id },
      { outcome: 'created' },
    ]);
    expect(await service.read(caller(), stored!.id)).toMatchObject({ valueText: String(value) });
  });

  it.each([
    ['that this very transaction has stored', []],
    ['that was there before it', [60]],
  ])('of a reading %s is its next version, and nothing is lost', async (_name, before) => {
    const patientId = await registerPatient(clinician);
    await store(heartRates(patientId, before));
    const start = before.length;
    const answers = await app.nest
      .get(Database)
      .inClinic(clinicId, async () => [
        await store(heartRates(patientId, [61])),
        await store(heartRates(patientId, [61])),
        await store(heartRates(patientId, [62, 70])),
        await store([...heartRates(patientId, [63, 70]), ...heartRates(patientId, [64])]),
      ]);
    expect(answers.map((one) => one.map(({ version, outcome }) => `${outcome} ${version - start}`))).toEqual([
      [start === 0 ? 'created 1' : 'updated 1'],
      ['unchanged 1'],
      ['updated 2', `created ${1 - start}`],
      ['updated 3', `unchanged ${1 - start}`, 'updated 4'],
    ]);
    const { id } = answers[0]![0]!;
    const values = await Promise.all(
      Array.from({ length: 4 + start }, (_, i) => service.read(caller(), id, i + 1).then((row) => row.valueText)),
    );
    expect(values).toEqual([...before.map(String), '61', '62', '63', '64']);
  });

  it('1.50 reads back as 1.50, at once and later', async () => {
    const patientId = await registerPatient(clinician);
    const sleep = {
      code: { coding: [{ system: 'http://loinc.org', code: '93832-4' }] },
      valueQuantity: { value: 424_242, unit: 'h', system: 'http://unitsofmeasure.org', code: 'h' },
    };
    const resource = {
      ...toObservation(patientId, {
        metric: 'sleepDuration',
        value: 1,
        start: '2026-03-03T10:00:00Z',
        end: '2026-03-03T12:00:00Z',
      }),
      ...sleep,
    };
    const answer = await app
      .http()
      .post('/fhir/Observation')
      .set('authorization', `Bearer ${token}`)
      .set('content-type', 'application/fhir+json')
      .send(JSON.stringify(resource).replace('424242', '1.50'))
      .expect(201);
    expect(answer.text).toContain('"value":1.50,');
    expect((await get(`/fhir/Observation/${answer.body.id}`).expect(200)).text).toContain('"value":1.50,');
  });

  it('instants read back to the millisecond', async () => {
    const patientId = await registerPatient(clinician);
    const random = makeRandom(11);
    const times = [
      ...new Set(
        Array.from(
          { length: 150 },
          () => Date.parse('1972-02-01T00:00:00Z') + Math.floor(random() * 1_700_000_000_000),
        ),
      ),
    ];
    const stored = await store(
      times.map((ms) =>
        deviceObservation({
          patientId,
          metric: 'heartRate',
          startMs: ms,
          endMs: ms,
          value: 60,
          source: { system: 'test', device: '', kind: 'watch' },
        }),
      ),
    );
    const rows = await Promise.all(stored.map(({ id }) => service.read(caller(), id)));
    expect(rows.map((row) => row.startMs)).toEqual(times);
  });
});

/**
 * Two correct the same two readings, each the other's second first. Looked for by PostgreSQL itself: who waits for another.
 *
 * @returns whether PostgreSQL has ended the one that was sent, and not its rival
 */
async function meetRival(post: Post): Promise<boolean> {
  const patientId = await registerPatient(clinician);
  expect(await post(patientId, 60)).toMatchObject({ status: 200 });
  const rival = new pg.Client({ connectionString: app.database.ownerUrl });
  await rival.connect();
  const take = (start: string) =>
    `PERFORM FROM observation_row o JOIN series s ON s.clinic_id = o.clinic_id AND s.id = o.series_id
     WHERE s.patient_id = '${patientId}' AND o.start_at = '${start}' FOR UPDATE OF o;`;
  const run = (steps: string) => rival.query(`DO $$ BEGIN ${steps} END $$`);
  const untilSomeoneWaits = `FOR i IN 1..4000 LOOP
    EXIT WHEN EXISTS (SELECT FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)));
    PERFORM pg_sleep(0.01);
  END LOOP;`;
  try {
    await rival.query('BEGIN');
    await run(take(MINUTES[1]));
    const answered = post(patientId, 61).then((answer) => answer);
    const isOtherEnded = await run(untilSomeoneWaits + take(MINUTES[0])).then(
      () => true,
      (error: { code?: string }) => {
        if (error.code !== '40P01') throw error;
        return false;
      },
    );
    await rival.query('COMMIT');
    expect(await answered).toMatchObject({ status: 200 });
    const rows = await app.database.asOwner('SELECT value::text, version FROM observation WHERE patient_id = $1', [
      patientId,
    ]);
    expect(rows).toEqual(Array(2).fill({ value: '61', version: 2 }));
    return isOtherEnded;
  } finally {
    await rival.end();
  }
}

const MINUTES = ['2026-03-03T10:00:00Z', '2026-03-03T11:00:00Z'] as const;
type Post = (patientId: string, value: number) => PromiseLike<{ readonly status: number }>;

describe('two writers that wait for each other', () => {
  const heartRates = (value: number) =>
    MINUTES.map((start) => ({ metric: 'heartRate' as const, value, start, device: 'band' }));

  it.each<[string, Post]>([
    [
      'somebody of the care team',
      (patientId: string, value: number) =>
        clinician.agent
          .post('/fhir')
          .set('content-type', 'application/fhir+json')
          .send(JSON.stringify({ ...toBatch(patientId, heartRates(value)), type: 'transaction' })),
    ],
    [
      'an integration with a key',
      (patientId: string, value: number) =>
        app
          .http()
          .post('/ingest/v1/observations')
          .set({ authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() })
          .send({
            observations: heartRates(value).map(({ device, ...reading }) => ({
              patient: patientId,
              ...reading,
              unit: '/min',
              source: { system: 'fhir', device },
            })),
          }),
    ],
  ])(
    'go on, and %s is answered that both readings are stored',
    async (_name, post) => {
      // Whoever waits last is ended by PostgreSQL, unless that took it more than a second: then it is the other's turn.
      for (let round = 1; !(await meetRival(post)); round++) expect(round).toBeLessThan(5);
    },
    60_000,
  );
});

describe('what counts for a day', () => {
  const stepsOf = async (patientId: string): Promise<number | null> => {
    await waitUntil(async () => (await dueOf(patientId)) === 0);
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/days/steps/2026-03-03`).expect(200);
    return body.value;
  };

  it('entered in error stops counting, and stays readable', async () => {
    const patientId = await registerPatient(clinician);
    const { body } = await post(patientId, {}, '1200', 201);
    expect(await stepsOf(patientId)).toBe(1200);
    await post(patientId, { status: 'entered-in-error' }, '1200', 200);
    expect(await stepsOf(patientId)).toBeNull();
    expect((await get(`/fhir/Observation/${body.id}`).expect(200)).body.status).toBe('entered-in-error');
  }, 60_000);

  it('a code outside the catalogue is stored, served, and has no trend', async () => {
    const patientId = await registerPatient(clinician);
    const grip = {
      code: { coding: [{ system: 'http://loinc.org', code: '83174-3', display: 'Grip strength' }] },
      device: undefined,
      note: [{ text: 'left hand' }],
    };
    const { body } = await post(patientId, grip, '31.20', 201);
    const back = await get(`/fhir/Observation/${body.id}`).expect(200);
    expect(back.text).toContain('31.20');
    expect(back.body).toMatchObject({ code: grip.code, note: grip.note });
    expect(await dueOf(patientId)).toBe(0);
    const { body: found } = await get(`/fhir/Observation?patient=${patientId}&code=83174-3`).expect(200);
    expect(found.entry).toHaveLength(1);
  });

  it('walks a number of a day back to its observations', async () => {
    const patientId = await registerPatient(clinician);
    const { body } = await post(patientId, {}, '1200', 201);
    expect(await stepsOf(patientId)).toBe(1200);
    const { body: day } = await clinician.agent.get(`/api/v1/patients/${patientId}/days/steps/2026-03-03`).expect(200);
    expect(day).toMatchObject({
      state: 'ok',
      sources: [{ label: 'Test Watch', value: 1200, counted: 1200 }],
      observations: [{ id: body.id, value: 1200, version: 1 }],
    });
    await clinician.agent.get(`/api/v1/patients/${patientId}/days/steps/2026-02-30`).expect(404);
    await clinician.agent.get(`/api/v1/patients/${patientId}/days/steps/0000-01-01`).expect(404);
    await clinician.agent.get(`/api/v1/patients/${patientId}/days/glucose/2026-03-03`).expect(404);
  }, 60_000);
});

describe('what is refused leaves nothing behind', () => {
  const rows = async (): Promise<string> => {
    const [row] = await app.database.asOwner<{ n: string }>('SELECT count(*) AS n FROM observation');
    return row!.n;
  };

  it('without consent to monitoring', async () => {
    const patientId = await registerPatient(clinician);
    await answerConsent(clinician, patientId, 'monitoring', 'withdrawn');
    const before = await rows();
    const answer = await post(patientId, {}, '1200', 403);
    expect(answer.body.issue[0]).toMatchObject({ code: 'forbidden', diagnostics: expect.stringContaining('consent') });
    const own = await app
      .http()
      .post('/ingest/v1/observations')
      .set('authorization', `Bearer ${token}`)
      .send({
        observations: [
          {
            patient: patientId,
            metric: 'steps',
            start: '2026-03-03T10:00:00Z',
            value: 3,
            unit: '{steps}',
            source: { system: 'x' },
          },
        ],
      });
    expect([own.status, own.body.code]).toEqual([403, 'CONSENT_MISSING']);
    expect(await rows()).toBe(before);
    await answerConsent(clinician, patientId, 'monitoring', 'given');
    await post(patientId, {}, '1200', 201);
  });

  it('what the database cannot hold, all of it or each alone, and says which part', async () => {
    const patientId = await registerPatient(clinician);
    const [good] = readings(patientId, makeRandom(7));
    const long = Array.from({ length: 1000 }, (_, i) => (i * 7919).toString(36)).join('');
    const bad = { ...good!, concept: { system: 'urn:x', code: long, metric: null } };
    const before = await rows();
    const refusal = { code: 'NOT_STORABLE', status: 422, errors: [{ path: 'code' }] };
    await expect(store([good!, bad])).rejects.toMatchObject(refusal);
    expect(await rows()).toBe(before);
    const each = await service.storeEach(
      caller(),
      [bad, good!].map((o) => ({ patientId, build: () => o })),
    );
    expect(each).toMatchObject([refusal, { outcome: 'created' }]);
  });

  it('each alone, also in a transaction that somebody else began', async () => {
    const patientId = await registerPatient(clinician);
    const [good, better] = readings(patientId, makeRandom(8)).map((o, i) => ({
      ...o,
      concept: { system: 'urn:x', code: `met-first-${i}`, metric: null },
    }));
    const long = Array.from({ length: 1000 }, (_, i) => (i * 6101).toString(36)).join('');
    const bad = { ...good!, concept: { system: 'urn:x', code: long, metric: null } };
    const each = (batch: readonly NewObservation[]) =>
      service.storeEach(
        caller(),
        batch.map((o) => ({ patientId, build: () => o })),
      );
    const became = await app.nest.get(Database).inClinic(clinicId, () => each([better!, bad, good!]));
    expect(became).toMatchObject([{ outcome: 'created' }, { code: 'NOT_STORABLE' }, { outcome: 'created' }]);
    // What the part that failed had made is not taken for known.
    expect(await each([better!, good!])).toMatchObject([{ outcome: 'unchanged' }, { outcome: 'unchanged' }]);
    expect(await stateOf(patientId)).toHaveLength(2);
  });

  it("another clinic's patient is not there, not even in a batch", async () => {
    const other = await createClinic(app, 'other-store');
    const strangers = await inviteAndAccept(app, other.admin, { role: 'clinician' });
    const stranger = await registerPatient(strangers);
    const mine = await registerPatient(clinician);
    const before = await rows();
    const answer = await post(stranger, {}, '1200', 404);
    expect(answer.body.issue[0]).toMatchObject({ code: 'not-found' });
    const absent = await post(randomUUID(), {}, '1200', 404);
    expect(absent.body).toEqual(answer.body);
    await expect(store([...readings(mine, makeRandom(1)), ...readings(stranger, makeRandom(1))])).rejects.toMatchObject(
      {
        status: 404,
      },
    );
    expect(await rows()).toBe(before);
    const batch = {
      ...toBatch(stranger, [{ metric: 'steps', value: 1, start: '2026-03-03T10:00:00Z' }]),
      type: 'transaction',
    };
    await app
      .http()
      .post('/fhir')
      .set('authorization', `Bearer ${token}`)
      .set('content-type', 'application/fhir+json')
      .send(JSON.stringify(batch))
      .expect(404);
    expect(await rows()).toBe(before);
  }, 60_000);
});
