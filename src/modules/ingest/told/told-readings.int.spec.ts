import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { mergeRecords } from '../../../../test/support/merges.js';
import { answerConsent } from '../../../../test/support/consents.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { fitbitDay, standingOf } from '../../../../test/support/told.js';
import { amendedObservation, ClosedPeriods, ObservationsService } from '../../observations/index.js';
import { FollowZones, moverOf } from './follow-zones.js';

let app: TestApp;
let clinician: Person;
let token: string;
let clinicId: string;
let admin: Person;
let coordinator: Person;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'told');
  clinicId = clinic.id;
  admin = clinic.admin;
  coordinator = await inviteAndAccept(app, admin, { role: 'coordinator' });
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const post = (path: string, body: object) =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(JSON.stringify(body));
const vendor = async (of: string, payload: object, name = 'fitbit') =>
  (await post(`/ingest/v1/vendors/${name}?patient=${of}`, payload).expect(200)).body;
const zone = (of: string, since: string, name: string) =>
  clinician.agent.put(`/api/v1/patients/${of}/time-zones`).send({ since, zone: name }).expect(200);
const follow = () => app.nest.get(FollowZones).tick();

/** Every 15 minutes from `from` to `to` o'clock, `each` steps. */
const day = (dateTime: string, total: number, { from = 0, to = 24, each = 10 } = {}) =>
  fitbitDay(dateTime, total, { from: from * 60, to: to * 60, value: (i) => each + (i % 3) });
const night = (logId: number, start: string, end: string, minutes: number) => ({
  sleep: [
    { logId, startTime: start, endTime: end, duration: minutes * 60_000, minutesAsleep: minutes, type: 'stages' },
  ],
});

const standing = (of: string) => standingOf(app.database, of);
const explained = async (of: string, on: string, metric = 'steps') =>
  (await clinician.agent.get(`/api/v1/patients/${of}/days/${metric}/${on}`).expect(200)).body;
