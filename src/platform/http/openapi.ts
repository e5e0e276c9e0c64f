import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Problem } from './problem.schema.js';

const REFUSED = {
  status: 'default' as const,
  description: 'Refused, or not just now. `code` is a stable word, `errors` names what was wrong.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

/** Describes /api/v1 and /ingest as OpenAPI 3.1, from the schemas that also check what comes in. */
export function buildOpenApi(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Stepwell')
    .setDescription(
      'Errors are problem+json with a stable `code` and a `requestId`. FHIR is described at /fhir/metadata.',
    )
    .setVersion('1')
    .addCookieAuth('stepwell.session_token')
    .addBearerAuth({ type: 'http', bearerFormat: 'opaque' })
    .addGlobalResponse(REFUSED)
    .build();
  const { paths, components, ...document } = SwaggerModule.createDocument(app, about);
  const told = Object.entries(withLines(paths)).filter(([path]) => /^\/(api|ingest)\//.test(path));
  const schemas = { ...components?.schemas, Problem: z.toJSONSchema(Problem, { target: 'openapi-3.0' }) };
  return { ...document, paths: Object.fromEntries(told), components: { ...components, schemas } } as OpenAPIObject;
}

const READINGS = '/ingest/v1/observations';

/** Lines have a route of their own, at the same address (line-body.ts): to whoever asks it is one, with two content types. */
function withLines({ [`${READINGS}/stream`]: lines, ...paths }: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const [body, answer] = contentsOf(paths[READINGS]?.post);
  const [line, answered] = contentsOf(lines?.post);
  Object.assign(body, line);
  Object.assign(answer, answered);
  return paths;
}

function contentsOf(operation: unknown): [sent: object, answered: object] {
  const { requestBody, responses } = operation as {
    readonly requestBody: { readonly content: object };
    readonly responses: { readonly '200': { readonly content: object } };
  };
  return [requestBody.content, responses['200'].content];
}

/** Written on the first request: few ask, and starting should not wait for it. */
export function serveOpenApi(fastify: FastifyInstance, app: INestApplication): void {
  let document: string | undefined;
  fastify.get('/api/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(buildOpenApi(app));
    return reply.type('application/json; charset=utf-8').send(document);
  });
}
