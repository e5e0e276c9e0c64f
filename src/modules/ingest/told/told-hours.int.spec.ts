import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../../test/support/people.js'; // prettier-ignore
import { fitbitDay, standingOf } from '../../../../test/support/told.js';
import { FollowZones } from './follow-zones.js';
import { query } from '../../../platform/database/database.js';
import { findOwners, forgetTold } from './told-readings.repository.js';

let app: TestApp;
let clinician: Person;
let token: string;
let clinicId: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'hours');
  clinicId = clinic.id;
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

async function send(of: string, payload: object, vendor = 'fitbit') {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const path = `/ingest/v1/vendors/${vendor}?patient=${of}`;
  return (await app.http().post(path).set(headers).send(JSON.stringify(payload)).expect(200)).body;
}

/** Every minute from `from` to `to` o'clock. */
const minutes = (dateTime: string, from: number, to: number) =>
  fitbitDay(dateTime, 4000, { from: from * 60, to: to * 60, every: 1, value: (i) => i % 7 });

async function move(of: string, zone: string) {
  const change = { since: '2026-02-08T00:00:00Z', zone };
  await clinician.agent.put(`/api/v1/patients/${of}/time-zones`).send(change).expect(200);
  await app.nest.get(FollowZones).tick();
}

const hours = (of: string) =>
  app.database.asOwner<{ names: number }>(
    'SELECT cardinality(keys) AS names FROM told_hour WHERE patient_id = $1 ORDER BY hour',
    [of],
  );
const alone = (of: string) =>
  app.database.asOwner<{ key: string }>('SELECT key FROM told_reading WHERE patient_id = $1', [of]);
const standing = (of: string) => standingOf(app.database, of);

