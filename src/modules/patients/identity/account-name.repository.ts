import { query } from '../../../platform/database/database.js';

export interface Account {
  readonly personId: string;
  readonly name: string;
}

/** The account with which this patient signs in, if there is one. */
export async function findAccount(patientId: string): Promise<Account | undefined> {
  const [row] = await query<Account>(
    'SELECT a.id AS "personId", a.name FROM patient p JOIN person a ON a.id = p.person_id WHERE p.id = $1',
    [patientId],
  );
  return row;
}

/** What this person is in which clinics, also of what has ended: as that person, who alone sees all of it. */
export function findRoles(personId: string): Promise<{ clinicId: string; role: string }[]> {
  return query('SELECT clinic_id AS "clinicId", role FROM membership WHERE person_id = $1', [personId]);
}

export async function renameAccount(personId: string, name: string): Promise<void> {
  await query('UPDATE person SET name = $2 WHERE id = $1', [personId, name]);
}
