import { DomainError } from '../../../platform/http/domain-error.js';

/** What the store calls a part of a reading, as a member of an Observation. */
const MEMBERS: Readonly<Record<string, string>> = { start: 'effective', value: 'value', code: 'code' };

/**
 * A refusal of the store, said of the Observation that was sent.
 *
 * @param path - where that stands; empty: it is all that was sent
 */
export function placeRefusal(refusal: DomainError, path: string): DomainError {
  const { code, status, message, issueType, retryAfterSeconds } = refusal;
  const at = path === '' ? 'Observation' : path;
  const errors = refusal.errors.map((error) => {
    const member = MEMBERS[error.path];
    return { ...error, path: member === undefined ? at : `${at}.${member}` };
  });
  return new DomainError(code, status, message, errors, issueType, retryAfterSeconds);
}