describe('names that are times on the wall', () => {
  it('stand in one row an hour, however often and in whatever pieces they come', async () => {
    const of = await registerPatient(clinician);
    await send(of, minutes('2026-02-10', 8, 10));
    await send(of, minutes('2026-02-10', 9, 11));
    await send(of, minutes('2026-02-10', 8, 11));
    expect((await hours(of)).map(({ names }) => names)).toEqual([60, 60, 60]);
    // The day's total has a name of its own.
    expect(await alone(of)).toHaveLength(1);
  });

  it('that stood alone, as they did before, are found there and move with the others', async () => {
    const [of, like] = [await registerPatient(clinician), await registerPatient(clinician)];
    await send(of, minutes('2026-02-10', 8, 9));
    await app.database.asOwner(
      `WITH gone AS (DELETE FROM told_hour WHERE patient_id = $1 RETURNING *)
       INSERT INTO told_reading (clinic_id, patient_id, key, observation_id, revised_at)
       SELECT clinic_id, patient_id, t.* FROM gone, unnest(keys, observation_ids, revised_at) AS t`,
      [of],
    );
    await send(of, minutes('2026-02-10', 8, 10));
    expect([(await alone(of)).length, await hours(of)]).toEqual([61, [{ names: 60 }]]);
    await move(of, 'Asia/Tokyo');
    await move(like, 'Asia/Tokyo');
    await send(like, minutes('2026-02-10', 8, 10));
    expect(await standing(of)).toEqual(await standing(like));
    expect(await send(of, minutes('2026-02-10', 8, 10))).toMatchObject({ stored: 0, updated: 0 });
    expect([(await alone(of)).length, await hours(of)]).toEqual([61, [{ names: 60 }]]);
  });

  it('that a node of the version before has kept alone as well end what they stood for all the same', async () => {
    const of = await registerPatient(clinician);
    await send(of, minutes('2026-02-10', 8, 9));
    await app.database.asOwner(
      `INSERT INTO told_reading (clinic_id, patient_id, key, observation_id)
       SELECT clinic_id, patient_id, t.* FROM told_hour, unnest(keys, observation_ids) AS t WHERE patient_id = $1`,
      [of],
    );
    expect(await alone(of)).toHaveLength(61);
    // What came is not kept any more, so that only who sends it again moves it.
    await app.database.asOwner('UPDATE raw_payload SET body = NULL WHERE patient_id = $1', [of]);
    await move(of, 'Asia/Tokyo');
    await send(of, minutes('2026-02-10', 8, 9));
    expect(await standing(of)).toHaveLength(61);
    expect([(await alone(of)).length, await hours(of)]).toEqual([1, [{ names: 60 }]]);
  });

  it('are not lost where two change the same hour at once, whoever holds which lock', async () => {
    const of = await registerPatient(clinician);
    await send(of, minutes('2026-02-10', 8, 9));
    const [row] = await app.database.asOwner<{ keys: string[]; ids: string[] }>(
      'SELECT keys::text[], observation_ids::text[] AS ids FROM told_hour WHERE patient_id = $1',
      [of],
    );
    const forget = (n: number, seconds: number) =>
      app.surroundings.database.inClinic(clinicId, async () => {
        await forgetTold([of], [{ key: row!.keys[n]!, from: row!.ids[n]! }]);
        await query('SELECT pg_sleep($1)', [seconds]);
      });
    const first = forget(0, 0.5);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await Promise.all([first, forget(1, 0)]);
    expect(await hours(of)).toEqual([{ names: 58 }]);
  });

  it('follow one correction after another', async () => {
    const [of, like] = [await registerPatient(clinician), await registerPatient(clinician)];
    await send(of, minutes('2026-02-10', 8, 10));
    for (const zone of ['Asia/Tokyo', 'Pacific/Honolulu', 'America/New_York']) await move(of, zone);
    await move(like, 'America/New_York');
    await send(like, minutes('2026-02-10', 8, 10));
    expect(await standing(of)).toEqual(await standing(like));
    expect(await hours(of)).toEqual(await hours(like));
  });

  it('of an hour with more of them than any watch gives stand alone, and move all the same', async () => {
    const of = await registerPatient(clinician);
    const date = { year: 2026, month: 2, day: 10 };
    const window = (second: number, length: number) => ({
      civilStartTime: { date, time: { hours: 8, minutes: Math.floor(second / 60), seconds: second % 60 } },
      civilEndTime: { date, time: { hours: 9, minutes: length } },
      steps: { countSum: String(length) },
    });
    const some = (count: number, length: number) => ({
      rollupDataPoints: Array.from({ length: count }, (_, second) => window(second, length)),
    });
    for (const length of [1, 2]) await send(of, some(2600, length), 'google-health');
    expect([(await alone(of)).length, await hours(of)]).toEqual([2600, [{ names: 2600 }]]);
    await move(of, 'Asia/Tokyo');
    for (const length of [1, 2])
      expect(await send(of, some(2600, length), 'google-health')).toMatchObject({ stored: 0, updated: 0 });
    expect((await standing(of))[0]).toMatch(new RegExp(`^steps ${Date.parse('2026-02-09T23:00:00Z') / 1000} `));
  }, 120_000);

  it('are forgotten with the observation that they stood for, and so is their hour', async () => {
    const of = await registerPatient(clinician);
    await send(of, minutes('2026-02-10', 8, 10));
    const rows = await app.database.asOwner<{ keys: string[]; ids: string[] }>(
      'SELECT keys::text[], observation_ids::text[] AS ids FROM told_hour WHERE patient_id = $1 ORDER BY hour',
      [of],
    );
    const [first, second] = [rows[0]!, rows[1]!];
    const inClinic = <T>(run: () => Promise<T>) => app.surroundings.database.inClinic(clinicId, run);
    expect(await inClinic(() => findOwners([of], [first.ids[3]!]))).toEqual(new Map([[first.ids[3]!, new Set([first.keys[3]!])]])); // prettier-ignore
    await inClinic(() => forgetTold([of], [...first.ids.map((from) => ({ key: null, from })), { key: second.keys[0]!, from: second.ids[0]! }, { key: second.keys[1]!, from: second.ids[0]! }])); // prettier-ignore
    expect(await hours(of)).toEqual([{ names: 59 }]);
    expect(await inClinic(() => findOwners([of], [first.ids[3]!, second.ids[0]!]))).toEqual(new Map());
  });
});
