import type { FastifyInstance, FastifyRequest } from 'fastify';
import { findBadText, JsonRefused, parseJson, type ReadJson } from '../json/index.js';
import { DomainError } from './domain-error.js';
import { linesWanted, takesLinesOnly } from './line-body.js';
import { addRouteConfig } from './route-config.js';

/** How the JSON body of this route is read, where there is a faster way to what `parseJson` makes of it. */
export const ReadsBody = (readBody: ReadJson) => addRouteConfig({ readBody });

const readerFor = ({ routeOptions }: FastifyRequest): ReadJson =>
  (routeOptions.config as { readBody?: ReadJson }).readBody ?? parseJson;

/** JSON of strangers goes through our bounded parser; nothing else is parsed. The bytes stay for webhooks' signatures. */
export function acceptJson(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/json', 'application/fhir+json', 'application/webhook+json'],
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      (request as FastifyRequest & { rawBody?: Buffer }).rawBody = body;
      if (takesLinesOnly(request.url)) return done(linesWanted());
      if (body.length === 0 && !request.url.startsWith('/fhir')) return done(null, undefined);
      try {
        done(null, readerFor(request)(body));
      } catch (error) {
        done(error instanceof JsonRefused ? toProblem(error, body) : (error as Error));
      }
    },
  );
}

function toProblem({ code, message, issueCode }: JsonRefused, body: Buffer): DomainError {
  const path = code === 'bad-character' ? findBadText(body) : undefined;
  return new DomainError('JSON_REFUSED', 400, message, path ? [{ path, message }] : [], issueCode);
}
