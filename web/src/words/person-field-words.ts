import {
  EMAIL_PATTERN,
  isBirthDay,
  LONGEST_EMAIL,
  LONGEST_PERSON_NAME,
  PHONE_PATTERN,
} from '../../../src/metrics/index.js';
import { sayOnPage } from './say.js';

/** What forms ask of people; gender and language are chosen, and cannot be wrong. */
export type PersonField = 'givenName' | 'familyName' | 'birthDate' | 'gender' | 'phone' | 'email' | 'language';

/** Does it look like an e-mail address? Spaces around it do not count. */
export const isAddress = (text: string): boolean =>
  EMAIL_PATTERN.test(text.trim()) && text.trim().length <= LONGEST_EMAIL;

/**
 * What is wrong with a part of a person's data as it was typed; null when the server takes it. By the limits of the server, so
 * that all of it is said at once, and in one voice.
 */
export function personFieldWords(field: PersonField, typed: string, isNeeded = false): string | null {
  const text = typed.trim();
  if (text === '') return isNeeded ? sayOnPage(field === 'birthDate' ? 'field.needsDay' : 'field.needed') : null;
  switch (field) {
    case 'birthDate':
      return isBirthDay(text, Date.now()) ? null : sayOnPage('field.birthDate');
    case 'email':
      return isAddress(text) ? null : sayOnPage('field.email');
    case 'phone':
      return PHONE_PATTERN.test(text) ? null : sayOnPage('field.phone');
    case 'givenName':
    case 'familyName':
      return text.length <= LONGEST_PERSON_NAME ? null : sayOnPage('field.longest', { max: LONGEST_PERSON_NAME });
    default:
      return null;
  }
}

/** All of a form's, by field; only of those that are wrong. */
export function personProblems<Name extends PersonField>(
  fields: Readonly<Record<Name, string>>,
  needed: readonly PersonField[],
): Partial<Record<Name, string>> {
  const problems: Partial<Record<Name, string>> = {};
  for (const name of Object.keys(fields) as Name[]) {
    const words = personFieldWords(name, fields[name], needed.includes(name));
    if (words !== null) problems[name] = words;
  }
  return problems;
}

/**
 * What the server says of a field, as the form would say it: "must not be empty" is part of a sentence, because an API's
 * readers see the name of the member before it.
 */
export const serverFieldWords = (message: string): string =>
  /^\p{Ll}/u.test(message) ? sayOnPage('field.serverSays', { message }) : message;
