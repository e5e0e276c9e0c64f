import { weaknessOf } from '../../platform/auth/common-passwords.js';
import type { Principals } from '../../platform/auth/principals.js';
import { invalid } from '../../platform/http/domain-error.js';

interface Account {
  readonly authUserId: string;
  readonly email: string;
}

/** Refuses a password made of this person's name and address and the names of their clinics: whoever guesses here knows them. */
export async function refuseOwnNames(
  principals: Principals,
  { authUserId, email }: Account,
  password: string,
): Promise<void> {
  const [person] = await principals.everywhere(authUserId);
  const memberships = person?.personId ? await principals.membershipsOf(person.personId) : [];
  const names = [email, ...(person ? [person.name] : []), ...memberships.map(({ clinicName }) => clinicName)];
  const message = weaknessOf(password, names);
  if (message) throw invalid([{ path: 'password', message }]);
}
