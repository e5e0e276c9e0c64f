import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import { createClinic, ok, type Person, registerPatient, type TestClinic } from '../../../../test/support/people.js';
import { RightsWorker } from '../index.js';
import { FORGOTTEN_TABLES, NOT_FORGOTTEN } from './forgotten-tables.js';

/** What hangs on the person and not on the patient: the devices they are told on, and how; what they allowed apps. */
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

/** A phone that rings and was tried, hours in which it must not, what is news, an app: a row of every table. */
async function settle({ personId }: Person, clinicId: string): Promise<void> {
  const insert = (sql: string) => app.database.asOwner(sql, [clinicId, personId]);
  await insert(
    `INSERT INTO push_subscription (clinic_id, id, person_id, endpoint, p256dh, auth, device)
     VALUES ($1, gen_random_uuid(), $2, 'https://push.example/' || gen_random_uuid(), 'key', 'secret', 'Zephyrine’s phone')`,
  );
  await insert(
    `INSERT INTO notice_setting (clinic_id, person_id, web_push, email, quiet_from, quiet_until, interrupt, time_zone)
     VALUES ($1, $2, true, true, '22:00', '07:00', true, 'Pacific/Apia')`,
  );
  await insert(
    `INSERT INTO told_setting (clinic_id, person_id, good, changes, devices, visits) VALUES ($1, $2, 'none', 'all', 'none', 'all')`,
  );
  await insert(
    `INSERT INTO notice (clinic_id, person_id, channel, urgency, words, state, settled_at)
     VALUES ($1, $2, 'web-push', 'test', 'test', 'sent', now())`,
  );
  await insert(
    `WITH of AS (INSERT INTO app (clinic_id, id, client_id, name, kind, redirect_uris, scopes, created_by)
       VALUES ($1, gen_random_uuid(), gen_random_uuid(), 'Diary', 'public', '{}', '', 'test') RETURNING id)
     INSERT INTO app_grant (clinic_id, id, app_id, person_id, scopes) SELECT $1, gen_random_uuid(), id, $2, 'user/Patient.rs' FROM of`,
  );
}

/** In how many rows of which tables something is left. */
async function leftOf({ personId }: Person, clinicId: string): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const { table } of FORGOTTEN_TABLES) {
    const [row] = await app.database.asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM ${table} WHERE clinic_id = $1 AND person_id = $2`,
      [clinicId, personId],
    );
    left[table] = row!.n;
  }
  return left;
}

async function erase(patientId: string): Promise<string> {
  const id = randomUUID();
  const path = `/api/v1/patients/${patientId}/erasure`;
  await circle.coordinator.agent.post(path).send({ id, reason: 'She asked on paper' }).expect(ok);
  await circle.admin.agent.post(`${path}/approve`).send({}).expect(200);
  await app.nest.get(RightsWorker).workOff();
  return id;
}

const each = (n: number) => Object.fromEntries(FORGOTTEN_TABLES.map(({ table }) => [table, n]));
const [NOTHING, ALL] = [each(0), each(1)];

it('knows every table with a person in it', async () => {
  const tables = await app.database.asOwner<{ table: string }>(
    `SELECT c.relname AS table FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'person_id' AND NOT a.attisdropped
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relnamespace = 'public'::regnamespace`,
  );
  const known = [...FORGOTTEN_TABLES.map(({ table }) => table), ...Object.keys(NOT_FORGOTTEN)];
  expect(tables.map(({ table }) => table).sort()).toEqual(known.sort());
});

it('devices, settings and apps of whom no clinic knows any more are gone, also in a clinic left long ago', async () => {
  await joinElsewhere(circle.patient, false);
  for (const clinicId of [circle.clinicId, elsewhere.id]) {
    const asked = (await leftOf(circle.patient, clinicId))['notice']!;
    await settle(circle.patient, clinicId);
    // Here she was asked about her caregiver besides.
    expect(await leftOf(circle.patient, clinicId)).toEqual({ ...ALL, notice: asked + 1 });
  }
  await settle(circle.caregiver, circle.clinicId);
  await erase(circle.patientId);
  for (const clinicId of [circle.clinicId, elsewhere.id])
    expect(await leftOf(circle.patient, clinicId)).toEqual(NOTHING);
  expect(await leftOf(circle.caregiver, circle.clinicId)).toEqual(ALL);
});

it('whom another clinic still knows is told there as before', async () => {
  await joinElsewhere(circle.neighbour, true);
  for (const clinicId of [circle.clinicId, elsewhere.id]) await settle(circle.neighbour, clinicId);
  await erase(circle.neighbour.patientId!);
  expect(await leftOf(circle.neighbour, circle.clinicId)).toEqual(NOTHING);
  expect(await leftOf(circle.neighbour, elsewhere.id)).toEqual(ALL);
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
