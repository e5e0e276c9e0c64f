import { query } from '../../../platform/database/database.js';
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
