import { query } from '../../../platform/database/database.js';

/** The account with which this patient signs in, if there is one. */
export async function findAccount(patientId: string): Promise<{ personId: string; name: string } | undefined> {
  const [row] = await query<{ personId: string; name: string }>(
    'SELECT a.id AS "personId", a.name FROM patient p JOIN person a ON a.id = p.person_id WHERE p.id = $1',
    [patientId],
  );
  return row;
}

export async function renameAccount(personId: string, name: string): Promise<void> {
  await query('UPDATE person SET name = $2 WHERE id = $1', [personId, name]);
}
