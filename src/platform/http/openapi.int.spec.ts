import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA } from '@nestjs/common/constants.js';
import { ModulesContainer } from '@nestjs/core';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { buildOpenApi } from './openapi.js';
import { Problem } from './problem.schema.js';

const root = join(import.meta.dirname, '../../..');

describe('the OpenAPI document', () => {
  let app: TestApp;
  let document: ReturnType<typeof buildOpenApi>;
  beforeAll(async () => {
    app = await createTestApp();
    document = buildOpenApi(app.nest);
  });
  afterAll(() => app?.close());

  it('is what the types of the web were made of: else run npm run openapi and commit', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stepwell-openapi-'));
    try {
      const file = join(folder, 'openapi.json');
      await writeFile(file, JSON.stringify(document));
      await promisify(execFile)(process.execPath, ['scripts/api-types.mjs', file, folder], { cwd: root });
      const made = await readFile(join(folder, 'types.gen.ts'), 'utf8');
      const kept = await readFile(join(root, 'web/src/api/generated/types.gen.ts'), 'utf8');
      expect(made).toBe(kept);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('names every parameter, and those of an address as such', () => {
    const wrong = operations().flatMap(([where, { parameters = [] }]) => {
      const declared = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
      return [
        ...parameters.filter(({ name }) => !name).map(() => `${where}: a parameter without name`),
        ...[...where.matchAll(/\{(\w+)\}/g)]
          .filter(([, name]) => !declared.includes(name))
          .map(([, name]) => `${where}: ${name} is not declared`),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('tells the status that is answered, with a schema wherever there is a body', () => {
    const statuses = statusByOperation(app);
    const wrong = operations().flatMap(([where, { operationId, responses }]) => {
      const told = Object.keys(responses).filter((status) => status !== 'default');
      const status = statuses.get(operationId);
      if (String(told) !== String(status)) return [`${where}: tells ${told}, answers ${status}`];
      const hasBody = status !== 204 && !where.includes('/webhooks/');
      return hasBody && !responses[String(status)]?.content ? [`${where}: ${status} without schema`] : [];
    });
    expect(wrong).toEqual([]);
  });

  it('tells of every operation how it refuses, and who may knock without a token or a session', async () => {
    const refusals = operations().map(([, { responses }]) => Object.keys(responses['default']?.content ?? {}));
    expect(new Set(refusals.map(String))).toEqual(new Set(['application/problem+json']));
    const { body } = await app.http().get('/api/v1/patients').expect(401);
    expect(Problem.strict().parse(body)).toMatchObject({ code: 'SIGN_IN_NEEDED' });
    expect(document.components?.schemas?.['Problem']).toMatchObject({ required: expect.arrayContaining(['code']) });
    const open = operations().filter(([, { security }]) => security === undefined);
    expect(open.map(([where]) => where).toSorted()).toEqual([
      'get /api/v1/invitations/{token}',
      'get /api/v1/outbox',
      'get /api/v1/sign-in/options',
      'post /api/v1/invitations/{token}/accept',
      'post /api/v1/sign-in/confirm-email',
      'post /api/v1/sign-in/forgot',
      'post /api/v1/sign-in/reset',
      'post /ingest/v1/webhooks/livekit',
    ]);
    const known = operations().flatMap(([, { security }]) => (security ? [String(security.flatMap(Object.keys))] : []));
    expect(new Set(known)).toEqual(new Set(['bearer,cookie']));
  });

  it('tells the roads in: lines, files and payloads', () => {
    const { paths } = document as unknown as { paths: Record<string, { post: Described }> };
    const readings = paths['/ingest/v1/observations']!.post;
    const of = (name: string) => ({ schema: { $ref: `#/components/schemas/${name}` } });
    expect(readings.requestBody?.content).toEqual({
      'application/json': { schema: { anyOf: [of('NewReadings').schema, of('DeviceColumns').schema] } },
      'application/x-ndjson': of('NewReading'),
    });
    expect(readings.responses['200']?.content).toEqual({
      'application/json': of('Ingested'),
      'application/x-ndjson': of('LineAnswer'),
    });
    expect(paths['/ingest/v1/uploads']!.post.requestBody?.content).toMatchObject({
      'multipart/form-data': { schema: { properties: { file: { format: 'binary' } } } },
    });
    const vendor = paths['/ingest/v1/vendors/{vendor}']!.post;
    expect(vendor.parameters?.find(({ name }) => name === 'vendor')).toMatchObject({
      schema: { enum: ['fitbit', 'google-health', 'open-mhealth'] },
    });
    expect(vendor.requestBody?.content).toMatchObject({ 'application/json': { schema: { anyOf: expect.anything() } } });
  });

  /** As `get /api/v1/…`. */
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, Described>).map(([method, one]) => [`${method} ${path}`, one] as const),
    );
});

interface Described {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name?: string; readonly in: string }[];
  readonly requestBody?: { readonly content: object };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
  readonly security?: readonly object[];
}

/** What Nest answers where all goes well, by the handlers themselves. */
function statusByOperation({ nest }: TestApp): Map<string, number> {
  const modules = [...nest.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()].map(({ metatype }) => metatype!));
  return new Map(
    controllers.flatMap((controller) =>
      Object.entries(Object.getOwnPropertyDescriptors(controller.prototype as object)).flatMap(([name, { value }]) => {
        const method = Reflect.getMetadata(METHOD_METADATA, value as object) as RequestMethod | undefined;
        if (method === undefined) return [];
        const given = Reflect.getMetadata(HTTP_CODE_METADATA, value as object) as number | undefined;
        return [[`${controller.name}_${name}`, given ?? (method === RequestMethod.POST ? 201 : 200)] as const];
      }),
    ),
  );
}
