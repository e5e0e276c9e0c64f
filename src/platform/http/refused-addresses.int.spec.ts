import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import {
  createClinic,
  inviteAndAccept,
  registerPatient,
  type TestClinic,
  tokenFor,
} from '../../../test/support/people.js';
import { until } from '../../../test/support/until.js';
import { IngestService } from '../../modules/ingest/ingest.service.js';
import { logger } from '../telemetry/logger.js';
import { MOST_ADDRESS_BYTES } from './long-addresses.js';

let app: TestApp;
let clinic: TestClinic;
let token: string;
const lines: string[] = [];
const stream = (logger as unknown as Record<symbol, { write: (line: string) => void }>)[pino.symbols.streamSym]!;
const { write } = stream;
const { level } = logger;

beforeAll(async () => {
  stream.write = (line) => void lines.push(line);
  logger.level = 'trace';
  app = await createTestApp();
  clinic = await createClinic(app, 'addresses');
  token = await tokenFor(app, clinic.id);
}, 120_000);
afterAll(async () => {
  await app?.close();
  stream.write = write;
  logger.level = level;
});

/** An address of so many bytes that names somebody. */
const about = (start: string, bytes: number) => start + 'Kanarienvogel'.repeat(1300).slice(0, bytes - start.length);

async function ask(path: string, method = 'GET', accept = '*/*') {
  const asked = request(app.url + path, { method, headers: { authorization: `Bearer ${token}`, accept } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  const { headers, statusCode: status } = answer;
  return { status, type: headers['content-type'], headers, said: await text(answer) };
}

describe('an address that is too long', () => {
  it.each([
    ['GET', '/api/v1/patients?query='],
    ['GET', '/ingest/v1/payloads?patient='],
    ['POST', '/ingest/v1/vendors/fitbit?patient='],
    ['GET', '/there-is-no-such-page?'],
  ])('%s %s… is answered 414 with the limit, and nothing of it is said or logged', async (method, start) => {
    for (const bytes of [MOST_ADDRESS_BYTES + 1, 15_000]) {
      const { status, type, said } = await ask(about(start, bytes), method);
      expect([status, type]).toEqual([414, expect.stringContaining('application/problem+json')]);
      expect(JSON.parse(said)).toMatchObject({
        code: 'ADDRESS_TOO_LONG',
        detail: expect.stringContaining('at most 8 kB'),
      });
      expect(said).not.toContain('Kanarienvogel');
    }
    expect(lines.filter((line) => line.includes('Kanarienvogel'))).toEqual([]);
  });

  it.each([
    ['GET', '/fhir/Patient?name='],
    ['POST', '/fhir/Patient/_search?name='],
    ['POST', '/fhir/$import?name='],
  ])('%s %s… is answered with an OperationOutcome', async (method, start) => {
    const { status, type, said } = await ask(about(start, 15_000), method);
    expect([status, type, JSON.parse(said)]).toEqual([
      414,
      expect.stringContaining('application/fhir+json'),
      {
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', code: 'too-long', diagnostics: expect.stringContaining('at most 8 kB') }],
      },
    ]);
    expect(lines.filter((line) => line.includes('Kanarienvogel'))).toEqual([]);
  });

  it('begins behind the last byte that is taken, however the search is led', async () => {
    expect((await ask(about('/fhir/Patient?_sort=', MOST_ADDRESS_BYTES))).status).not.toBe(414);
    expect((await ask(about('/api/v1/patients?query=', MOST_ADDRESS_BYTES))).status).not.toBe(414);
    const form = `name=${'a'.repeat(20_000)}`;
    const search = await app
      .http()
      .post('/fhir/Patient/_search')
      .set({ authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' })
      .send(form);
    expect(search.status).not.toBe(414);
  });
});

describe('an address that the router cannot read', () => {
  it.each([
    ['a part that is no UTF-8', '/api/v1/patients/%E0%A4%A', 400, 'INVALID_INPUT'],
    ['a part that no id is as long as', about('/api/v1/patients/', 300), 404, 'NOT_FOUND'],
  ])('%s is a problem with its headers, and nothing of it is said or logged', async (_, path, expected, code) => {
    const { status, type, headers, said } = await ask(path);
    expect([status, type]).toEqual([expected, 'application/problem+json; charset=utf-8']);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect(JSON.parse(said)).toMatchObject({ code, status: expected, requestId: expect.any(String) });
    expect(said + lines.join('')).not.toMatch(/%E0|Kanarienvogel/);
  });

  it('is an OperationOutcome under /fhir', async () => {
    for (const path of ['/fhir/Patient/%E0%A4%A', about('/fhir/Observation/', 300)]) {
      const { type, said } = await ask(path);
      expect(type).toBe('application/fhir+json; charset=utf-8');
      expect(JSON.parse(said)).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'error' }] });
    }
  });

  const BROWSER = 'text/html,application/xhtml+xml,*/*;q=0.8';
  it('is a page to a browser, where pages stand, with the headers of pages', async () => {
    const { status, type, headers, said } = await ask('/patients/%E0%A4%A', 'GET', BROWSER);
    expect([status, type]).toEqual([404, 'text/html; charset=utf-8']);
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("script-src 'self'"),
    });
    expect(said).toContain('<script type="module"');
    expect(said + lines.join('')).not.toMatch(/%E0/);
  });

  it.each([
    ['a browser that asks for data', '/api/v1/patients/%E0%A4%A', 'GET', BROWSER],
    ['a program', '/patients/%E0%A4%A', 'GET', '*/*'],
    ['whoever sends something', '/patients/%E0%A4%A', 'POST', BROWSER],
  ])('is a problem to %s', async (_, path, method, accept) => {
    const { status, type } = await ask(path, method, accept);
    expect([status, type]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });

  it('names the part of a readable address that is wrong', async () => {
    const coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    const patient = await registerPatient(coordinator);
    const { status, body } = await coordinator.agent.delete(`/api/v1/patients/${patient}/time-zones/yesterday`);
    expect([status, body.errors]).toEqual([422, [{ path: 'since', message: expect.any(String) }]]);
  });
});

it('a sender that goes away in the middle of a body is no fault of ours', async () => {
  const sender = request(`${app.url}/fhir/Observation`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json', 'content-length': 1000 },
  });
  sender.on('error', () => undefined);
  const before = lines.length;
  sender.write('{"resourceType":');
  await new Promise((done) => setTimeout(done, 200));
  sender.destroy();
  await new Promise((done) => setTimeout(done, 300));
  expect(lines.slice(before).filter((line) => line.includes('request failed'))).toEqual([]);
});

it('a fault of ours is logged, though the sender has not said all', async () => {
  const service = app.nest.get(IngestService) as unknown as { lines: () => Promise<string[]> };
  const { lines: read } = service;
  service.lines = () => Promise.reject(new TypeError('a fault of ours'));
  const sender = request(`${app.url}/ingest/v1/observations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
  });
  sender.on('error', () => undefined);
  const before = lines.length;
  sender.write('{"a":1}\n');
  await until('it is logged', async () => lines.slice(before).some((line) => line.includes('request failed')));
  sender.destroy();
  service.lines = read;
});
