/**
 * A refusal that the caller can understand: a stable code, an HTTP status, one sentence that says what was wrong and
 * what would be right. Never holds patient data.
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    sentence: string,
    readonly errors: readonly FieldError[] = [],
    /** FHIR IssueType, for answers under /fhir. */
    readonly issueType: string = ISSUE_TYPES[status] ?? 'processing',
    /** Said as `retry-after`, where the same request may succeed soon. */
    readonly retryAfterSeconds?: number,
  ) {
    super(sentence);
    this.name = code;
  }
}

/** Which part of the input was wrong. `path` as the sender would write it: `metrics.0.target`. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
  readonly code?: string;
  /** The instant it is about, ISO 8601. */
  readonly at?: string;
}

/** http://hl7.org/fhir/R4/valueset-issue-type.html */
const ISSUE_TYPES: Record<number, string> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  406: 'not-supported',
  409: 'conflict',
  410: 'deleted',
  412: 'conflict',
  413: 'too-long',
  414: 'too-long',
  415: 'not-supported',
  422: 'processing',
  429: 'throttled',
  503: 'transient',
};

export const notFound = (what: string) =>
  new DomainError('NOT_FOUND', 404, `There is no such ${what}, or you may not see it.`);
export const forbidden = (sentence = 'Your role does not allow this.') => new DomainError('FORBIDDEN', 403, sentence);
export const signInNeeded = () => new DomainError('SIGN_IN_NEEDED', 401, 'Sign in, or send a bearer token.');
/** To sign in again would change nothing: the account is right, and no clinic has it among its people. */
export const clinicNeeded = () =>
  new DomainError('CLINIC_NEEDED', 401, 'You are signed in, but no clinic has you among its people now.');
export const invalid = (errors: readonly FieldError[], status = 422) =>
  new DomainError(
    'INVALID_INPUT',
    status,
    errors
      .map((e) => (e.path ? `${e.path}: ${e.message}` : e.message))
      .join('; ')
      .slice(0, 1000),
    errors,
  );

/** Did Fastify or a plugin of its own refuse the request, and say with which status? */
export const isOfFastify = (error: unknown): error is { readonly code: string; readonly statusCode?: number } =>
  String((error as { code?: unknown } | null)?.code).startsWith('FST_');
