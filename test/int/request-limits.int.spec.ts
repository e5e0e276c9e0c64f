import { io } from 'socket.io-client';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../support/app.js';
import {
  createClinic,
  inviteAndAccept,
  PASSWORD,
  type Person,
  registerPatient,
  type TestClinic,
  tokenFor,
} from '../support/people.js';

const ACCOUNT = 30;
const ADDRESS = 40;

/** People come in through an app without limits; the one beside it, on the same database, has low ones. */
let free: TestApp;
let app: TestApp;
let clinic: TestClinic;
let nurse: Person;
beforeAll(async () => {
  free = await createTestApp();
  clinic = await createClinic(free, 'paced');
  nurse = await inviteAndAccept(free, clinic.admin, { role: 'coordinator' });
  app = await createTestApp({
    database: free.database,
    env: {
      STEPWELL_ACCOUNT_REQUESTS_PER_MINUTE: String(ACCOUNT),
      STEPWELL_ADDRESS_REQUESTS_PER_MINUTE: String(ADDRESS),
      TRUSTED_PROXIES: '127.0.0.1',
    },
  });
}, 90_000);
afterAll(async () => {
  await app?.close();
  await free?.close();
});

/** Their cookie opens the session on the other node too. */
async function cookieOf({ email }: Person): Promise<string> {
  await free.database.asOwner('DELETE FROM auth.sign_in_attempt');
  const answer = await free.http().post('/auth/sign-in/email').send({ email, password: PASSWORD }).expect(200);
  return (answer.headers['set-cookie'] as unknown as string[]).map((cookie) => cookie.split(';')[0]).join('; ');
}
const from = (address: string) => (path: string) => request(app.url).get(path).set('x-forwarded-for', address);
/** Statuses of so many requests at once, counted. */
async function tally(times: number, ask: () => request.Test): Promise<Record<number, number>> {
  const answers = await Promise.all(Array.from({ length: times }, () => ask()));
  return Object.fromEntries([...Map.groupBy(answers, (a) => a.status)].map(([status, all]) => [status, all.length]));
}

/** While the bucket is empty it still gains a request every other second; the next one after it is refused. */
async function refusedOf(ask: () => request.Test): Promise<request.Response> {
  const first = await ask();
  return first.status === 429 ? first : ask().expect(429);
}

describe('an account that asks without end', () => {
  it('is told when to go on; others at its address, and its integrations, are served', async () => {
    const [hers, admins] = [await cookieOf(nurse), await cookieOf(clinic.admin)];
    const ask = (cookie: string) => from('192.0.2.1')('/api/v1/session').set('cookie', cookie);
    const counts = await tally(ACCOUNT * 2, () => ask(hers));
    // A second that has passed meanwhile is worth half a request.
    expect(counts[200]).toBeGreaterThanOrEqual(ACCOUNT);
    expect(counts[429]).toBeGreaterThan(ACCOUNT / 2);
    const refused = await refusedOf(() => ask(hers));
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(refused.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(refused.body).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429, requestId: expect.any(String) });
    // From another address it is still the same account.
    await refusedOf(() => from('192.0.2.99')('/api/v1/session').set('cookie', hers));
    await ask(admins).expect(200);
  });

  it('an integration gets an OperationOutcome under /fhir; what devices push goes on', async () => {
    const patientId = await registerPatient(nurse);
    const [token, other] = [await tokenFor(free, clinic.id), await tokenFor(free, clinic.id)];
    const read = (bearer: string) =>
      from('192.0.2.2')(`/fhir/Patient/${patientId}`).set('authorization', `Bearer ${bearer}`);
    expect((await tally(ACCOUNT * 2, () => read(token)))[429]).toBeGreaterThan(0);
    const refused = await refusedOf(() => read(token));
    expect(refused.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'throttled' }] });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    await read(other).expect(200);
    const push = (minute: number) =>
      request(app.url)
        .post('/ingest/v1/observations')
        .set('authorization', `Bearer ${token}`)
        .send({
          observations: [
            {
              patient: patientId,
              metric: 'heartRate',
              start: new Date(Date.now() - (minute + 1) * 60_000).toISOString(),
              value: 60 + minute,
              unit: '/min',
              source: { system: 'band', kind: 'watch' },
            },
          ],
        });
    const pushed = await Promise.all(Array.from({ length: ACCOUNT * 2 }, (_, minute) => push(minute)));
    expect([...new Set(pushed.map(({ status, text }) => (status === 200 ? 200 : text)))]).toEqual([200]);
  });
});

describe('strangers of one address', () => {
  it('share one limit, whatever they try; neither other addresses nor whoever is signed in there pay for it', async () => {
    const cookie = await cookieOf(clinic.admin);
    const knock = (address: string, n: number) => {
      const at = from(address);
      if (n % 4 === 0) return at('/api/v1/sign-in/options');
      if (n % 4 === 1) return at('/api/v1/patients').set('authorization', `Bearer made-up-${n}`);
      if (n % 4 === 2) return at('/auth/passkey/generate-authenticate-options');
      return at('/fhir/Patient');
    };
    let n = 0;
    expect((await tally(ADDRESS * 2, () => knock('192.0.2.3', n++)))[429]).toBeGreaterThan(ADDRESS / 2);
    for (let road = 0; road < 4; road++) {
      const refused = await refusedOf(() => knock('192.0.2.3', road));
      expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    }
    await knock('192.0.2.4', 0).expect(200);
    await from('192.0.2.3')('/api/v1/session').set('cookie', cookie).expect(200);
    // Two of one IPv6 line are one; an address behind another line is not.
    expect((await tally(ADDRESS * 2, () => knock(`2001:db8::${(++n).toString(16)}`, 0)))[429]).toBeGreaterThan(0);
    await knock('2001:db8:0:1::1', 0).expect(200);
  });

  it('health and metrics are answered all the same', async () => {
    const counts = await tally(ADDRESS * 2, () => from('192.0.2.5')('/health/live'));
    expect(counts).toEqual({ 200: ADDRESS * 2 });
    await from('192.0.2.5')('/health/ready').expect(200);
  });
});

describe('sockets', () => {
  it('are opened so often from one address, and from another still', async () => {
    const connect = (address: string) =>
      new Promise<string>((resolve) => {
        const client = io(`${app.url}/live`, {
          transports: ['websocket'],
          forceNew: true,
          reconnection: false,
          auth: { ticket: 'none' },
          extraHeaders: { 'x-forwarded-for': address },
        });
        const answer = (error: Error) => {
          client.close();
          resolve(error.message);
        };
        client.once('connect_error', answer);
      });
    const answers = await Promise.all(Array.from({ length: ADDRESS * 2 }, () => connect('192.0.2.6')));
    // Whoever gets in shows no ticket; whoever does not never gets so far.
    expect(answers.filter((answer) => answer === 'unauthorized').length).toBeGreaterThanOrEqual(ADDRESS);
    expect(answers.filter((answer) => answer === 'websocket error').length).toBeGreaterThan(ADDRESS / 2);
    expect(await connect('192.0.2.7')).toBe('unauthorized');
  });
});
