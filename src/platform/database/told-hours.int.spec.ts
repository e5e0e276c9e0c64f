import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';
import { ToldHours1700000000093 } from './migrations/0093-told-hours.js';

const [CLINIC, PATIENT] = [randomUUID(), randomUUID()];

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

it('on the way back names that share an hour stand alone again, and those that did already stay', async () => {
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [CLINIC]); // prettier-ignore
  await older.asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
    CLINIC,
    PATIENT,
  ]);
  const keys = [randomUUID(), randomUUID(), randomUUID()];
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  await older.asSuper(
    `INSERT INTO told_hour (clinic_id, patient_id, hour, keys, observation_ids, revised_at) VALUES ($1, $2, 7, $3, $4, $5)`,
    [CLINIC, PATIENT, keys.slice(0, 2), ids.slice(0, 2), ['2026-02-01T10:00:00Z', null]],
  );
  await older.asSuper('INSERT INTO told_reading (clinic_id, patient_id, key, observation_id) VALUES ($1, $2, $3, $4)', [
    CLINIC,
    PATIENT,
    keys[2],
    ids[2],
  ]);
  const alone = () =>
    older.asSuper(`SELECT key, observation_id AS id, revised_at::date::text AS revised FROM told_reading`);
  const all = [
    { key: keys[0], id: ids[0], revised: '2026-02-01' },
    { key: keys[1], id: ids[1], revised: null },
    { key: keys[2], id: ids[2], revised: null },
  ];
  await older.goBackBefore(ToldHours1700000000093);
  const found = await alone();
  expect(found).toHaveLength(3);
  expect(found).toEqual(expect.arrayContaining(all));
  await older.goForward();
  expect(await alone()).toEqual(expect.arrayContaining(all));
});
