import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import {
  createClinic,
  inviteAndAccept,
  type Person,
  registerPatient,
  tokenFor,
} from '../../../../test/support/people.js';
import { postObservations } from '../../../../test/support/fhir.js';
import { OutageWatch } from './outage-watch.js';

let app: TestApp;
let clinicId: string;
let coordinator: Person;
let token: string;

beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'outages');
  clinicId = clinic.id;
  coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
  token = await tokenFor(app, clinicId);
}, 120_000);
afterAll(() => app?.close());

async function newPatient(device: string): Promise<string> {
  const patientId = await registerPatient(coordinator);
  const start = new Date(Date.now() - 3_600_000).toISOString();
  await postObservations(app, token, patientId, [{ metric: 'heartRate', value: 70, start, device }]);
  return patientId;
}
const heardOf = (patientIds: readonly string[], hoursAgo: number) =>
  app.database.asOwner(
    `UPDATE source_contact SET last_contact_at = now() - make_interval(hours => $2) WHERE patient_id = ANY($1)`,
    [patientIds, hoursAgo],
  );
const look = () => app.nest.get(OutageWatch).tick();
const alerts = () =>
  app.database.asOwner<{ key: string; silent: number; absent: boolean }>(
    `SELECT key, (evidence ->> 'patientsSilent')::int AS silent, absent_since IS NOT NULL AS absent FROM alert WHERE clinic_id = $1 AND kind = 'vendor-outage'`,
    [clinicId],
  );

describe('a vendor that delivers nothing (F27)', () => {
  it('is one alert of the clinic, and none when patients fall silent one by one', async () => {
    const silent = [];
    for (let i = 0; i < 4; i++) silent.push(await newPatient('Fitbit Charge 6'));
    const garmin = await Promise.all([
      newPatient('Garmin Venu 3'),
      newPatient('Garmin Venu 3'),
      newPatient('Garmin Venu 3'),
    ]);
    await look();
    expect(await alerts()).toEqual([]);
    for (const [i, patientId] of garmin.entries()) await heardOf([patientId], 60 + 72 * i);
    await heardOf(silent, 60);
    await Promise.all([look(), look()]);
    expect(await alerts()).toEqual([{ key: 'fitbit', silent: 4, absent: false }]);
    const { body } = await coordinator.agent.get('/api/v1/alerts').expect(200);
    expect(body.items.map((row: { kind: string }) => row.kind)).toEqual(['vendor-outage']);
    await heardOf(silent, 1);
    await look();
    expect(await alerts()).toEqual([{ key: 'fitbit', silent: 4, absent: true }]);
  });
});
