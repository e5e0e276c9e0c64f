import { type Database, query } from '../database/database.js';

/** Does this account work in some clinic, other than as a patient or caregiver? Their sessions are shorter. */
export async function isStaff(database: Database, authUserId: string): Promise<boolean> {
  const [person] = await database.outside(() =>
    query<{ id: string }>('SELECT id FROM person WHERE auth_user_id = $1', [authUserId]),
  );
  if (!person) return false;
  const rows = await database.asPerson(person.id, () =>
    query(`SELECT 1 FROM membership WHERE person_id = $1 AND active AND role NOT IN ('patient', 'caregiver') LIMIT 1`, [
      person.id,
    ]),
  );
  return rows.length > 0;
}
