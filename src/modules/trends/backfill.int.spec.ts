import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { untilQuiet } from '../../../test/support/quiet.js';
import { addDays, civilDayOf, endOfDay, startOfDay } from '../../metrics/index.js';

const ZONE = 'Europe/Berlin';
const today = civilDayOf(ZONE, Date.now());
const DAYS = 70;
const WORSE_FOR = 21;
/** What is younger came live; the rest of the bad weeks was kept back by the device. */
const LIVE = 2;

let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'backfill');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

/** Steps of the day so many days ago: seven weeks as usual, three weeks of half. */
function stepsOf(ago: number, more = 0): Reading {
  const day = addDays(today, -ago);
  const usual = ago > WORSE_FOR ? 7000 : 2600;
  return {
    metric: 'steps',
    value: usual + (((ago * 7919) % 13) - 6) * 90 + more,
    start: new Date(startOfDay(ZONE, day)).toISOString(),
    end: new Date(endOfDay(ZONE, day)).toISOString(),
  };
}
const days = (from: number, to: number) => Array.from({ length: from - to + 1 }, (_, i) => stepsOf(from - i));

const quiet = (patientId: string) => untilQuiet(app.database, patientId);
const alerts = async (patientId: string) =>
  app.database.asOwner<{ kind: string }>(`SELECT kind FROM alert WHERE patient_id = $1 AND kind = 'deterioration'`, [
    patientId,
  ]);
const send = async (patientId: string, readings: Reading[]) => {
  await postObservations(app, token, patientId, readings);
  await quiet(patientId);
};

describe('bad weeks that arrive late', () => {
  let patientId: string;
  beforeAll(async () => {
    patientId = await registerPatient(clinician);
    await send(patientId, [...days(DAYS, WORSE_FOR + 1), ...days(LIVE, 1)]);
    // It came in a while ago: pieces of one delivery would be one piece of news.
    await app.database.asOwner(`UPDATE observation_row SET received_at = received_at - interval '10 minutes'`);
  });

  it('are no alarm while they are missing', async () => {
    expect(await alerts(patientId)).toEqual([]);
  });

  it('are seen, marked as late, and page nobody', async () => {
    await send(patientId, days(WORSE_FOR, LIVE + 2));
    expect(await alerts(patientId)).toEqual([]);
    const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}/series`).expect(200);
    expect(body.course).toBe('worse');
    const day = addDays(today, -10);
    const { body: behind } = await clinician.agent.get(`/api/v1/patients/${patientId}/days/steps/${day}`).expect(200);
    expect(behind.observations.map((o: { late: boolean }) => o.late)).toEqual([true]);
  });

  it('are an alarm as soon as a live day says the same', async () => {
    await send(patientId, [stepsOf(1, 1)]);
    expect(await alerts(patientId)).toHaveLength(1);
  });
});
