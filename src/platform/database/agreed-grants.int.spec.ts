import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';
import { AgreedGrants1700000000078 } from './migrations/0078-agreed-grants.js';

const CLINIC = randomUUID();

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

async function person(role: string): Promise<{ id: string; email: string }> {
  const id = randomUUID();
  const email = `${id}@example.org`;
  await older.asSuper(`INSERT INTO person (id, name, email) VALUES ($1, 'A', $2)`, [id, email]);
  await older.asSuper(`INSERT INTO membership (clinic_id, person_id, role) VALUES ($1, $2, $3)`, [CLINIC, id, role]);
  return { id, email };
}
/** @param shares - what the patient said last about sharing with caregivers; null: nothing */
async function patient(shares: 'given' | 'withdrawn' | null, account: string | null = null): Promise<string> {
  const id = randomUUID();
  await older.asSuper(
    `INSERT INTO patient (clinic_id, id, given_name, family_name, person_id) VALUES ($1, $2, 'A', 'B', $3)`,
    [CLINIC, id, account],
  );
  if (shares !== null)
    await older.asSuper(
      `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how) VALUES ($1, gen_random_uuid(), $2, 'share-caregiver', $3, 'x', 'paper')`,
      [CLINIC, id, shares],
    );
  return id;
}
async function grant(patientId: string, until: string | null = null): Promise<string> {
  const { id } = await person('caregiver');
  await older.asSuper(
    `INSERT INTO delegation (clinic_id, patient_id, person_id, categories, until) VALUES ($1, $2, $3, '{trends}', $4)`,
    [CLINIC, patientId, id, until],
  );
  return id;
}
async function invitation(patientId: string, by: string, email = 'x@example.org', accepted = false): Promise<string> {
  const id = randomUUID();
  await older.asSuper(
    `INSERT INTO invitation (clinic_id, id, token_hash, email, name, role, patient_id, created_by, expires_at, accepted_at)
     VALUES ($1, $2::uuid, $2::uuid::text, $3, 'A', 'caregiver', $4, $5, now() + interval '1 day', CASE WHEN $6 THEN now() END)`,
    [CLINIC, id, email, patientId, `person/${by}`, accepted],
  );
  return id;
}
const howOf = async (table: 'delegation' | 'invitation', key: string) =>
  new Map(
    (
      await older.asSuper<{ id: string; how: string | null }>(`SELECT ${key} AS id, agreed_how AS how FROM ${table}`)
    ).map(({ id, how }) => [id, how]),
  );

it('nobody loses what they see; who sees nothing, and whom a team has invited for somebody with an account, waits', async () => {
  await older.goBackBefore(AgreedGrants1700000000078);
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  const account = await person('patient');
  const coordinator = await person('coordinator');
  const [sharing, alone, never] = [await patient('given', account.id), await patient('given'), await patient(null)];
  const other = await person('patient');
  const withdrawn = await patient('withdrawn', other.id);
  // The stricter answer of two records that were merged counts for the one that stays, until the merge is undone.
  const [merged, survivor] = [await patient('given'), await patient('withdrawn')];
  await older.asSuper('UPDATE patient SET merged_into = $2 WHERE id = $1', [merged, survivor]);
  await older.asSuper(
    `INSERT INTO patient_merge (clinic_id, id, survivor_id, duplicate_id, state, reason, proposed_by, decided_by, decided_at)
     VALUES ($1, gen_random_uuid(), $2, $3, 'done', 'same person', $4, $4, now())`,
    [CLINIC, survivor, merged, coordinator.id],
  );

  const holds = [
    await grant(sharing),
    await grant(sharing, '2999-01-01Z'),
    await grant(alone),
    await grant(merged),
    await grant(survivor),
  ];
  const ended = await grant(never, '2026-01-01Z');
  const waits = [await grant(never), await grant(withdrawn)];
  const own = await person('caregiver');
  await older.asSuper(
    `INSERT INTO delegation (clinic_id, patient_id, person_id, categories) VALUES ($1, $2, $3, '{trends}')`,
    [CLINIC, withdrawn, own.id],
  );
  await invitation(withdrawn, other.id, own.email, true);
  const [byPatient, byTeam, forNobody] = [
    await invitation(sharing, account.id),
    await invitation(sharing, coordinator.id),
    await invitation(alone, coordinator.id),
  ];

  await older.goForward();
  const grants = await howOf('delegation', 'person_id');
  const agreed = [...holds, own.id, ended];
  expect(agreed.map((id) => grants.get(id))).toEqual(agreed.map(() => 'before'));
  expect(waits.map((id) => grants.get(id))).toEqual(waits.map(() => null));
  const invitations = await howOf('invitation', 'id');
  expect([byPatient, byTeam, forNobody].map((id) => invitations.get(id))).toEqual(['in-app', null, 'before']);
  const unforced = await older.asSuper(
    `SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity AND relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  expect(unforced).toEqual([]);

  // Going back, what waited must not hold.
  await older.goBackBefore(AgreedGrants1700000000078);
  const live = await older.asSuper<{ id: string }>(
    'SELECT person_id AS id FROM delegation WHERE until IS NULL OR until > now()',
  );
  expect(live.map(({ id }) => id).sort()).toEqual([...holds, own.id].sort());
  const open = await older.asSuper<{ id: string }>(
    'SELECT id FROM invitation WHERE accepted_at IS NULL AND revoked_at IS NULL',
  );
  expect(open.map(({ id }) => id).sort()).toEqual([byPatient, forNobody].sort());
  await older.goForward();
}, 60_000);