const added = async (of: string, on: string, metric = 'steps') => {
  for (let tries = 0; tries < 200; tries++) {
    const found = await explained(of, on, metric);
    if (!found.pending) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('Not added up in time');
};

/** What a person says of a reading, as a correction that was asked for is stored. */
async function restated(of: string, id: string, change: { status: 'amended' | 'entered-in-error' }, value?: string) {
  const observations = app.nest.get(ObservationsService);
  const caller = moverOf(clinicId, of);
  await app.surroundings.database.inClinic(clinicId, async () => {
    const changed = { ...change, note: 'Asked for.', at: new Date() };
    const amended = await amendedObservation(await observations.read(caller, id), changed);
    await observations.store(caller, [value === undefined ? amended : { ...amended, valueText: value }]);
  });
}

describe('a day and its minutes', () => {
  it('are kept apart; the day is what the vendor says, with the difference, and follows a later pull', async () => {
    const of = await registerPatient(clinician);
    const morning = day('2026-02-10', 100, { from: 8, to: 10 });
    await vendor(of, morning);
    expect(await added(of, '2026-02-10')).toMatchObject({ value: 100, sources: [{ totalMinusIntervals: 100 - 87 }] });
    await vendor(of, day('2026-02-10', 905, { from: 8, to: 20, each: 17 }));
    const evening = await added(of, '2026-02-10');
    expect(evening).toMatchObject({ value: 905, sources: [{ counted: 905, totalMinusIntervals: 905 - 864 }] });
    expect(await standing(of)).toHaveLength(49);
  });
});

describe('the total of today', () => {
  it('follows from one answer to the next, though it is the sum of its minutes', async () => {
    const of = await registerPatient(clinician);
    await vendor(of, { 'activities-steps': [{ dateTime: '2026-02-10', value: '100' }] });
    const later = day('2026-02-10', 0, { to: 14 });
    const sum = later['activities-steps-intraday'].dataset.reduce((total, { value }) => total + value, 0);
    await vendor(of, { ...later, 'activities-steps': [{ dateTime: '2026-02-10', value: String(sum) }] });
    expect(await added(of, '2026-02-10')).toMatchObject({ value: sum });
  });
});

describe('a correction of the time zone', () => {
  const minutes = [day('2026-02-10', 1056), day('2026-02-11', 1100), day('2026-02-12', 1200)];
  const told = async (zones: [string, string][], payloads: object[] = minutes) => {
    const of = await registerPatient(clinician);
    for (const [since, name] of zones) await zone(of, since, name);
    for (const payload of payloads) await vendor(of, payload);
    return standing(of);
  };

  it.each(['America/New_York', 'Asia/Tokyo', 'Asia/Kathmandu', 'Pacific/Honolulu'])(
    'to %s moves what was told in wall-clock time, and the same again changes nothing',
    async (name) => {
      const [since, fresh] = ['2026-02-08T00:00:00Z', await told([['2026-02-08T00:00:00Z', name]])];
      const of = await registerPatient(clinician);
      for (const payload of minutes) await vendor(of, payload);
      await zone(of, since, name);
      await follow();
      expect(await standing(of)).toEqual(fresh);
      for (const payload of minutes) expect(await vendor(of, payload)).toMatchObject({ stored: 0, updated: 0 });
      expect(await standing(of)).toEqual(fresh);
      expect(await added(of, '2026-02-10')).toMatchObject({ value: 1056 });
      await zone(of, since, 'Europe/Berlin');
      await follow();
      expect(await standing(of)).toEqual(await told([]));
    },
    60_000,
  );

  it('is followed by a payload with more values than any body but a batch may have', async () => {
    const of = await registerPatient(clinician);
    await vendor(of, { ...day('2026-02-10', 1056), 'activities-floors': Array(60_000).fill(0) });
    await zone(of, '2026-02-08T00:00:00Z', 'Asia/Tokyo');
    await follow();
    expect(await standing(of)).toEqual(await told([['2026-02-08T00:00:00Z', 'Asia/Tokyo']], [day('2026-02-10', 1056)]));
  });

  it('is followed by whoever sends again before the others have', async () => {
    const of = await registerPatient(clinician);
    for (const payload of minutes) await vendor(of, payload);
    await zone(of, '2026-02-08T00:00:00Z', 'America/New_York');
    await vendor(of, minutes[0]!);
    expect((await standing(of)).length).toBeLessThanOrEqual(3 * 97);
    expect(await added(of, '2026-02-10')).toMatchObject({ value: 1056 });
    await follow();
    expect(await standing(of)).toEqual(await told([['2026-02-08T00:00:00Z', 'America/New_York']]));
  });

  it('leaves what was told before it, and a night over the flight has the length that the watch counted', async () => {
    const payloads = [
      day('2026-02-08', 1000, { to: 2 }),
      night(1, '2026-02-09T22:00:00.000', '2026-02-10T07:00:00.000', 900),
    ];
    const of = await registerPatient(clinician);
    for (const payload of payloads) await vendor(of, payload);
    const before = await standing(of);
    await zone(of, '2026-02-09T23:00:00Z', 'America/New_York');
    await follow();
    const now = await standing(of);
    expect(now.filter((line) => line.startsWith('steps'))).toEqual(before.filter((line) => line.startsWith('steps')));
    const at = (iso: string) => Date.parse(iso) / 1000;
    expect(now[0]).toBe(`sleepDuration ${at('2026-02-09T21:00:00Z')} ${at('2026-02-10T12:00:00Z')} 15`);
  });

  it('takes along what was corrected since, and leaves in error what somebody has called an error', async () => {
    const of = await registerPatient(clinician);
    const payload = { 'activities-steps': [{ dateTime: '2026-02-10', value: '900' }, { dateTime: '2026-02-12', value: '500' }] }; // prettier-ignore
    await vendor(of, payload);
    const { body } = await clinician.agent.get(`/fhir/Observation?patient=${of}&_sort=date`).expect(200);
    const [first, second] = body.entry.map((entry: { resource: { id: string } }) => entry.resource.id);
    await restated(of, first, { status: 'amended' }, '950');
    await restated(of, second, { status: 'entered-in-error' });
    await zone(of, '2026-02-08T00:00:00Z', 'America/New_York');
    await follow();
    await vendor(of, { 'activities-steps': payload['activities-steps'].slice(1) });
    expect(await added(of, '2026-02-10')).toMatchObject({ value: 950 });
    expect(await added(of, '2026-02-12')).toMatchObject({ value: null });
  });

  it('moves FHIR Observations that name a day at once, and the same again is the one that is there', async () => {
    const of = await registerPatient(clinician);
    const observation = {
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '55423-8' }] },
      subject: { reference: `Patient/${of}` },
      device: { display: 'Day Watch' },
      effectiveDateTime: '2026-02-12',
      issued: '2026-02-13T05:00:00+01:00',
      valueQuantity: { value: 5000, system: 'http://unitsofmeasure.org', code: '{steps}' },
    };
    const first = await post('/fhir/Observation', observation).expect(201);
    await zone(of, '2026-02-11T00:00:00Z', 'Asia/Tokyo');
    const again = await post('/fhir/Observation', observation).expect(200);
    const { code: _code, ...asWritten } = observation;
    expect(again.body).toMatchObject(asWritten);
    expect(await standing(of)).toHaveLength(1);
    const { body: old } = await clinician.agent.get(`/fhir/Observation/${first.body.id}`).expect(200);
    expect(old).toMatchObject({
      status: 'entered-in-error',
      effectiveDateTime: '2026-02-12',
      meta: { versionId: '2' },
    });
    expect(await added(of, '2026-02-12')).toMatchObject({ value: 5000 });
  });

  const aDay = (of: string, more: object = {}) => ({
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '55423-8' }] },
    subject: { reference: `Patient/${of}` },
    device: { display: 'Day Watch' },
    effectiveDateTime: '2026-02-12',
    issued: '2026-02-13T04:00:00.000Z',
    valueQuantity: { value: 5000, system: 'http://unitsofmeasure.org', code: '{steps}' },
    ...more,
  });

  it('leaves a FHIR day in error that was called one: what was said before that and comes late does not revive it', async () => {
    const of = await registerPatient(clinician);
    const [late, error] = [aDay(of), aDay(of, { status: 'entered-in-error', issued: '2026-02-13T05:00:00.000Z' })];
    await post('/fhir/Observation', error).expect(201);
    await zone(of, '2026-02-11T00:00:00Z', 'Asia/Tokyo');
    await post('/fhir/Observation', late).expect(200);
    expect(await standing(of)).toEqual([]);
    await zone(of, '2026-02-11T00:00:00Z', 'America/New_York');
    await post('/fhir/Observation', late).expect(200);
    expect(await standing(of)).toEqual([]);
    // What is said of it after that counts.
    await post('/fhir/Observation', aDay(of, { issued: '2026-02-13T06:00:00.000Z' })).expect(200);
    expect(await standing(of)).toHaveLength(1);
    expect(await added(of, '2026-02-12')).toMatchObject({ value: 5000 });
  });

  it('takes the error of a FHIR day along once: what is said of the day after that stays said', async () => {
    const error = { status: 'entered-in-error' };
    const zoned = (of: string, name: string) => zone(of, '2026-02-11T00:00:00Z', name);
    const another = { valueQuantity: { value: 5100, system: 'http://unitsofmeasure.org', code: '{steps}' } };
    const unissued = await registerPatient(clinician);
    const say = (of: string, more: object) => post('/fhir/Observation', aDay(of, more)).expect(({ status }) => expect(status).toBeLessThan(300)); // prettier-ignore
    for (const more of [{}, error]) await say(unissued, { issued: undefined, ...more });
    await zoned(unissued, 'Asia/Tokyo');
    await say(unissued, { issued: undefined, ...another });
    for (const name of ['America/New_York', 'Europe/Berlin']) {
      await zoned(unissued, name);
      expect((await standing(unissued)).map((line) => line.split(' ').at(-1))).toEqual(['5100']);
    }

    // Back where it was before it became an error, and on.
    const issued = await registerPatient(clinician);
    await say(issued, {});
    await zoned(issued, 'Asia/Tokyo');
    await say(issued, { ...error, issued: '2026-02-13T05:00:00.000Z' });
    for (const name of ['Europe/Berlin', 'America/New_York']) {
      await zoned(issued, name);
      await say(issued, {});
      expect(await standing(issued)).toEqual([]);
    }
    await say(issued, { ...another, issued: '2026-02-13T06:00:00.000Z' });
    expect(await standing(issued)).toHaveLength(1);
  });

  it('and back leaves a FHIR day as it was issued, so that what is issued next still counts', async () => {
    const of = await registerPatient(clinician);
    await post('/fhir/Observation', aDay(of)).expect(201);
    for (const name of ['Asia/Tokyo', 'Europe/Berlin']) await zone(of, '2026-02-11T00:00:00Z', name);
    const again = await post('/fhir/Observation', aDay(of)).expect(200);
    expect(again.body).toMatchObject({ status: 'final', issued: '2026-02-13T04:00:00.000Z' });
    const corrected = aDay(of, { issued: '2026-02-14T04:00:00.000Z', valueQuantity: { value: 5100, system: 'http://unitsofmeasure.org', code: '{steps}' } }); // prettier-ignore
    await post('/fhir/Observation', corrected).expect(200);
    expect(await added(of, '2026-02-12')).toMatchObject({ value: 5100 });
  });

  it('adds up days that nobody had come to yet', async () => {
    const of = await registerPatient(clinician);
    const at = { start: '2026-02-12T20:00:00Z', end: '2026-02-12T21:00:00Z' };
    const source = { system: 'acme', device: 'Evening Watch', kind: 'watch' };
    const reading = { patient: of, metric: 'steps', value: 900, unit: '{steps}', source, ...at };
    await post('/ingest/v1/observations', { observations: [reading] }).expect(200);
    expect(await added(of, '2026-02-12')).toMatchObject({ value: 900 });
    // As it is while the worker has other things to do.
    await app.database.asOwner('DELETE FROM daily_value WHERE patient_id = $1', [of]);
    await zone(of, '2026-02-11T00:00:00Z', 'Asia/Tokyo');
    expect(await added(of, '2026-02-13')).toMatchObject({ value: 900 });
    expect(await app.database.asOwner('SELECT day::text FROM daily_value WHERE patient_id = $1', [of])).toEqual([{ day: '2026-02-13' }]); // prettier-ignore
  });

  it('waits while consent is withdrawn, and follows when it is given again', async () => {
    const of = await registerPatient(clinician);
    await vendor(of, minutes[0]!);
    const before = await standing(of);
    await answerConsent(clinician, of, 'monitoring', 'withdrawn');
    await zone(of, '2026-02-08T00:00:00Z', 'Asia/Tokyo');
    await follow();
    expect(await standing(of)).toEqual(before);
    await answerConsent(clinician, of, 'monitoring', 'given');
    await app.database.asOwner('UPDATE zone_move SET next_at = now()');
    await follow();
    expect(await standing(of)).toEqual(await told([['2026-02-08T00:00:00Z', 'Asia/Tokyo']], minutes.slice(0, 1)));
    expect(await app.database.asOwner('SELECT 1 FROM zone_move WHERE patient_id = $1', [of])).toEqual([]);
  });

  it('leaves what lies in a closed month', async () => {
    const of = await registerPatient(clinician);
    const days = ['2024-03-05', '2024-06-05'].map((dateTime) => ({ dateTime, value: '700' }));
    await vendor(of, { 'activities-steps': days });
    const [march, june] = await standing(of);
    await app.database.asOwner(
      `INSERT INTO closed_period (clinic_id, patient_id, metric, from_day, to_day, from_at, to_at)
       VALUES ($1, $2, 'steps', '2024-03-01', '2024-03-31', '2024-02-29T23:00Z', '2024-03-31T22:00Z')`,
      [clinicId, of],
    );
    app.nest.get(ClosedPeriods).forget(clinicId);
    await zone(of, '2024-01-01T00:00:00Z', 'Asia/Tokyo');
    await follow();
    const now = await standing(of);
    expect([now[0], now.length]).toEqual([march, 2]);
    expect(now[1]).not.toBe(june);
    expect(await app.database.asOwner('SELECT 1 FROM zone_move WHERE patient_id = $1', [of])).toEqual([]);
  });

  it('of a record that another was merged into moves the readings of both', async () => {
    const [survivor, duplicate] = [await registerPatient(clinician), await registerPatient(clinician)];
    await vendor(survivor, minutes[0]!);
    await vendor(duplicate, minutes[1]!);
    await mergeRecords({ coordinator, admin }, { survivorId: survivor, duplicateId: duplicate });
    await zone(survivor, '2026-02-08T00:00:00Z', 'America/New_York');
    await follow();
    expect(await standing(survivor)).toEqual(await told([['2026-02-08T00:00:00Z', 'America/New_York']], minutes.slice(0, 2))); // prettier-ignore
  });

  it('of a payload that came under the id of a record that was merged moves its readings, wherever it was kept', async () => {
    const [survivor, duplicate] = [await registerPatient(clinician), await registerPatient(clinician)];
    await mergeRecords({ coordinator, admin }, { survivorId: survivor, duplicateId: duplicate });
    for (const payload of minutes.slice(0, 2)) await vendor(duplicate, payload);
    const kept = () =>
      app.database.asOwner<{ n: number }>(
        'SELECT count(*)::int AS n FROM raw_payload WHERE patient_id = $1',
        [survivor],
      ); // prettier-ignore
    expect(await kept()).toEqual([{ n: 2 }]);
    // As one was kept that came before this was mended.
    await app.database.asOwner(
      'UPDATE raw_payload SET patient_id = $2 WHERE id = (SELECT id FROM raw_payload WHERE patient_id = $1 LIMIT 1)',
      [survivor, duplicate],
    );
    for (const id of [survivor, duplicate]) {
      const { body } = await clinician.agent.get(`/ingest/v1/payloads?patient=${id}`).expect(200);
      expect(body.payloads).toHaveLength(2);
    }
    await zone(survivor, '2026-02-08T00:00:00Z', 'America/New_York');
    await follow();
    expect(await standing(survivor)).toEqual(await told([['2026-02-08T00:00:00Z', 'America/New_York']], minutes.slice(0, 2))); // prettier-ignore
  });

  it('comes to one state, in whatever order payloads and corrections come and are repeated', async () => {
    const payloads = [...minutes.map((_, i) => day(`2026-02-1${i}`, 500 + i, { from: 20 * i % 24, to: 20 * i % 24 + 4 })), night(7, '2026-02-10T23:00:00', '2026-02-11T07:00:00', 480)]; // prettier-ignore
    const zones: [string, string][] = [['2026-02-09T12:00:00Z', 'America/New_York'], ['2026-02-11T00:00:00Z', 'Asia/Tokyo']]; // prettier-ignore
    const want = await told(zones, payloads);
    type Act = { send: number } | { move: number; to: string } | { follow: true };
    const act = fc.oneof<fc.Arbitrary<Act>[]>(
      fc.record({ send: fc.nat(3) }),
      fc.record({ move: fc.nat(1), to: fc.constantFrom('America/New_York', 'Asia/Tokyo', 'Europe/Paris') }),
      fc.constant({ follow: true }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
        const of = await registerPatient(clinician);
        for (const one of acts) {
          if ('send' in one) await vendor(of, payloads[one.send]!);
          else if ('move' in one) await zone(of, zones[one.move]![0], one.to);
          else await follow();
        }
        for (const [since, name] of zones) await zone(of, since, name);
        for (const payload of payloads) await vendor(of, payload);
        await follow();
        expect(await standing(of)).toEqual(want);
      }),
      { numRuns: 12 },
    );
  }, 180_000);
});

