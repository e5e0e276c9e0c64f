import type { Caller } from '../../../platform/auth/caller.js';
import { patientFilter } from '../../../platform/auth/compartment.js';
import { query } from '../../../platform/database/database.js';
import { MOST_FAILED_ATTEMPTS } from '../../clinics/index.js';
import { type Identity, swapDayAndMonth } from './score-match.js';

const MOST_COMPARED = 300;

/** Patients worth comparing: born on that day, or on one that is easily taken for it; or with that name or mail. */
export function findLookalikes(person: Identity): Promise<(Identity & { id: string })[]> {
  const { givenName, familyName, birthDate, email } = person;
  return query<Identity & { id: string }>(
    `SELECT id, given_name AS "givenName", family_name AS "familyName", birth_date::text AS "birthDate", email, phone
     FROM patient WHERE merged_into IS NULL AND (birth_date = ANY($1::date[])
       OR (lower(family_name) = lower($2) AND lower(given_name) = lower($3))
       OR (lower(family_name) = lower($3) AND lower(given_name) = lower($2)) OR email = lower($4))
     ORDER BY (birth_date = $5::date) DESC NULLS LAST, id LIMIT ${MOST_COMPARED}`,
    [
      birthDate === null ? [] : [birthDate, swapDayAndMonth(birthDate) ?? birthDate],
      familyName,
      givenName,
      email ?? null,
      birthDate,
    ],
  );
}

export interface Sharer {
  readonly id: string;
  readonly name: string;
  /** As their account, or as the one they are invited to. */
  readonly signsIn: boolean;
}

/**
 * A patient whom this address reaches already, of several one who signs in with it.
 *
 * @param reader - whose reach counts
 */
export async function findSharer(reader: Caller, email: string): Promise<Sharer | undefined> {
  const reach = patientFilter(reader, 'p.id', 3);
  const [row] = await query<Sharer>(
    `WITH sharer AS (
       SELECT p.id, true AS "signsIn" FROM person w JOIN patient p ON p.person_id = w.id WHERE w.email = lower($1)
       UNION ALL
       SELECT patient_id, true FROM invitation WHERE role = 'patient' AND email = lower($1)
         AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now() AND failed_attempts < $2
       UNION ALL
       SELECT id, false FROM patient WHERE email = lower($1))
     SELECT p.id, trim(p.given_name || ' ' || p.family_name) AS name, bool_or("signsIn") AS "signsIn"
     FROM sharer s JOIN patient p ON p.id = s.id WHERE p.merged_into IS NULL AND ${reach.sql}
     GROUP BY p.id, p.given_name, p.family_name ORDER BY "signsIn" DESC, p.id LIMIT 1`,
    [email, MOST_FAILED_ATTEMPTS, ...reach.parameters],
  );
  return row;
}
