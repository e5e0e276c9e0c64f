import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';

const CLINIC = randomUUID();

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 30_000);
afterAll(() => older?.drop());

type Who = { active: boolean; role: string; known: boolean; isPatient: boolean };

async function add({ active, role, known, isPatient }: Who): Promise<string> {
  const id = randomUUID();
  const email = known ? `${id}@example.org` : `erased-${id}@erased.invalid`;
  await older.asSuper(`INSERT INTO person (id, name, email) VALUES ($1, 'A', $2)`, [id, email]);
  await older.asSuper(`INSERT INTO membership (clinic_id, person_id, role, active) VALUES ($1, $2, $3, $4)`, [
    CLINIC,
    id,
    role,
    active,
  ]);
  if (isPatient)
    await older.asSuper(
      `INSERT INTO patient (clinic_id, id, given_name, family_name, person_id) VALUES ($1, gen_random_uuid(), 'A', 'B', $2)`,
      [CLINIC, id],
    );
  for (const sql of [
    `INSERT INTO notice_setting (clinic_id, person_id, web_push, email, interrupt) VALUES ($1, $2, false, false, false)`,
    `INSERT INTO told_setting (clinic_id, person_id, good, changes, devices, visits) VALUES ($1, $2, 'all', 'all', 'all', 'all')`,
    `INSERT INTO notice (clinic_id, person_id, channel, urgency, words) VALUES ($1, $2, 'e-mail', 'test', 'test')`,
  ])
    await older.asSuper(sql, [CLINIC, id]);
  return id;
}

it('settings that an erasure left behind go, and nobody else’s', async () => {
  await older.goBackTo('SkeletonCodings1700000000074');
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  // Whose erasure is over, here and everywhere.
  await add({ active: false, role: 'patient', known: true, isPatient: false });
  await add({ active: false, role: 'caregiver', known: false, isPatient: false });
  const stay = [
    await add({ active: true, role: 'patient', known: true, isPatient: true }),
    await add({ active: false, role: 'patient', known: true, isPatient: true }),
    await add({ active: false, role: 'clinician', known: true, isPatient: false }),
  ];
  await older.goForward();
  for (const table of ['notice_setting', 'told_setting', 'notice']) {
    const left = await older.asSuper<{ id: string }>(`SELECT person_id AS id FROM ${table}`);
    expect({ table, left: left.map(({ id }) => id).sort() }).toEqual({ table, left: stay.toSorted() });
  }
}, 60_000);
