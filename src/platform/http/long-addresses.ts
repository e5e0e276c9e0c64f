import type { FastifyInstance } from 'fastify';
import { DomainError } from './domain-error.js';

/** Node refuses a head of more than 16 kB without a word of ours. */
export const MOST_ADDRESS_BYTES = 8 * 1024;

const TOO_LONG = new DomainError(
  'ADDRESS_TOO_LONG',
  414,
  `The address is too long: at most ${MOST_ADDRESS_BYTES / 1024} kB with all that is asked in it. In FHIR, search by POST to /_search.`,
);

/** Refuses a long address before anything reads it. Nothing of it is said again: it may name a person. */
export function refuseLongAddresses(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', ({ originalUrl }, _reply, done) => {
    done(originalUrl.length > MOST_ADDRESS_BYTES ? TOO_LONG : undefined);
  });
}
