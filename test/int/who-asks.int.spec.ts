import { request as open } from 'node:http';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import { createClinic, inviteAndAccept, PASSWORD, type Person, registerPatient, tokenFor } from '../support/people.js';

let app: TestApp;
let clinician: Person;
let token: string;
let patientId: string;

beforeAll(async () => {
  app = await createTestApp({ env: { STEPWELL_ADDRESS_REQUESTS_PER_MINUTE: '40', TRUSTED_PROXIES: '127.0.0.1' } });
  const clinic = await createClinic(app, 'who-asks');
  clinician = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  token = await tokenFor(app, clinic.id);
  patientId = await registerPatient(clinician);
}, 120_000);
afterAll(() => app?.close());

const JSON_TYPE = { 'content-type': 'application/json' };
async function send(path: string, body: string | Buffer, headers: Record<string, string>) {
  const bytes = typeof body === 'string' ? body : new Uint8Array(body);
  const answer = await fetch(app.url + path, { method: 'POST', headers, body: bytes });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

const READINGS = '/ingest/v1/observations';
/** Each of these is a fault of the body, to be told to those who may send one. */
const FAULTS: [string, string, string | Buffer, Record<string, string>, number][] = [
  ['broken JSON', READINGS, '{"a":', JSON_TYPE, 400],
  ['broken JSON', '/fhir/Observation', '{"a":', { 'content-type': 'application/fhir+json' }, 400],
  ['a broken Bundle', '/fhir', '{"a":', { 'content-type': 'application/fhir+json' }, 400],
  ['an empty body', '/fhir/Observation', '', { 'content-type': 'application/fhir+json' }, 400],
  ['an empty body of another type', '/fhir', '', { 'content-type': 'text/plain' }, 415],
  ['no gzip', READINGS, 'none', { ...JSON_TYPE, 'content-encoding': 'gzip' }, 400],
  ['an encoding that nobody reads', READINGS, '{}', { ...JSON_TYPE, 'content-encoding': 'br' }, 415],
  ['another content type', READINGS, '<a/>', { 'content-type': 'application/xml' }, 415],
  ['a page of another kind', '/api/v1/patients', '{"a":', JSON_TYPE, 400],
];

describe('whoever sends a body is asked for first', () => {
  let strangers = 0;
  /** A network of its own each time: strangers of one are counted together. */
  const aStranger = () => ({ 'x-forwarded-for': `198.51.${++strangers}.1` });

  it.each(FAULTS)('%s to %s', async (_fault, path, body, headers, status) => {
    const wrongToken = { authorization: 'Bearer swt_nobody' };
    for (const who of [{}, wrongToken]) {
      const answer = await send(path, body, { ...headers, ...who, ...aStranger() });
      expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="stepwell"']);
    }
    const known = await send(path, body, { ...headers, authorization: `Bearer ${token}` });
    expect(known.status).toBe(status);
  });

  it('more than anybody may send', async () => {
    const tooMuch = 'x'.repeat(2 * 1024 * 1024 + 1);
    expect((await send(READINGS, tooMuch, { ...JSON_TYPE, ...aStranger() })).status).toBe(401);
  });

  it('but not where anybody may knock', async () => {
    const answer = await send('/api/v1/invitations/nobody/accept', '{"a":', { ...JSON_TYPE, ...aStranger() });
    expect(answer.status).toBe(400);
  });

  it('and a stranger’s bodies count, whatever is wrong with them', async () => {
    const headers = { ...JSON_TYPE, ...aStranger() };
    const answers = await Promise.all(Array.from({ length: 60 }, () => send(READINGS, '{"a":', headers)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401, 429]));
  });

  it('an app on a page elsewhere can read that it must sign in', async () => {
    const wrong = { authorization: 'Bearer swt_nobody', ...aStranger() };
    const headers = { 'content-type': 'application/fhir+json', origin: 'https://app.example', ...wrong };
    const answer = await send('/fhir/Observation', '{"a":', headers);
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, '*']);
  });
});

it('whoever signs out while a body comes in slowly is a stranger when it is there', async () => {
  await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
  const signedIn = await app.http().post('/auth/sign-in/email').send({ email: clinician.email, password: PASSWORD });
  const cookie = (signedIn.headers['set-cookie'] as unknown as string[]).map((one) => one.split(';')[0]).join('; ');
  const reading = {
    ...{ patient: patientId, metric: 'steps', value: 12, unit: 'steps', source: { system: 'acme' } },
    ...{ start: '2026-02-10T08:00:00Z', end: '2026-02-10T08:01:00Z' },
  };
  const body = JSON.stringify({ observations: [reading] });
  const sendSlowly = (meanwhile: () => PromiseLike<unknown>) =>
    new Promise<number>((resolve, reject) => {
      const headers = { ...JSON_TYPE, cookie, 'content-length': body.length };
      const slow = open(app.url + READINGS, { method: 'POST', headers }, (answer) => {
        void text(answer).then(() => resolve(answer.statusCode!));
      });
      slow.on('error', reject).write(body.slice(0, 10));
      const pause = new Promise((done) => setTimeout(done, 2_000));
      void Promise.all([pause, meanwhile()]).then(() => slow.end(body.slice(10)), reject);
    });
  expect(await sendSlowly(async () => undefined)).toBe(200);
  const signOut = async () => {
    await new Promise((done) => setTimeout(done, 300));
    const out = await app.http().post('/auth/sign-out').set({ cookie, origin: app.url }).send({});
    expect(out.status).toBe(200);
  };
  expect(await sendSlowly(signOut)).toBe(401);
}, 30_000);

describe('a content-encoding', () => {
  it.each(['gzip', 'GZIP', 'GZip', 'x-gzip'])('%s is gzip', async (encoding) => {
    const headers = { ...JSON_TYPE, authorization: `Bearer ${token}`, 'content-encoding': encoding };
    const answer = await send(READINGS, gzipSync('{"observations":[]}'), headers);
    expect([answer.status, JSON.parse(answer.text).code]).toEqual([422, 'INVALID_INPUT']);
    const lines = { ...headers, 'content-type': 'application/x-ndjson' };
    const line = await send(READINGS, gzipSync('{"a":1}\n'), lines);
    expect([line.status, JSON.parse(line.text).status]).toEqual([200, 422]);
  });
});

describe('OPTIONS', () => {
  it.each([
    [READINGS, 'OPTIONS, POST'],
    ['/ingest/v1/uploads', 'GET, HEAD, OPTIONS, POST'],
    ['/ingest/v1/payloads', 'GET, HEAD, OPTIONS'],
    ['/api/v1/patients', 'GET, HEAD, OPTIONS, POST'],
    ['/api/v1/patients/some-id', 'GET, HEAD, OPTIONS'],
    ['/fhir', 'OPTIONS, POST'],
    ['/fhir/Observation', 'GET, HEAD, OPTIONS, POST'],
    ['/fhir/Consent/some-id', 'GET, HEAD, OPTIONS'],
    ['/health/live', 'GET, HEAD, OPTIONS'],
  ])('%s takes %s', async (path, allow) => {
    const answer = await fetch(app.url + path, { method: 'OPTIONS' });
    expect([answer.status, answer.headers.get('allow'), await answer.text()]).toEqual([204, allow, '']);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  it.each(['/ingest/v1/nothing', '/api/v1/nothing', '/fhir/Nothing'])('%s is not there', async (path) => {
    const answer = await fetch(app.url + path, { method: 'OPTIONS' });
    expect([answer.status, (await answer.text()) !== '']).toEqual([404, true]);
  });
});
