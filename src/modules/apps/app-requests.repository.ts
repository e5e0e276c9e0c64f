import type { Caller } from '../../platform/auth/caller.js';
import { delegationLive } from '../../platform/auth/consent-condition.js';
import { query } from '../../platform/database/database.js';

/** The patients somebody is, or looks after: who has few of them chooses from a list. Staff look for theirs. */
export function findKnownPatients(caller: Caller): Promise<{ id: string; name: string }[]> {
  if (caller.role !== 'patient' && caller.role !== 'caregiver') return Promise.resolve([]);
  return query(
    `SELECT p.id, p.given_name || ' ' || p.family_name AS name FROM patient p WHERE ${
      caller.role === 'patient'
        ? 'p.person_id = $1'
        : `EXISTS (SELECT 1 FROM delegation d WHERE d.patient_id = p.id AND d.person_id = $1 AND ${delegationLive('d')})`
    } ORDER BY p.family_name, p.given_name LIMIT 100`,
    [caller.personId],
  );
}
