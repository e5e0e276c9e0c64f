import { query } from '../database/database.js';
import type { Statement } from '../database/statement.js';
import { delegationLive } from './consent-condition.js';

/** SQL: does this grant hold? A record that was merged keeps its grants of then; those that hold are the living record's. */
export const GRANT_HOLDS = `${delegationLive('d')} AND NOT EXISTS (SELECT 1 FROM patient old WHERE old.id = d.patient_id AND old.merged_into IS NOT NULL)`;

/**
 * The patients of the clinic we are in who share something with this caregiver, whoever granted last first, and the
 * categories that are shared. What may be seen is decided elsewhere; that it is them the caregiver knows from the invitation.
 */
export const findFollowed = (personId: string): Promise<{ id: string; name: string; shared: string[] }[]> =>
  query(FOLLOWED.text, [personId]);

export const FOLLOWED: Statement = {
  name: 'followed',
  text: `SELECT p.id, trim(p.given_name || ' ' || p.family_name) AS name, d.categories AS shared
     FROM delegation d JOIN patient p ON p.id = d.patient_id WHERE d.person_id = $1 AND ${GRANT_HOLDS} ORDER BY d.granted_at DESC, p.id`,
};