describe('a payload in which the parser finds more or less than when it came', () => {
  it('follows a correction of the zone by what its readings are known by', async () => {
    const of = await registerPatient(clinician);
    const fresh = await registerPatient(clinician);
    await zone(fresh, '2026-02-08T00:00:00Z', 'Asia/Tokyo');
    for (const one of [of, fresh]) await vendor(one, day('2026-02-10', 1056));
    // As if the total, its first reading, had not been one.
    await app.database.asOwner('UPDATE raw_payload SET observation_ids = observation_ids[2:] WHERE patient_id = $1', [
      of,
    ]);
    await zone(of, '2026-02-08T00:00:00Z', 'Asia/Tokyo');
    await follow();
    expect(await standing(of)).toEqual(await standing(fresh));
    await zone(of, '2026-02-08T00:00:00Z', 'Europe/Berlin');
    await follow();
    await zone(of, '2026-02-08T00:00:00Z', 'Asia/Tokyo');
    await follow();
    expect(await standing(of)).toEqual(await standing(fresh));
  });

  it('brings back nothing that its vendor has revised since', async () => {
    const first = night(77, '2026-02-26T21:00:00.000', '2026-02-27T07:00:00.000', 600);
    const second = night(77, '2026-02-27T00:00:00.000', '2026-02-27T06:00:00.000', 360);
    const [of, fresh] = [await registerPatient(clinician), await registerPatient(clinician)];
    await vendor(of, first);
    await app.database.asOwner(`UPDATE raw_payload SET observation_ids = '{}' WHERE patient_id = $1`, [of]);
    await vendor(of, second);
    await zone(of, '2026-02-08T00:00:00Z', 'Asia/Tokyo');
    await follow();
    await zone(fresh, '2026-02-08T00:00:00Z', 'Asia/Tokyo');
    await vendor(fresh, second);
    expect(await standing(of)).toEqual(await standing(fresh));
  });

  it('is of whoever the record went to', async () => {
    const [gone, of, fresh] = [
      await registerPatient(clinician),
      await registerPatient(clinician),
      await registerPatient(clinician),
    ];
    await vendor(gone, day('2026-02-10', 1056));
    await mergeRecords({ coordinator, admin }, { survivorId: of, duplicateId: gone });
    await app.database.asOwner('UPDATE raw_payload SET observation_ids = observation_ids[2:] WHERE patient_id = $1', [
      of,
    ]);
    for (const one of [of, fresh]) await zone(one, '2026-02-08T00:00:00Z', 'Asia/Tokyo');
    await follow();
    await vendor(fresh, day('2026-02-10', 1056));
    expect(await standing(of)).toEqual(await standing(fresh));
  });
});

