import { request, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, tokenFor } from '../../../test/support/people.js';
import { logger } from '../telemetry/logger.js';
import { MOST_ADDRESS_BYTES } from './long-addresses.js';

let app: TestApp;
let token: string;
const lines: string[] = [];
const stream = (logger as unknown as Record<symbol, { write: (line: string) => void }>)[pino.symbols.streamSym]!;
const { write } = stream;
const { level } = logger;

beforeAll(async () => {
  stream.write = (line) => void lines.push(line);
  logger.level = 'trace';
  app = await createTestApp();
  token = await tokenFor(app, (await createClinic(app, 'addresses')).id);
}, 120_000);
afterAll(async () => {
  await app?.close();
  stream.write = write;
  logger.level = level;
});

/** An address of so many bytes that names somebody. */
const about = (start: string, bytes: number) => start + 'Kanarienvogel'.repeat(1300).slice(0, bytes - start.length);

async function ask(path: string, method = 'GET') {
  const asked = request(app.url + path, { method, headers: { authorization: `Bearer ${token}` } });
  asked.end();
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, type: answer.headers['content-type'], said: await text(answer) };
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
