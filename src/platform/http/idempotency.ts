import { createHash } from 'node:crypto';
import { createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../auth/caller.js';
import { Database } from '../database/database.js';
import { DomainError, invalid } from './domain-error.js';
import { findAnswer, keepAnswer, takeKey } from './idempotency.repository.js';

export const LONGEST_KEY = 200;

/** What the sender calls this request, and what it asks; nothing when it has no key. */
export interface RequestKey {
  readonly key: string;
  /** SHA-256 over route, query and body: the same key must mean the same. */
  readonly fingerprint: string;
}

export type RawRequest = FastifyRequest & { readonly rawBody?: Buffer };

/** `Idempotency-Key` of a request whose body is read already. */
export const KeyOf = createParamDecorator((_data: unknown, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<RawRequest>();
  return readKey(request, (hash) => hash.update(request.rawBody ?? ''));
});

/**
 * What the sender calls this request.
 *
 * @throws DomainError INVALID_INPUT when the key is unusable
 */
export function findKey({ headers }: Pick<FastifyRequest, 'headers'>): string | undefined {
  const key = headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && key.length <= LONGEST_KEY && /^[\x21-\x7e]+$/.test(key)) return key;
  const message = `must be 1 to ${LONGEST_KEY} visible ASCII characters, such as a UUID`;
  throw invalid([{ path: 'Idempotency-Key', message }], 400);
}

/**
 * @param addBody - feeds the body's bytes, or a hash of them, into the fingerprint
 * @throws DomainError INVALID_INPUT when the key is unusable
 */
export function readKey(
  request: Pick<FastifyRequest, 'headers' | 'url'>,
  addBody: (hash: ReturnType<typeof createHash>) => unknown,
): RequestKey | undefined {
  const key = findKey(request);
  if (key === undefined) return undefined;
  const hash = createHash('sha256').update(`${request.url}\n`);
  addBody(hash);
  return { key, fingerprint: hash.digest('hex') };
}

const KEY_IN_USE = new DomainError(
  'KEY_IN_USE',
  409,
  'A request with this Idempotency-Key is being answered just now: send it again in a second.',
  [],
  undefined,
  1,
);

@Injectable()
export class Idempotency {
  constructor(private readonly database: Database) {}

  /**
   * Runs the work once for each key of this caller, and answers a repeat with the first answer. Answer and work commit
   * together; a refusal is not kept, so that a corrected request may use its key again.
   *
   * @throws DomainError KEY_REUSED when the key came with another request before, KEY_IN_USE while its first request runs
   */
  once<Answer extends object>(
    caller: Caller,
    request: RequestKey | undefined,
    work: () => Promise<Answer>,
  ): Promise<Answer> {
    if (!request) return work();
    const { key, fingerprint } = request;
    return this.database.inClinicAgain(caller.clinicId, async () => {
      if (!(await takeKey(caller.actor, key))) throw KEY_IN_USE;
      const known = await findAnswer(caller.actor, key);
      if (known && known.fingerprint !== fingerprint)
        throw new DomainError(
          'KEY_REUSED',
          422,
          'This Idempotency-Key came with another request before: use a new one.',
        );
      if (known) return JSON.parse(known.answer) as Answer;
      const answer = await work();
      await keepAnswer(caller.actor, key, fingerprint, JSON.stringify(answer));
      return answer;
    });
  }
}
