import { DomainError } from '../../platform/http/domain-error.js';

/** What a database error says of where it happened. */
interface Thrown {
  readonly code?: string;
  readonly constraint?: string;
}

const TOO_LARGE_A_NUMBER = '22003';
/** Whose index did not take it; the columns of a row are no place of their own. */
const MEMBER_OF: Readonly<Record<string, string>> = {
  concept_code_uq: 'code',
  skeleton_coding_pk: 'code',
  source_uq: 'source',
};

/**
 * PostgreSQL's data exceptions and limits: a number or text that no check of ours has caught. It is the reading that is
 * wrong, not the server.
 *
 * @returns undefined for every other error
 */
export function notStorable(error: unknown): DomainError | undefined {
  const { code = '', constraint = '' } = (typeof error === 'object' && error !== null ? error : {}) as Thrown;
  if (!/^(22|54)...$/.test(code)) return undefined;
  const member = code === TOO_LARGE_A_NUMBER ? 'value' : MEMBER_OF[constraint];
  const message = `The database cannot hold ${member === undefined ? 'a value' : `the ${member}`} of this observation.`;
  return new DomainError('NOT_STORABLE', 422, message, [{ path: member ?? '', message }]);
}

export const isNotStorable = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code === 'NOT_STORABLE';
