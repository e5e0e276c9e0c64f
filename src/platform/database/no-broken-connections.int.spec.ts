import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';

const [CLINIC, PERSON] = [randomUUID(), randomUUID()];
const KINDS = ['connection-broken', 'missing-data'];

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

it('what was set, tried and filtered for alerts that nothing could raise is gone; what is of others stays', async () => {
  await older.goBackTo('UncheckedUploads1700000000082');
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  await older.asSuper(`INSERT INTO person (id, name, email) VALUES ($1, 'P', 'p@people.example')`, [PERSON]);
  for (const kind of KINDS) {
    await older.asSuper(
      `INSERT INTO alert_rule (clinic_id, kind, scope, version, settings, changed_by, reason) VALUES ($1, $2, 'clinic', 1, '{}', $3, 'r')`,
      [CLINIC, kind, PERSON],
    );
    await older.asSuper(
      `INSERT INTO saved_view (clinic_id, person_id, id, name, filters) VALUES ($1, $2, gen_random_uuid(), $3, jsonb_build_object('whose', 'all', 'kind', $3::text))`,
      [CLINIC, PERSON, kind],
    );
    await older.asSuper(
      `INSERT INTO back_test (clinic_id, id, change, from_day, to_day, requested_by)
       VALUES ($1, gen_random_uuid(), jsonb_build_object('of', 'rule', 'kind', $2::text), '2026-01-01', '2026-02-01', $3)`,
      [CLINIC, kind, PERSON],
    );
  }
  await older.goForward();
  expect(await older.asSuper('SELECT kind FROM alert_rule')).toEqual([{ kind: 'missing-data' }]);
  expect(await older.asSuper(`SELECT change ->> 'kind' AS kind FROM back_test`)).toEqual([{ kind: 'missing-data' }]);
  expect(await older.asSuper('SELECT filters FROM saved_view ORDER BY name')).toEqual([
    { filters: { whose: 'all' } },
    { filters: { whose: 'all', kind: 'missing-data' } },
  ]);
}, 60_000);
