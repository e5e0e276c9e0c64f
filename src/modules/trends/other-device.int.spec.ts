import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations, type Reading } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { untilQuiet } from '../../../test/support/quiet.js';
import { addDays, civilDayOf, startOfDay } from '../../metrics/index.js';

/** Its mornings are on the day before in UTC. */
const ZONE = 'Pacific/Auckland';
const HOUR_MS = 3_600_000;
const today = civilDayOf(ZONE, Date.now());
const DAYS = 50;
/** First day of the other watch: too few days of it to know what is usual. */
const SINCE = addDays(today, -5);

let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'other-device');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

const days = Array.from({ length: DAYS }, (_, i) => addDays(today, i - DAYS));
/** From one to five in the morning. */
const stepsOf = (day: string): Reading => ({
  metric: 'steps',
  value: day < SINCE ? 8000 : 6000,
  start: new Date(startOfDay(ZONE, day) + HOUR_MS).toISOString(),
  end: new Date(startOfDay(ZONE, day) + 5 * HOUR_MS).toISOString(),
  device: day < SINCE ? 'old watch' : 'new watch',
});
const painOf = (day: string): Reading => ({
  metric: 'painIntensity',
  value: 4,
  start: new Date(startOfDay(ZONE, day) + 20 * HOUR_MS).toISOString(),
  device: 'pain app',
});

async function seriesOf(readings: readonly Reading[]) {
  const patientId = await registerPatient(clinician, { timeZone: ZONE });
  await postObservations(app, token, patientId, readings);
  await untilQuiet(app.database, patientId);
  return (await clinician.agent.get(`/api/v1/patients/${patientId}/series?from=${addDays(today, -40)}`).expect(200))
    .body;
}

it('a patient’s steps come from another watch: the words say since which of the patient’s days', async () => {
  const { panels, headline, patientHeadline } = await seriesOf(days.map(stepsOf));
  const said = { key: 'trend.otherDevice', facts: { metric: 'steps', since: SINCE } };
  expect(panels[0]).toMatchObject({ metric: 'steps', usual: null, sentence: said, patientSentence: said });
  expect([headline, patientHeadline]).toEqual([said, said]);
}, 60_000);

it('what says something of the person stands on top', async () => {
  const { panels, headline } = await seriesOf([...days.map(stepsOf), ...days.map(painOf)]);
  expect(panels[0].sentence.key).toBe('trend.otherDevice');
  expect(headline).toMatchObject({ key: 'trend.steady', facts: { metric: 'painIntensity' } });
}, 60_000);
