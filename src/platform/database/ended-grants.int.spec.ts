import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type OlderDatabase, openOlderDatabase } from '../../../test/support/older-database.js';
import { EndedGrants1700000000080 } from './migrations/0080-ended-grants.js';

const CLINIC = randomUUID();
const PATIENT = randomUUID();

let older: OlderDatabase;
beforeAll(async () => {
  older = await openOlderDatabase();
}, 60_000);
afterAll(() => older?.drop());

async function grant(until: string | null): Promise<string> {
  const id = randomUUID();
  await older.asSuper(`INSERT INTO person (id, name, email) VALUES ($1, 'A', $2)`, [id, `${id}@example.org`]);
  await older.asSuper(`INSERT INTO membership (clinic_id, person_id, role) VALUES ($1, $2, 'caregiver')`, [CLINIC, id]);
  await older.asSuper(
    `INSERT INTO delegation (clinic_id, patient_id, person_id, categories, until) VALUES ($1, $2, $3, '{trends}', $4)`,
    [CLINIC, PATIENT, id, until],
  );
  return id;
}
async function takenBack(at: string | null): Promise<string> {
  const id = randomUUID();
  await older.asSuper(
    `INSERT INTO invitation (clinic_id, id, token_hash, email, name, role, patient_id, created_by, expires_at, revoked_at)
     VALUES ($1, $2::uuid, $2::uuid::text, 'x@example.org', 'A', 'caregiver', $3, 'x', now() + interval '1 day', $4)`,
    [CLINIC, id, PATIENT, at],
  );
  return id;
}
const act = (role: string, type: string, interaction: string, objectId: string, at: string, more: object = {}) => {
  const row = { clinic_id: CLINIC, patient_id: PATIENT, actor: `person/${PATIENT}`, outcome: 'success', ...more };
  const all = { ...row, role, type, interaction, object_id: objectId, at };
  const names = Object.keys(all);
  return older.asSuper(
    `INSERT INTO audit_event (${names.join(', ')}) VALUES (${names.map((_, i) => `$${i + 1}`).join(', ')})`,
    Object.values(all),
  );
};
const END = '2026-02-01T10:00:00Z';
const AFTER = '2026-02-01T10:00:02Z';
const MUCH_LATER = '2026-02-01T12:00:00Z';
const asWhom = async (table: 'delegation' | 'invitation', key: string, part: string, ids: readonly string[]) => {
  const rows = await older.asSuper<{ id: string; as: string | null }>(
    `SELECT ${key} AS id, ${part}_as AS as FROM ${table}`,
  );
  return ids.map((id) => rows.find((row) => row.id === id)?.as);
};

it('who ended what is over is read from the audit; of what the audit does not know it is not made up', async () => {
  await older.goBackBefore(EndedGrants1700000000080);
  await older.asSuper(`INSERT INTO clinic (clinic_id, slug, name, time_zone) VALUES ($1, 'old', 'Old', 'UTC')`, [
    CLINIC,
  ]);
  await older.asSuper(`INSERT INTO patient (clinic_id, id, given_name, family_name) VALUES ($1, $2, 'A', 'B')`, [
    CLINIC,
    PATIENT,
  ]);
  const ended = [await grant(END), await grant(END), await grant(END), await grant(END), await grant(null)];
  const revoked = [await takenBack(END), await takenBack(END), await takenBack(END), await takenBack(null)];
  await act('patient', 'Follower', 'end', ended[0]!, AFTER);
  await act('coordinator', 'Follower', 'end', ended[1]!, AFTER);
  // What was done at another time, or refused, or to somebody else, was not this end.
  await act('patient', 'Follower', 'end', ended[2]!, MUCH_LATER);
  await act('clinician', 'Follower', 'end', ended[2]!, AFTER, { outcome: 'denied' });
  await act('patient', 'Follower', 'end', ended[3]!, AFTER, { patient_id: randomUUID() });
  await act('patient', 'Follower', 'end', revoked[0]!, AFTER);
  await act('admin', 'Invitation', 'delete', revoked[1]!, AFTER);
  await act('patient', 'Follower', 'approve', revoked[2]!, AFTER);

  await older.goForward();
  expect(await asWhom('delegation', 'person_id', 'ended', ended)).toEqual([
    'patient',
    'team',
    'before',
    'before',
    null,
  ]);
  expect(await asWhom('invitation', 'id', 'revoked', revoked)).toEqual(['patient', 'team', null, null]);
  const unforced = await older.asSuper(
    `SELECT relname FROM pg_class WHERE relrowsecurity AND NOT relforcerowsecurity AND relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`,
  );
  expect(unforced).toEqual([]);

  // Going back, what is over stays over.
  await older.goBackBefore(EndedGrants1700000000080);
  const live = await older.asSuper<{ id: string }>(
    'SELECT person_id AS id FROM delegation WHERE until IS NULL OR until > now()',
  );
  expect(live).toEqual([{ id: ended[4] }]);
  await older.goForward();
}, 60_000);
