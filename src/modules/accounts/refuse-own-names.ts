import { weaknessOf } from '../../platform/auth/common-passwords.js';
import type { Principals } from '../../platform/auth/principals.js';
import { invalid } from '../../platform/http/domain-error.js';

/** Refuses a password made of this person's name and those of their clinics: whoever guesses here knows them. */
export async function refuseOwnNames(principals: Principals, authUserId: string, password: string): Promise<void> {
  const [person] = await principals.everywhere(authUserId);
  if (!person?.personId) return;
  const memberships = await principals.membershipsOf(person.personId);
  const message = weaknessOf(password, [person.name, ...memberships.map(({ clinicName }) => clinicName)]);
  if (message) throw invalid([{ path: 'password', message }]);
}
