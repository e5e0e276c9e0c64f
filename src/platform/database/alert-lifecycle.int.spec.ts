import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';

const [CLINIC, PATIENT] = [randomUUID(), randomUUID()];
const BEFORE = 'PatientRights1700000000031';

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

/** Alerts as version 0.1 wrote them, open and resolved. */
async function writeOldRows(): Promise<void> {
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  await older.asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
    CLINIC,
    PATIENT,
  ]);
  await older.asSuper(
    `WITH made AS (
       INSERT INTO alert (clinic_id, id, patient_id, kind, domain, severity, state, since, sentence, patient_sentence, evidence, outcome, resolved_at)
       SELECT $1, gen_random_uuid(), $2, kind, domain, severity, state, '2026-03-01', jsonb_build_object('key', sentence), '{}', '{"metric":"steps"}', outcome, resolved
       FROM (VALUES ('deterioration', 'activity', 1, 'open', 'trend.changed', NULL, NULL::timestamptz),
         ('deterioration', 'pain', 2, 'acknowledged', 'trend.changed', NULL, NULL),
         ('improvement', 'sleep', 3, 'open', 'trend.changed', NULL, NULL),
         ('missing-data', 'data', 1, 'resolved', 'trend.insufficient', 'contacted', '2026-04-01Z'),
         ('missing-data', 'data', 1, 'open', 'trend.wearDeclining', NULL, NULL)) v (kind, domain, severity, state, sentence, outcome, resolved) RETURNING id)
     INSERT INTO alert_event (clinic_id, alert_id, kind) SELECT $1, id, 'raised' FROM made`,
    [CLINIC, PATIENT],
  );
}
const asBefore = () =>
  older.asSuper(
    `SELECT id, kind, domain, severity, state, version, sentence, patient_sentence, evidence, outcome, resolved_at FROM alert ORDER BY id`,
  );

it('takes old alerts along, also for an owner who is bound by the policies; and back again', async () => {
  await older.goBackTo(BEFORE);
  await writeOldRows();
  const before = await asBefore();
  await older.goForward();
  expect(
    await older.asSuper(
      `SELECT kind, concern_key AS key, tier, producer, evidence, state_since = resolved_at AS "sinceResolved" FROM alert ORDER BY concern_key, state DESC`,
    ),
  ).toEqual(
    [
      ['missing-data', 'data:data', 'week', true],
      ['wear-declining', 'data:data', 'week', null],
      ['deterioration', 'deterioration:activity', 'week', null],
      ['deterioration', 'deterioration:pain', 'today', null],
      ['improvement', 'improvement:sleep', 'good', null],
    ].map(([kind, key, tier, sinceResolved]) => ({
      kind,
      key,
      tier,
      sinceResolved,
      producer: 'trends',
      evidence: { metric: 'steps', type: 'trend' },
    })),
  );
  await older.goBackTo(BEFORE);
  expect(await asBefore()).toEqual(before);
  await older.goForward();
  for (const table of ['alert', 'alert_event', 'delivery'])
    expect(
      await older.asSuper('SELECT relforcerowsecurity AS forced FROM pg_class WHERE relname = $1', [table]),
    ).toEqual([{ forced: true }]);
}, 60_000);

it('going back leaves what the version before can hold: kinds it does not know go, what was handed off is taken', async () => {
  await older.asSuper(
    `INSERT INTO alert (clinic_id, id, patient_id, producer, kind, domain, key, concern_key, severity, tier, state, since, sentence, evidence)
     SELECT $1, gen_random_uuid(), $2, 'sources', kind, 'data', key, kind || key, 1, 'week', 'handed-off', '2026-03-01', '{}', '{"type":"contact"}'
     FROM (VALUES ('flare', 'data'), ('missing-data', 's1'), ('plateau', 'data')) v (kind, key)`,
    [CLINIC, PATIENT],
  );
  await older.asSuper(
    `INSERT INTO delivery (clinic_id, person_id, cursor, kind, object_id) VALUES ($1, gen_random_uuid(), 1, 'alert', gen_random_uuid())`,
    [CLINIC],
  );
  await older.goBackTo(BEFORE);
  const left = (await asBefore()) as { kind: string; state: string }[];
  expect(left).toHaveLength(6);
  expect(left.filter((row) => row.kind === 'plateau')).toMatchObject([{ state: 'acknowledged', patient_sentence: {} }]);
  expect(await older.asSuper('SELECT 1 FROM delivery')).toEqual([]);
  await older.goForward();
}, 60_000);
