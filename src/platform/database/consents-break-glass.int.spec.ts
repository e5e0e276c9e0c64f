import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';

const [CLINIC, PATIENT, FORMER, CAREGIVER] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
const BEFORE = 'Apps1700000000021';

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

/** Two patients with a caregiver, of whom one may still look on, as version 0.1 wrote them. */
async function writeOldRows(): Promise<void> {
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  await older.asSuper(`INSERT INTO person (id, name, email) VALUES ($1, 'C', 'c@example.org')`, [CAREGIVER]);
  await older.asSuper(`INSERT INTO membership (clinic_id, person_id, role) VALUES ($1, $2, 'caregiver')`, [
    CLINIC,
    CAREGIVER,
  ]);
  for (const [patient, until] of [
    [PATIENT, null],
    [FORMER, '2026-01-01Z'],
  ]) {
    await older.asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
      CLINIC,
      patient,
    ]);
    await older.asSuper(
      `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, text_version, recorded_by) VALUES ($1, gen_random_uuid(), $2, 'monitoring', 'given', '1', 'x')`,
      [CLINIC, patient],
    );
    await older.asSuper(
      `INSERT INTO delegation (clinic_id, patient_id, person_id, categories, until) VALUES ($1, $2, $3, '{trends}', $4)`,
      [CLINIC, patient, CAREGIVER, until],
    );
  }
}
const consents = () =>
  older.asSuper<{ patient: string; purpose: string; status: string }>(
    `SELECT patient_id AS patient, purpose, status FROM consent ORDER BY patient_id = $1 DESC, purpose, recorded_at`,
    [PATIENT],
  );
const MONITORED = [PATIENT, FORMER].map((patient) => ({ patient, purpose: 'monitoring', status: 'given' }));
const revision = async () =>
  (await older.asSuper<{ n: number }>('SELECT revision::int AS n FROM monitoring_revision'))[0]!.n;
const unforced = () =>
  older.asSuper(
    `SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity AND relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );

it('writes down the consent of whoever has a caregiver already, also for an owner bound by the policies; and back again', async () => {
  await older.goBackTo(BEFORE);
  await writeOldRows();
  const before = await revision();
  await older.goForward();
  expect(await consents()).toEqual([
    MONITORED[0],
    { patient: PATIENT, purpose: 'share-caregiver', status: 'given' },
    MONITORED[1],
  ]);
  // What was read about the patients of this clinic holds no longer.
  expect(await revision()).toBeGreaterThan(before);
  expect(await unforced()).toEqual([]);

  await older.goBackTo(BEFORE);
  expect(await consents()).toEqual(MONITORED);
  expect(await unforced()).toEqual([]);
  await older.goForward();
}, 60_000);

it('going back, an integration that saw only who agreed becomes none that sees and writes everything', async () => {
  await older.asSuper(
    `INSERT INTO api_token (clinic_id, id, token_hash, name, scopes, expires_at, shares_for)
     SELECT $1, gen_random_uuid(), name, name, 'system/*.cruds', now() + interval '1 day', purpose
     FROM (VALUES ('device', NULL), ('study', 'research'), ('practice', 'share-primary-care')) v (name, purpose)`,
    [CLINIC],
  );
  await older.asSuper(
    `INSERT INTO app (clinic_id, id, client_id, name, kind, redirect_uris, scopes, jwks, created_by, shares_for)
     SELECT $1, gen_random_uuid(), name, name, 'backend', '{}', 'system/*.cruds', '{}', 'x', purpose
     FROM (VALUES ('ward', NULL), ('registry', 'research')) v (name, purpose)`,
    [CLINIC],
  );
  await older.asSuper(
    `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how)
     SELECT $1, gen_random_uuid(), $2, purpose, status, 'x', 'in-app' FROM (VALUES ('research', 'given'), ('monitoring', 'declined')) v (purpose, status)`,
    [CLINIC, FORMER],
  );
  await older.goBackTo(BEFORE);
  expect(await consents()).toEqual(MONITORED);
  const live = (table: string) => older.asSuper(`SELECT name FROM ${table} WHERE revoked_at IS NULL ORDER BY name`);
  expect(await live('api_token')).toEqual([{ name: 'device' }]);
  expect(await live('app')).toEqual([{ name: 'ward' }]);
  expect(await unforced()).toEqual([]);
  await older.goForward();
}, 60_000);
