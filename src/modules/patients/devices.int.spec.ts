import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { postObservations } from '../../../test/support/fhir.js';
import { createClinic, inviteAndAccept, type Person, registerPatient, tokenFor } from '../../../test/support/people.js';
import { addDays, civilDayOf, endOfDay, startOfDay } from '../../metrics/index.js';

let app: TestApp;
let clinician: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'devices');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(() => app?.close());

/** At any hour one of these is on another day than the database. */
it.each(['Pacific/Kiritimati', 'Pacific/Pago_Pago'])(
  'a watch worn every day was worn 14 of 14 days in %s',
  async (timeZone) => {
    const patientId = await registerPatient(clinician, { timeZone });
    const today = civilDayOf(timeZone, Date.now());
    const days = Array.from({ length: 20 }, (_, i) => addDays(today, i - 19));
    await postObservations(
      app,
      token,
      patientId,
      days.map((day) => {
        const [start, end] = [startOfDay(timeZone, day), Math.min(endOfDay(timeZone, day), Date.now() + 60_000)];
        return {
          metric: 'steps' as const,
          value: 5000,
          start: new Date(start).toISOString(),
          end: new Date(end).toISOString(),
        };
      }),
    );
    const read = async () => (await clinician.agent.get(`/api/v1/patients/${patientId}`).expect(200)).body.devices[0];
    const until = Date.now() + 30_000;
    while ((await read())?.wornDays !== 14 && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await read()).toMatchObject({ wornDays: 14, ofDays: 14 });
  },
  60_000,
);

it('an app that posts what the person says reports days, and a watch that asks as well is worn', async () => {
  const patientId = await registerPatient(clinician);
  const at = new Date(Date.now() - 3_600_000).toISOString();
  await postObservations(app, token, patientId, [
    { metric: 'painIntensity', value: 4, start: at, device: 'pain app' },
    { metric: 'painIntensity', value: 4, start: at, device: 'asking watch' },
    { metric: 'heartRate', value: 60, start: at, device: 'asking watch' },
  ]);
  const { body } = await clinician.agent.get(`/api/v1/patients/${patientId}`).expect(200);
  const said = body.devices.map((d: { label: string; selfReports: boolean }) => [d.label, d.selfReports]);
  expect(said.sort()).toEqual([
    ['Asking Watch', false],
    ['Pain App', true],
  ]);
});
