import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';
import { spellId } from '../../modules/observations/observation-id.js';

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

const asSuper: OlderDatabase['asSuper'] = (sql, parameters) => older.asSuper(sql, parameters);

const CLINIC = randomUUID();
const PATIENT = randomUUID();

/** Rows as version 0.1 wrote them: of two sources, corrected, converted, with an identifier in the remainder. */
async function writeOldRows(): Promise<void> {
  await asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [CLINIC]);
  await asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
    CLINIC,
    PATIENT,
  ]);
  await asSuper(
    `INSERT INTO concept (clinic_id, system, code, metric) VALUES ($1, 'http://loinc.org', '55423-8', 'steps')`,
    [CLINIC],
  );
  await asSuper(
    `INSERT INTO source (clinic_id, patient_id, system, device, kind) VALUES ($1, $2, 'fhir', 'a', 'watch'), ($1, $2, 'fhir', 'b', 'phone')`,
    [CLINIC, PATIENT],
  );
  await asSuper(
    `INSERT INTO skeleton (clinic_id, hash, body) VALUES ($1, 'h', '{"resourceType":"Observation","status":"amended"}')`,
    [CLINIC],
  );
  await asSuper(
    `INSERT INTO observation (clinic_id, patient_id, concept_id, source_id, start_at, end_at, id, version, value, original_value, status, skeleton_id, remainder, issued_at)
     SELECT $1, $2, c.id, s.id, t, t + interval '1 hour', gen_random_uuid(), 1 + n % 2, n + 0.50, CASE WHEN n % 3 = 0 THEN n END, 'amended', k.id,
       CASE WHEN n % 2 = 0 THEN '{"identifier":[{"system":"urn:x","value":"' || n || '"}]}' END, CASE WHEN n % 4 = 0 THEN t END
     FROM concept c, source s, skeleton k, generate_series(0, 40) n, LATERAL (SELECT timestamptz '2013-06-01Z' + n * interval '130 days' AS t) d`,
    [CLINIC, PATIENT],
  );
  await asSuper(`INSERT INTO due_day (clinic_id, patient_id, day) VALUES ($1, $2, '2026-01-01')`, [CLINIC, PATIENT]);
}

const rows = () =>
  asSuper(
    `SELECT patient_id, concept_id, source_id, start_at, end_at, id, version, value::text, original_value::text, status, skeleton_id, remainder, issued_at, received_at
     FROM observation ORDER BY start_at, source_id`,
  );

it('moves what is there, also for an owner who is bound by the policies; and back again', async () => {
  await older.goBackTo('Accounts1700000000004');
  await writeOldRows();
  const before = await rows();
  expect(before).toHaveLength(82);
  await older.goForward();
  expect(await rows()).toEqual(before);
  const [{ n }] = (await asSuper<{ n: string }>('SELECT count(*) AS n FROM series')) as [{ n: string }];
  expect(n).toBe('2');
  await older.goBackTo('Accounts1700000000004');
  expect(await rows()).toEqual(before);
  expect(await asSuper('SELECT patient_id, day::text FROM due_day')).toEqual([
    { patient_id: PATIENT, day: '2026-01-01' },
  ]);
  await older.goForward();
  expect(await rows()).toEqual(before);
}, 60_000);

it('does not go back once ids were spelled: the version before reads no such id, and no link would lead anywhere', async () => {
  await asSuper(
    `INSERT INTO observation_row (clinic_id, start_at, end_at, series_id, skeleton_id, value)
     SELECT clinic_id, '2026-05-01Z', '2026-05-01Z', series_id, skeleton_id, 7 FROM observation_row LIMIT 1`,
  );
  const before = await rows();
  expect(before).toHaveLength(83);
  await expect(older.goBackTo('Accounts1700000000004')).rejects.toThrow(
    'Observations were stored since this migration, and the version before it cannot read their ids',
  );
  expect(await rows()).toEqual(before);
  expect(await asSuper(`SELECT relforcerowsecurity AS forced FROM pg_class WHERE relname = 'observation_row'`)).toEqual(
    [{ forced: true }],
  );
  await asSuper('DELETE FROM observation_row WHERE id IS NULL');
  await older.goForward();
}, 60_000);

it('payloads that came twice or lost their body go back to one with a body, and stay bound by the policies', async () => {
  const [clinicId, patientId] = [randomUUID(), randomUUID()];
  await asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'kept', 'Kept', 'UTC')`, [clinicId]);
  await asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
    clinicId,
    patientId,
  ]);
  await asSuper(
    `INSERT INTO raw_payload (clinic_id, id, patient_id, vendor, sha256, body, received_at)
     SELECT $1, gen_random_uuid(), $2, 'fitbit', sha256, body, now() - days * interval '1 day'
     FROM (VALUES ('a', 'x'::bytea, 2), ('a', 'x', 0), ('b', NULL, 0)) v (sha256, body, days)`,
    [clinicId, patientId],
  );
  await older.goBackTo('SourcesHours1700000000008');
  expect(
    await asSuper(
      `SELECT sha256, convert_from(body, 'UTF8') AS body, received_at < now() - interval '1 day' AS first
       FROM raw_payload ORDER BY sha256`,
    ),
  ).toEqual([
    { sha256: 'a', body: 'x', first: true },
    { sha256: 'b', body: '', first: false },
  ]);
  expect(await asSuper(`SELECT relforcerowsecurity AS forced FROM pg_class WHERE relname = 'raw_payload'`)).toEqual([
    { forced: true },
  ]);
  await older.goForward();
}, 60_000);

it('spells ids in SQL as the code does', async () => {
  const keys = [
    [1, 0, 0],
    [2 ** 31 - 1, Date.UTC(2026, 10, 25), 2 ** 42 - 1],
    [2 ** 18, 1_700_000_000_000, 2 ** 30],
    [2 ** 20 + 77, 1_700_000_000_001, 86_400_000],
    [5, -1, 60_000],
    [5, Date.UTC(900, 0), 60_000],
    [5, 0, 2 ** 42],
  ] as const;
  for (const [seriesId, startMs, span] of keys) {
    const [row] = await asSuper<{ id: string | null }>(
      `SELECT spelled_observation_id(timestamptz 'epoch' + $1::bigint * interval '1 ms', timestamptz 'epoch' + $2::bigint * interval '1 ms', $3) AS id`,
      [startMs, startMs + span, seriesId],
    );
    expect([seriesId, row!.id]).toEqual([seriesId, spellId({ seriesId, startMs, endMs: startMs + span }) ?? null]);
  }
});
