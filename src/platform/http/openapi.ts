import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';

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
    .addBearerAuth()
    .build();
  const document = SwaggerModule.createDocument(app, about);
  const paths = Object.entries(document.paths).filter(([path]) => /^\/(api|ingest)\//.test(path));
  return { ...document, paths: Object.fromEntries(paths) };
}

/** Written on the first request: few ask, and starting should not wait for it. */
export function serveOpenApi(fastify: FastifyInstance, app: INestApplication): void {
  let document: string | undefined;
  fastify.get('/api/openapi.json', (_request, reply) => {
    document ??= JSON.stringify(buildOpenApi(app));
    return reply.type('application/json; charset=utf-8').send(document);
  });
}