describe('a log that its vendor has revised', () => {
  it('Fitbit: a night that was edited to six hours is six hours', async () => {
    const of = await registerPatient(clinician);
    await vendor(of, night(77, '2026-02-26T21:00:00.000', '2026-02-27T07:00:00.000', 600));
    await vendor(of, night(77, '2026-02-27T00:00:00.000', '2026-02-27T06:00:00.000', 360));
    expect(await added(of, '2026-02-27', 'sleepDuration')).toMatchObject({ value: 6 });
    const { body } = await clinician.agent.get(`/fhir/Observation?patient=${of}&_sort=date`).expect(200);
    expect(body.entry.map((e: { resource: { status: string } }) => e.resource.status)).toEqual(['entered-in-error', 'final']); // prettier-ignore
    await vendor(of, night(77, '2026-02-26T21:00:00.000', '2026-02-27T07:00:00.000', 600));
    expect(await added(of, '2026-02-27', 'sleepDuration')).toMatchObject({ value: 10 });
  });

  const point = (start: string, end: string, minutes: number, updateTime?: string) => ({
    dataPoints: [
      {
        name: 'users/me/dataTypes/sleep/dataPoints/9',
        sleep: { interval: { startTime: start, endTime: end }, summary: { minutesAsleep: minutes }, updateTime },
      },
    ],
  });
  const [early, late] = ['2026-02-28T06:10:00Z', '2026-02-28T09:00:00Z'];

  it('Google Health: the newest revision counts, in whatever order they come', async () => {
    const first = (at?: string) => point('2026-02-27T22:00:00Z', '2026-02-28T06:00:00Z', 480, at);
    const second = (at?: string) => point('2026-02-28T00:00:00Z', '2026-02-28T04:00:00Z', 240, at);
    for (const order of [
      [first(early), second(late)],
      [second(late), first(early)],
      [first(), second()],
    ]) {
      // prettier-ignore
      const of = await registerPatient(clinician);
      for (const payload of order) await vendor(of, payload, 'google-health');
      expect(await added(of, '2026-02-28', 'sleepDuration')).toMatchObject({ value: 4 });
    }
  });

  it('Google Health: of another device, and of the first again, stands as it was told last', async () => {
    const by = (displayName: string, minutes: number) => {
      const [data] = point('2026-02-27T22:00:00Z', '2026-02-28T06:00:00Z', minutes).dataPoints;
      return { dataPoints: [{ ...data, dataSource: { device: { displayName } } }] };
    };
    const of = await registerPatient(clinician);
    const told: [string, number][] = [['Watch', 480], ['Ring', 420], ['Watch', 480], ['Ring', 420], ['Watch', 450]]; // prettier-ignore
    for (const [device, minutes] of told) {
      await vendor(of, by(device, minutes), 'google-health');
      expect((await standing(of)).map((line) => line.split(' ').at(-1))).toEqual([String(minutes / 60)]);
    }
    // Somebody's word about it stays, whichever device it is told of.
    const { body } = await clinician.agent.get(`/fhir/Observation?patient=${of}&status=final`).expect(200);
    await restated(of, body.entry[0].resource.id, { status: 'entered-in-error' });
    for (const [device, minutes] of told.slice(1)) await vendor(of, by(device, minutes), 'google-health');
    expect(await standing(of)).toEqual([]);
  });

  it('does not take away another log of the same time', async () => {
    const of = await registerPatient(clinician);
    const [from, to] = ['2026-02-26T23:00:00.000', '2026-02-27T06:00:00.000'];
    await vendor(of, night(77, from, to, 400));
    await vendor(of, night(78, from, to, 400));
    await vendor(of, night(77, '2026-02-27T13:00:00.000', '2026-02-27T14:00:00.000', 60));
    expect((await standing(of)).map((line) => line.split(' ').at(-1))).toEqual(['6.66666666667', '1']);
  });
});
