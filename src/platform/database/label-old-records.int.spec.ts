import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';

const [CLINIC, PATIENT, AUTHOR] = [randomUUID(), randomUUID(), randomUUID()];

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

const author = (id: string) => [{ identifier: { system: 'urn:stepwell:person', value: id } }];
const labelled = (...codes: string[]) => ({ meta: { security: codes.map((code) => ({ code })) } });
/** What is kept, and what the column must say afterwards: compartments, and who wrote it. */
const RECORDS: [type: string, body: object, sensitivity: string[], author: string | null][] = [
  ['DocumentReference', { ...labelled('PSY'), author: author(AUTHOR) }, ['psychology'], AUTHOR],
  ['DocumentReference', labelled('R', 'SUD'), ['substance-use'], null],
  ['DocumentReference', labelled('BH'), ['psychology', 'substance-use'], null],
  ['DocumentReference', { ...labelled('R'), author: author(AUTHOR) }, [], null],
  ['DocumentReference', { meta: { security: 'PSY' }, author: author('somebody') }, [], null],
  ['DocumentReference', { text: 'a "security" door, PSY' }, [], null],
  ['Patient', labelled('PSY'), [], null],
];

it('a record that was labelled before compartments were kept is protected, also for an owner bound by the policies', async () => {
  await older.goBackTo('ReferralsEnd1700000000049');
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  await older.asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
    CLINIC,
    PATIENT,
  ]);
  const ids = RECORDS.map(() => randomUUID());
  for (const [i, [type, body]] of RECORDS.entries())
    await older.asSuper(
      `INSERT INTO record (clinic_id, type, id, version, patient_id, body) VALUES ($1, $2, $3, 1, $4, $5)`,
      [CLINIC, type, ids[i], PATIENT, JSON.stringify(body)],
    );
  await older.goForward();
  const found = await older.asSuper<{ id: string; sensitivity: string[]; author: string | null }>(
    `SELECT id, sensitivity, author_id AS author FROM record`,
  );
  const byId = new Map(found.map(({ id, ...kept }) => [id, kept]));
  expect(ids.map((id) => byId.get(id))).toEqual(RECORDS.map(([, , sensitivity, author]) => ({ sensitivity, author })));
  const [force] = await older.asSuper(`SELECT relforcerowsecurity AS on FROM pg_class WHERE relname = 'record'`);
  expect(force).toEqual({ on: true });
}, 60_000);
