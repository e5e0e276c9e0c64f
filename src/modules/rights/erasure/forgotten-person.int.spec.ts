import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { createClinic, ok, type Person, registerPatient, type TestClinic } from '../../../../test/support/people.js';
import { RightsWorker } from '../index.js';

/** What hangs on the person and not on the patient: the devices they are told on, and how. */
let app: TestApp;
let circle: CareCircle;
let elsewhere: TestClinic;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'forgotten'), 'Zephyrine');
  elsewhere = await createClinic(app, 'elsewhere');
  await circle.admin.agent.put('/api/v1/clinic/retention').send({ exportDays: 3, erasureGraceDays: 0 }).expect(200);
}, 120_000);
afterAll(() => app?.close());

const joinElsewhere = ({ personId }: Person, active: boolean) =>
  app.database.asOwner(`INSERT INTO membership (clinic_id, person_id, role, active) VALUES ($1, $2, 'caregiver', $3)`, [
    elsewhere.id,
    personId,
    active,
  ]);

/** A phone that rings, and hours in which it must not. */
async function beTold({ personId }: Person, clinicId: string): Promise<void> {
  await app.database.asOwner(
    `INSERT INTO push_subscription (clinic_id, id, person_id, endpoint, p256dh, auth, device)
     VALUES ($1, gen_random_uuid(), $2, 'https://push.example/' || gen_random_uuid(), 'key', 'secret', 'Zephyrine’s phone')`,
    [clinicId, personId],
  );
  await app.database.asOwner(
    `INSERT INTO notice_setting (clinic_id, person_id, web_push, email, quiet_from, quiet_until, interrupt, time_zone)
     VALUES ($1, $2, true, true, '22:00', '07:00', true, 'Pacific/Apia')`,
    [clinicId, personId],
  );
}

async function leftOf({ personId }: Person, clinicId: string) {
  const [devices, settings] = [
    await app.database.asOwner('SELECT 1 FROM push_subscription WHERE clinic_id = $1 AND person_id = $2', [
      clinicId,
      personId,
    ]),
    await app.database.asOwner<{ says: string }>(
      `SELECT concat_ws(' ', CASE WHEN web_push THEN 'push' END, CASE WHEN email THEN 'mail' END, CASE WHEN interrupt THEN 'interrupts' END,
         quiet_from, quiet_until, time_zone) AS says FROM notice_setting WHERE clinic_id = $1 AND person_id = $2`,
      [clinicId, personId],
    ),
  ];
  return { devices: devices.length, says: settings.map(({ says }) => says).join() };
}

async function erase(patientId: string): Promise<string> {
  const id = randomUUID();
  const path = `/api/v1/patients/${patientId}/erasure`;
  await circle.coordinator.agent.post(path).send({ id, reason: 'She asked on paper' }).expect(ok);
  await circle.admin.agent.post(`${path}/approve`).send({}).expect(200);
  await app.nest.get(RightsWorker).workOff();
  return id;
}

const NOTHING = { devices: 0, says: '' };
const TOLD = { devices: 1, says: 'push mail interrupts 22:00 07:00 Pacific/Apia' };

it('devices and quiet hours of whom no clinic knows any more are gone, also in a clinic left long ago', async () => {
  await joinElsewhere(circle.patient, false);
  for (const clinicId of [circle.clinicId, elsewhere.id]) {
    await beTold(circle.patient, clinicId);
    expect(await leftOf(circle.patient, clinicId)).toEqual(TOLD);
  }
  await beTold(circle.caregiver, circle.clinicId);
  await erase(circle.patientId);
  for (const clinicId of [circle.clinicId, elsewhere.id])
    expect(await leftOf(circle.patient, clinicId)).toEqual(NOTHING);
  expect(await leftOf(circle.caregiver, circle.clinicId)).toEqual(TOLD);
});

it('whom another clinic still knows is told there as before', async () => {
  await joinElsewhere(circle.neighbour, true);
  for (const clinicId of [circle.clinicId, elsewhere.id]) await beTold(circle.neighbour, clinicId);
  await erase(circle.neighbour.patientId!);
  expect(await leftOf(circle.neighbour, circle.clinicId)).toEqual(NOTHING);
  expect(await leftOf(circle.neighbour, elsewhere.id)).toEqual(TOLD);
});

it('that it was done is in the audit once, of whoever approved it, and says nothing of the patient', async () => {
  const nobody = await registerPatient(circle.coordinator, { familyName: 'Thing', careTeam: [] });
  const id = await erase(nobody);
  await app.database.asOwner('UPDATE rights_job SET next_at = now()');
  await app.nest.get(RightsWorker).workOff();
  const rows = await app.database.asOwner(
    `SELECT actor, role, type, patient_id AS "patientId", object_id AS "objectId", outcome, count, reason, address, patient_ids AS "patientIds"
     FROM audit_event WHERE clinic_id = $1 AND interaction = 'delete' AND type = 'Erasure' AND patient_id = $2`,
    [circle.clinicId, nobody],
  );
  expect(rows).toEqual([
    {
      actor: `person/${circle.admin.personId}`,
      role: 'admin',
      type: 'Erasure',
      patientId: nobody,
      objectId: id,
      outcome: 'success',
      count: 0,
      reason: null,
      address: null,
      patientIds: null,
    },
  ]);
});
