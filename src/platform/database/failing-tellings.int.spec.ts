import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';

const CLINIC = randomUUID();
const OLD = { type: 'chain', repaired: 2, deadSteps: 1, deadNotices: 0 };

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

it('an older technical fault counts no late news, also for an owner bound by the policies; others are left alone', async () => {
  await older.goBackTo('FoldedNames1700000000056');
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  const evidences = [OLD, { ...OLD, unheard: 3 }, { type: 'judging', patients: 2 }];
  for (const [i, evidence] of evidences.entries())
    await older.asSuper(
      `INSERT INTO alert (clinic_id, id, producer, kind, domain, key, concern_key, severity, tier, state, since, sentence, evidence)
       VALUES ($1, gen_random_uuid(), 'chain', 'chain-fault', 'chain', $2, $2, 2, 'today', 'open', '2026-11-01', '{"key":"chain.fault"}', $3)`,
      [CLINIC, `fault ${i}`, JSON.stringify(evidence)],
    );
  await older.goForward();
  const kept = await older.asSuper<{ evidence: object }>('SELECT evidence FROM alert ORDER BY key');
  expect(kept.map(({ evidence }) => evidence)).toEqual([
    { ...OLD, unheard: 0, lateTellings: 0 },
    { ...OLD, unheard: 3, lateTellings: 0 },
    { type: 'judging', patients: 2 },
  ]);
  const [force] = await older.asSuper(`SELECT relforcerowsecurity AS on FROM pg_class WHERE relname = 'alert'`);
  expect(force).toEqual({ on: true });
}, 60_000);
