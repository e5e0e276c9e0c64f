import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FollowZones } from '../../src/modules/ingest/told/follow-zones.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createClinic, inviteAndAccept, ok, type Person, registerPatient, tokenFor } from '../support/people.js';
import { fitbitDay, standingOf } from '../support/told.js';

let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'journeys');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const post = (path: string, body: object) =>
  app
    .http()
    .post(path)
    .set({ authorization: `Bearer ${token}`, 'content-type': 'application/json' })
    .send(JSON.stringify(body))
    .expect(ok);

/** Every quarter of an hour of a day by the wall clock, its sum, and the night before it. */
const fitbit = {
  ...fitbitDay('2026-02-10', 1056, { value: () => 11 }),
  sleep: [
    {
      logId: 1,
      startTime: '2026-02-09T22:00:00.000',
      endTime: '2026-02-10T06:00:00.000',
      duration: 480 * 60_000,
      minutesAsleep: 470,
      type: 'stages',
    },
  ],
};
/** A reading that names a day and no hour. */
const aDay = (of: string) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '55423-8' }] },
  subject: { reference: `Patient/${of}` },
  device: { display: 'Day Watch' },
  effectiveDateTime: '2026-02-12',
  valueQuantity: { value: 5000, system: 'http://unitsofmeasure.org', code: '{steps}' },
});

const standing = (of: string) => standingOf(app.database, of);
const follow = () => app.nest.get(FollowZones).tick();

type Journey = readonly [since: string, zone: string];
const zonesOf = (of: string) => `/api/v1/patients/${of}/time-zones`;
const enter = (of: string, [since, zone]: Journey, insteadOf?: string) =>
  clinician.agent
    .put(zonesOf(of))
    .send({ since, zone, ...(insteadOf !== undefined && { insteadOf }) })
    .expect(ok);

/** A patient of whom the journeys were known before anything was told. */
async function toldBy(...journeys: Journey[]): Promise<string> {
  const of = await registerPatient(clinician);
  for (const journey of journeys) await enter(of, journey);
  await post(`/ingest/v1/vendors/fitbit?patient=${of}`, fitbit);
  await post('/fhir/Observation', aDay(of));
  return of;
}

describe('readings told by the wall clock', () => {
  const HOME: Journey = ['2026-02-11T08:00:00.000Z', 'Europe/Berlin'];
  const FAR: Journey = ['2026-02-08T00:00:00.000Z', 'America/New_York'];
  const NEAR: Journey = ['2026-02-05T00:00:00.000Z', 'Europe/Lisbon'];

  it.each<[string, Journey[], Journey, Journey[]]>([
    ['of the only journey', [FAR], FAR, []],
    ['between two', [NEAR, FAR, HOME], FAR, [NEAR, HOME]],
    ['of the way home', [FAR, HOME], HOME, [FAR]],
    ['of one before the one that holds', [NEAR, FAR], NEAR, [FAR]],
  ])('follow the removal %s, as if it had never been entered', async (_name, entered, wrong, left) => {
    const of = await toldBy(...entered);
    const before = await standing(of);
    const { body } = await clinician.agent.delete(`${zonesOf(of)}/${wrong[0]}`).expect(ok);
    expect(body.items.slice(1)).toEqual(left.map(([since, zone]) => ({ since, zone })));
    await follow();
    const wanted = await standing(await toldBy(...left));
    expect(wanted.length).toBeGreaterThan(90);
    expect(await standing(of)).toEqual(wanted);
    if (wrong !== NEAR) expect(wanted).not.toEqual(before);
    // The maker sends it again: it is where it belongs.
    await post(`/ingest/v1/vendors/fitbit?patient=${of}`, fitbit);
    expect(await standing(of)).toEqual(wanted);
  });

  it('go and come back to the letter, whatever journey was entered and taken out again', async () => {
    // No two quarters of an hour say the same, so that one in the place of another is seen.
    const payloads = ['2026-02-09', '2026-02-10', '2026-02-11'].map((dateTime, d) => ({
      ...fitbitDay(dateTime, 9000 + d, { value: (i) => 1 + d * 96 + i }),
      'activities-heart': [{ dateTime, value: { restingHeartRate: 60 + d } }],
    }));
    const toldOf = async (...journeys: Journey[]) => {
      const of = await registerPatient(clinician);
      for (const journey of journeys) await enter(of, journey);
      for (const payload of payloads) await post(`/ingest/v1/vendors/fitbit?patient=${of}`, payload);
      return of;
    };
    const home = await standing(await toldOf());
    expect(home).toHaveLength(3 * 98);
    const journey = fc.tuple(
      fc.integer({ min: -30, max: 54 }).map((quarters) => new Date(Date.parse('2026-02-10T00:00:00Z') + quarters * 3_300_000).toISOString()),
      fc.constantFrom('Atlantic/Azores', 'America/New_York', 'Pacific/Honolulu', 'Europe/Helsinki', 'Asia/Kathmandu', 'Asia/Tokyo', 'Pacific/Kiritimati'),
    ); // prettier-ignore
    await fc.assert(
      fc.asyncProperty(journey, async (one) => {
        const of = await toldOf();
        await enter(of, one);
        await follow();
        expect(await standing(of)).toEqual(await standing(await toldOf(one)));
        // However long the day has become.
        expect((await standing(of)).filter((line) => / 900[012]$/.test(line))).toHaveLength(3);
        for (const payload of payloads) await post(`/ingest/v1/vendors/fitbit?patient=${of}`, payload);
        expect(await standing(of)).toEqual(await standing(await toldOf(one)));
        await clinician.agent.delete(`${zonesOf(of)}/${one[0]}`).expect(ok);
        await follow();
        expect(await standing(of)).toEqual(home);
      }),
      { numRuns: 20 },
    );
  }, 120_000);

  it.each<[string, Journey]>([
    ['another zone', [FAR[0], 'Asia/Tokyo']],
    ['a later moment', ['2026-02-10T12:00:00.000Z', FAR[1]]],
    ['an earlier moment', ['2026-02-06T00:00:00.000Z', FAR[1]]],
  ])('follow a journey that is put right to %s', async (_name, right) => {
    const of = await toldBy(FAR, HOME);
    await enter(of, right, FAR[0]);
    await follow();
    expect(await standing(of)).toEqual(await standing(await toldBy(right, HOME)));
  });
});
