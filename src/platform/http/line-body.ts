import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answerLines, type Line, type ReadJson } from '../json/index.js';
import { DomainError, invalid } from './domain-error.js';
import { boundedGrowth } from './inflating.js';

const LINE_TYPES = ['application/x-ndjson', 'application/fhir+ndjson', 'application/ndjson'];
/** Same address, other content type: the road of a body that is read line by line. Called before routing. */
export function leadLines(request: { method?: string; url?: string; headers: Record<string, unknown> }): string {
  const url = request.url ?? '/';
  if (request.method !== 'POST' || !url.startsWith('/ingest/v1/observations')) return url;
  return isLineType(String(request.headers['content-type'] ?? ''))
    ? url.replace('/observations', '/observations/stream')
    : url;
}

export const isLineType = (contentType: string): boolean =>
  LINE_TYPES.includes(contentType.split(';')[0]!.trim().toLowerCase());

/** Read line by line only: lines that call themselves JSON are not broken JSON, but of another type. */
export const takesLinesOnly = (url: string): boolean => /^\/fhir\/(\$|%24)import\b/.test(url);

export const linesWanted = (): DomainError =>
  new DomainError(
    'CONTENT_TYPE',
    415,
    `Send one JSON object a line as ${LINE_TYPES[0]} or ${LINE_TYPES[1]}.`,
    [],
    'not-supported',
  );

/** Hands the body on as a stream; its length has no limit, and no more of it than some batches is ever in memory. */
export function acceptLines(fastify: FastifyInstance): void {
  fastify.addContentTypeParser(LINE_TYPES, (_request, payload, done) => done(null, payload));
}

const NO_KEY = {
  path: 'Idempotency-Key',
  message: 'must not come with a stream: each line is an act of its own, and a line sent again changes nothing',
};

/** What became of a line that was not stored. */
export function refusedLine(line: number, { status, code, message: detail, errors }: DomainError): string {
  return JSON.stringify({ line, status, code, detail, ...(errors.length > 0 ? { errors } : {}) });
}

/** What the database, being away, cannot say is nobody's fault: the lines after it are tried anew. */
export const lineNotNow = (): DomainError =>
  new DomainError('UNAVAILABLE', 503, 'This line could not be stored just now. Send it again.');

/**
 * Answers line by line while lines still come in. A stream outlives rights: of somebody who may not any more the next lines
 * are refused, and no more are read.
 *
 * @param ask - the caller as they are now, or a DomainError once they may not
 * @param readValue - reads a line where it is not `parseJson`
 */
export function replyToLines<Caller>(
  request: FastifyRequest,
  reply: FastifyReply,
  ask: () => Promise<Caller>,
  handle: (caller: Caller, lines: readonly Line[]) => Promise<readonly string[]>,
  readValue?: ReadJson,
): Readable {
  const { body, headers } = request;
  if (headers['idempotency-key'] !== undefined) throw invalid([NO_KEY], 400);
  if (!(body instanceof Readable)) throw linesWanted();
  void reply.status(200).type('application/x-ndjson; charset=utf-8').header('cache-control', 'no-store');
  let over: DomainError | undefined;
  const answer = async (lines: readonly Line[]) => {
    if (over) throw over;
    const caller = await ask().catch((error: unknown) => {
      if (!(error instanceof DomainError)) return lineNotNow();
      if (error.status < 500) over = error;
      return error;
    });
    if (caller instanceof DomainError) return lines.map(({ number }) => refusedLine(number, caller));
    return handle(caller, lines);
  };
  return Readable.from(answerLines(boundedGrowth(body, request, reply), answer, readValue), { objectMode: false });
}
