import { DomainError } from '../../../platform/http/domain-error.js';
import type { Issue } from '../validate/index.js';

/** Structural faults of the envelope are 400; a resource that is readable but wrong is 422. */
const BAD_REQUEST = new Set(['structure', 'invalid', 'not-supported', 'too-costly']);

export function refuse(issues: readonly Issue[], status = 422): never {
  const errors = issues.map((issue) => ({ path: issue.expression, message: issue.diagnostics, code: issue.code }));
  throw new DomainError(
    'FHIR_INVALID',
    status,
    issues[0]?.diagnostics ?? 'The resource is not valid.',
    errors,
    issues[0]?.code,
  );
}

export const statusOfSearch = (issues: readonly Issue[]) =>
  issues.every((i) => BAD_REQUEST.has(i.code) || i.code === 'value') ? 400 : 422;
