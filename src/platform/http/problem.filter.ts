import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isCollision } from '../database/collisions.js';
import { isDatabaseAway } from '../database/database-away.js';
import { safeError } from '../telemetry/safe-error.js';
import { readOff, tooLarge } from './body-limits.js';
import { DomainError, type FieldError, isOfFastify } from './domain-error.js';
import type { Problem as ProblemJson } from './problem.schema.js';

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly issueType: string;
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds?: number | undefined;
}

/** Every error leaves here: problem+json, or an OperationOutcome under /fhir. Unknown faults say nothing of their inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    sendProblem(
      error,
      host.switchToHttp().getRequest<FastifyRequest>(),
      host.switchToHttp().getResponse<FastifyReply>(),
    );
  }
}

/** The same for routes that are Fastify's own, which no filter of Nest's sees. */
export function sendProblem(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const problem = toProblem(error, request);
  if (problem.status >= 500 && problem.status !== 503 && !hasLeft(error, request))
    request.log.error({ err: safeError(error), reqId: request.id }, 'request failed');
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer realm="stepwell"');
  const retryAfterSeconds = problem.retryAfterSeconds ?? (problem.status === 503 ? 2 : undefined);
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(retryAfterSeconds));
  // What is refused for its growth has been let go already, and ends its connection.
  if (problem.status === 413 && !(error instanceof DomainError)) readOff(request, reply);
  void reply.status(problem.status);
  if (request.url.startsWith('/fhir'))
    void reply.type('application/fhir+json; charset=utf-8').send(JSON.stringify(toOutcome(problem)));
  else
    void reply.type('application/problem+json; charset=utf-8').send(JSON.stringify(toProblemJson(problem, request.id)));
}

/** The sender closed the connection in the middle of what it said: nothing failed here, and nobody reads the answer. */
const hasLeft = (error: unknown, { raw }: FastifyRequest) =>
  (error as { code?: unknown } | null)?.code === 'ECONNRESET' && raw.destroyed && !raw.complete;

function toProblem(error: unknown, request: FastifyRequest): Problem {
  if (error instanceof DomainError)
    return {
      status: error.status,
      code: error.code,
      detail: error.message,
      issueType: error.issueType,
      errors: error.errors,
      retryAfterSeconds: error.retryAfterSeconds,
    };
  if (error instanceof HttpException) {
    const status = error.getStatus();
    return fromStatus(status, status === 413 ? tooLarge(request) : (OF_STATUS[status] ?? error.message));
  }
  if (isDatabaseAway(error) || isCollision(error))
    return fromStatus(503, 'The database is not available just now. Try again: what was stored already is recognised.');
  if (isOfFastify(error) && error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') return fromStatus(413, tooLarge(request));
  // No id is that long. Where pages are served, they are asked for it and say the same.
  if (isOfFastify(error) && error.code === 'FST_ERR_MAX_PARAM_LENGTH') return fromStatus(404, OF_STATUS[404]!);
  if (isOfFastify(error) && error.statusCode && error.statusCode < 500)
    return fromStatus(error.statusCode, FASTIFY[error.code] ?? 'The request cannot be read.');
  return fromStatus(500, 'Something went wrong on our side. The request id helps us find it.');
}

/** What Nest has made of an error of Fastify's says no more than its status does. */
const OF_STATUS: Record<number, string> = {
  404: 'There is nothing at this address.',
  415: 'This content type is not accepted: send JSON.',
};
const FASTIFY: Record<string, string> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: OF_STATUS[415]!,
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty: send JSON.',
  FST_CP_ERR_INVALID_CONTENT: 'The body is not the gzip that content-encoding says it is, or it is cut short.',
  FST_CP_ERR_INVALID_CONTENT_ENCODING: 'This content-encoding is not accepted: send gzip, or none.',
  FST_REQ_FILE_TOO_LARGE: 'The file is too large.',
  FST_ERR_BAD_URL: 'The address cannot be read: it must be UTF-8, percent-encoded (a percent sign is %25).',
};
const CODES: Record<number, string> = {
  400: 'INVALID_INPUT',
  401: 'SIGN_IN_NEEDED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'NOT_ALLOWED',
  413: 'TOO_LARGE',
  414: 'ADDRESS_TOO_LONG',
  415: 'CONTENT_TYPE',
  429: 'TOO_MANY_REQUESTS',
  503: 'UNAVAILABLE',
};
const fromStatus = (status: number, detail: string): Problem => {
  const likeness = new DomainError(CODES[status] ?? (status >= 500 ? 'INTERNAL' : 'REFUSED'), status, detail);
  return {
    status,
    code: likeness.code,
    detail,
    issueType: status >= 500 && status !== 503 ? 'exception' : likeness.issueType,
    errors: [],
  };
};

function toProblemJson(problem: Problem, requestId: string): ProblemJson {
  return {
    type: 'about:blank',
    title: problem.code.toLowerCase().replaceAll('_', ' '),
    status: problem.status,
    code: problem.code,
    detail: problem.detail,
    requestId,
    ...(problem.errors.length
      ? { errors: problem.errors.map(({ path, message, at }) => ({ path, message, at })) }
      : {}),
  };
}

function toOutcome(problem: Problem) {
  const issue = problem.errors.length
    ? problem.errors.map((e) => ({
        severity: 'error',
        code: e.code ?? problem.issueType,
        diagnostics: e.message,
        ...(e.path ? { expression: [e.path] } : {}),
      }))
    : [{ severity: 'error', code: problem.issueType, diagnostics: problem.detail }];
  return { resourceType: 'OperationOutcome', issue };
}
