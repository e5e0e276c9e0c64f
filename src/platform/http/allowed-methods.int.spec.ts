import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fastify from 'fastify';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, registerPatient, tokenFor } from '../../../test/support/people.js';
import { refuseOtherMethods, tellAllowedMethods } from './allowed-methods.js';
import { DomainError } from './domain-error.js';

describe('a method that an address does not take', () => {
  let app: TestApp;
  let token: string;
  let patientId: string;
  beforeAll(async () => {
    app = await createTestApp();
    const clinic = await createClinic(app, 'methods');
    token = await tokenFor(app, clinic.id);
    patientId = await registerPatient(await inviteAndAccept(app, clinic.admin, { role: 'clinician' }));
  }, 120_000);
  afterAll(() => app?.close());

  const ask = async (method: string, path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(app.url + path, { method, headers });
    const body = (await answer.json().catch(() => undefined)) as { code?: string; issue?: { code: string }[] };
    return { status: answer.status, allow: answer.headers.get('allow'), body, headers: answer.headers };
  };

  it.each([
    ['GET', '/ingest/v1/observations', 'OPTIONS, POST'],
    ['DELETE', '/ingest/v1/uploads/', 'GET, HEAD, OPTIONS, POST'],
    ['PUT', '/ingest/v1/vendors/fitbit?patient=1', 'OPTIONS, POST'],
    ['DELETE', '/api/v1/transfers', 'GET, HEAD, OPTIONS, POST'],
    ['PATCH', '/api/v1/transfers/accept', 'OPTIONS, POST'],
    ['POST', '/health/live', 'GET, HEAD, OPTIONS'],
  ])('%s %s is 405 with those that it takes', async (method, path, allow) => {
    const answer = await ask(method, path);
    expect([answer.status, answer.allow, answer.body.code]).toEqual([405, allow, 'NOT_ALLOWED']);
    // All that any answer carries.
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('as an OperationOutcome where it is FHIR', async () => {
    for (const path of [
      '/fhir',
      '/fhir/metadata',
      '/fhir/$import',
      '/fhir/Observation/1/_history/1',
      '/fhir/Observation',
    ])
      expect([path, await ask('DELETE', path)]).toMatchObject([
        path,
        { status: 405, allow: expect.stringMatching(/GET|POST/), body: { issue: [{ code: 'not-supported' }] } },
      ]);
  });

  it('and the same whoever asks, and whose id stands in it', async () => {
    const told = [];
    for (const id of [patientId, randomUUID(), 'nobody'])
      for (const headers of [undefined, { authorization: `Bearer ${token}` }]) {
        const { status, allow, body } = await ask('PUT', `/api/v1/patients/${id}/observations`, headers);
        told.push({ status, allow, code: body.code });
      }
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(told[0]).toEqual({ status: 405, allow: 'GET, HEAD, OPTIONS', code: 'NOT_ALLOWED' });
  });

  it('is 404 where there is nothing by any method', async () => {
    for (const [method, path] of [
      ['POST', '/api/v1/nothing'],
      ['POST', '/ingest/v1'],
      ['DELETE', '/ingest/v1/uploads/1/2'],
    ] as const)
      expect([path, await ask(method, path)]).toMatchObject([path, { status: 404, allow: null }]);
  });
});

it('where pages are served, too, which take every GET that nobody else does', async () => {
  const app = fastify({ routerOptions: { ignoreTrailingSlash: true } });
  const isApi = (path: string) => path.startsWith('/api/');
  refuseOtherMethods(app, tellAllowedMethods(app, isApi));
  app.setErrorHandler((error, _request, reply) => reply.status((error as DomainError).status).send());
  app.post('/api/things/:id.json', async () => 'done');
  app.get('/*', async () => 'a page');
  const ask = async (url: string) => {
    const { statusCode, headers } = await app.inject({ method: 'GET', url });
    return [statusCode, headers['allow']];
  };
  expect(await ask('/api/things/1.json?a=/b')).toEqual([405, 'OPTIONS, POST']);
  expect(await ask('/api/things/1xjson')).toEqual([200, undefined]);
  expect(await ask('/things')).toEqual([200, undefined]);
  await app.close();
});
