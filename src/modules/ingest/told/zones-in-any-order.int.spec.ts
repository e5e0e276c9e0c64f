import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../../test/support/people.js'; // prettier-ignore
import { fitbitDay, standingOf } from '../../../../test/support/told.js';
import { FollowZones } from './follow-zones.js';

let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'any-order');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const FOLLOW = 'follow';
/** What is done: a vendor tells something, the zone since a moment is put right, or what waits for that is done. */
type Step = { readonly tells: object } | { readonly since: string; readonly zone: string } | typeof FOLLOW;

/** Logs that their vendor knows by an id, each of another day: it may tell them again with other times. */
const night = fc
  .record({ logId: fc.constantFrom(1, 2), hour: fc.nat(3), minutesAsleep: fc.integer({ min: 100, max: 400 }) })
  .map(({ logId, hour, minutesAsleep }): Step => {
    const day = `2026-02-0${7 + logId}`;
    const at = (h: number) => `${day}T0${h}:30:00.000`;
    const log = { logId, dateOfSleep: day, startTime: at(hour), endTime: at(hour + 6), duration: 21_600_000 };
    return { tells: { sleep: [{ ...log, minutesAsleep }] } };
  });
/** Quarters of an hour that only the wall clock names, and the day's total. */
const quarters = fc
  .record({
    day: fc.constantFrom(8, 9),
    from: fc.nat(8),
    length: fc.integer({ min: 1, max: 3 }),
    value: fc.nat(90),
    total: fc.nat(9000),
  }) // prettier-ignore
  .map(({ day, from, length, value, total }): Step => {
    const at = { from: from * 30, to: (from + length) * 30, every: 15, value: (i: number) => value + i };
    return { tells: fitbitDay(`2026-02-0${day}`, total, at) };
  });
const move = fc.record({
  since: fc.constantFrom('2026-02-05T00:00:00Z', '2026-02-08T06:00:00Z'),
  zone: fc.constantFrom('Asia/Tokyo', 'America/New_York', 'Pacific/Honolulu', 'Australia/Lord_Howe', 'Asia/Kathmandu'),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: night },
  { weight: 3, arbitrary: quarters },
  { weight: 2, arbitrary: move },
  { weight: 1, arbitrary: fc.constant(FOLLOW) },
);

async function take(of: string, one: Step): Promise<void> {
  if (one === FOLLOW) return app.nest.get(FollowZones).tick();
  if ('zone' in one) return void (await clinician.agent.put(`/api/v1/patients/${of}/time-zones`).send(one).expect(200));
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const sent = app.http().post(`/ingest/v1/vendors/fitbit?patient=${of}`).set(headers);
  await sent.send(JSON.stringify(one.tells)).expect(200);
}

it('what is told between corrections of the zones ends as if these had been known from the start', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
      const [of, like] = [await registerPatient(clinician), await registerPatient(clinician)];
      for (const one of [...steps, FOLLOW] as const) await take(of, one);
      const [zones, tellings] = [steps.filter((one) => one !== FOLLOW && 'zone' in one), steps.filter((one) => one !== FOLLOW && 'tells' in one)]; // prettier-ignore
      for (const one of [...zones, ...tellings]) await take(like, one);
      expect(await standingOf(app.database, of)).toEqual(await standingOf(app.database, like));
    }),
    { numRuns: 20 },
  );
}, 600_000);
