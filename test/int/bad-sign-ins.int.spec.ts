import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from '../support/app.js';
import { createClinic, PASSWORD, type Person } from '../support/people.js';

let app: TestApp;
let admin: Person;
beforeAll(async () => {
  app = await createTestApp();
  admin = (await createClinic(app, 'bad')).admin;
}, 60_000);
afterAll(() => app?.close());
beforeEach(() => app.database.asOwner('DELETE FROM auth.sign_in_attempt'));

const EMAIL = '/auth/sign-in/email';
const json = (body: unknown) => JSON.stringify(body);
const right = { email: 'admin@bad.example', password: PASSWORD };

/** What strangers send to the doors of accounts, and the answers: never a 5xx, never a session. */
const BODIES: [name: string, path: string, body: string, statuses: number[], type?: string][] = [
  ['half a body', EMAIL, '{', [400]],
  ['no body', EMAIL, '', [400]],
  ['a list', EMAIL, json([right]), [400]],
  ['a word', EMAIL, '"admin"', [400]],
  [
    'a form, which other sites may send',
    EMAIL,
    'email=admin%40bad.example&password=x',
    [415],
    'application/x-www-form-urlencoded',
  ],
  ['plain text, which other sites may send', EMAIL, json(right), [415], 'text/plain'],
  ['XML', EMAIL, '<a/>', [415], 'application/xml'],
  [
    'the same key twice',
    EMAIL,
    `{"email":"x@bad.example","email":"admin@bad.example","password":"${PASSWORD}"}`,
    [400],
  ],
  ['a hostile key', EMAIL, `{"__proto__":{"admin":true},"email":"admin@bad.example","password":"${PASSWORD}"}`, [400]],
  ['a zero in the address', EMAIL, '{"email":"admin\\u0000@bad.example","password":"long enough words"}', [400]],
  ['half a character', EMAIL, '{"email":"admin@bad.example","password":"\\ud800 long enough"}', [400, 401]],
  ['no address', EMAIL, json({ password: PASSWORD }), [400]],
  ['an address that is a list', EMAIL, json({ ...right, email: [right.email] }), [400]],
  ['an address that is an object', EMAIL, json({ ...right, email: { $ne: null } }), [400]],
  [
    'an address of 10,000 characters',
    EMAIL,
    json({ ...right, email: `${'a'.repeat(10_000)}@bad.example` }),
    [400, 401],
  ],
  ['a password of 10,000 characters', EMAIL, json({ ...right, password: 'x'.repeat(10_000) }), [400]],
  ['a password that is a number', EMAIL, json({ ...right, password: 1234567890 }), [400]],
  ['a body of 2 MB and more', EMAIL, json({ ...right, password: 'x'.repeat(2_100_000) }), [413]],
  ['SQL for an address', EMAIL, json({ ...right, email: "' or 1=1 --" }), [400]],
  ['another place to go afterwards', EMAIL, json({ ...right, callbackURL: 'https://evil.example' }), [403]],
  ['a code before any password', '/auth/two-factor/verify-totp', json({ code: '000000' }), [401]],
  ['a code that is a number', '/auth/two-factor/verify-totp', json({ code: 0 }), [400]],
  ['a passkey out of the blue', '/auth/passkey/verify-authentication', json({ response: { id: 'x' } }), [400, 401]],
  ['a passkey that is none', '/auth/passkey/verify-authentication', json({ response: 'x' }), [400]],
  ['an unknown organisation', '/auth/sign-in/social', json({ provider: 'evil', callbackURL: '/' }), [404]],
  [
    'a token of an organisation, instead of its word',
    '/auth/sign-in/social',
    json({ provider: 'evil', idToken: { token: 'a.b.c' } }),
    [404],
  ],
];

describe('at the doors of accounts', () => {
  it.each(BODIES)('%s is refused', async (_name, path, body, statuses, type = 'application/json') => {
    const answer = await request(app.url).post(path).set('origin', app.url).set('content-type', type).send(body);
    expect(statuses).toContain(answer.status);
    expect(String(answer.headers['set-cookie'] ?? '')).not.toContain('session_token=');
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('%s opens nothing', async (method) => {
    const answer = await fetch(app.url + EMAIL, { method });
    expect([404, 405]).toContain(answer.status);
  });

  it('OPTIONS says only how one knocks', async () => {
    const { status, headers } = await fetch(app.url + EMAIL, { method: 'OPTIONS' });
    expect([status, headers.get('allow'), headers.get('set-cookie')]).toEqual([204, 'OPTIONS, POST', null]);
  });

  it('a method that another method wears is the method it is', async () => {
    await admin.agent.post('/api/v1/account/sessions').set('x-http-method-override', 'DELETE').send({}).expect(405);
  });
});

describe('a session that is not one', () => {
  const read = (cookie: string) => request(app.url).get('/api/v1/account').set('cookie', cookie);

  it.each([
    ['nothing', 'stepwell.session_token='],
    ['a token without a signature', 'stepwell.session_token=abcdefghijklmnopqrstuvwxyz012345'],
    [
      'a token with another’s signature',
      'stepwell.session_token=abc.9fZ%2B9fZ%2B9fZ%2B9fZ%2B9fZ%2B9fZ%2B9fZ%2B9fZ%2B9fZ%2B9fY%3D',
    ],
    ['control characters', 'stepwell.session_token=%00%0d%0aset-cookie:x'],
    ['a broken escape', 'stepwell.session_token=%E0%A4%A'],
    ['4 kB', `stepwell.session_token=${'a'.repeat(4000)}.${'b'.repeat(40)}`],
    ['the mark of a device', 'stepwell.device=dev_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ])('%s: 401', async (_name, cookie) => {
    expect((await read(cookie)).status).toBe(401);
  });

  it('a token in the address is none', async () => {
    await request(app.url).get('/api/v1/account?access_token=swt_x&session_token=abc').expect(401);
  });

  it('the right cookie with one letter changed: 401', async () => {
    const answer = await request(app.url).post(EMAIL).set('origin', app.url).send(right).expect(200);
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? '';
    await read(cookie).expect(200);
    const at = cookie.indexOf('=') + 5;
    await read(`${cookie.slice(0, at)}${cookie[at] === 'A' ? 'B' : 'A'}${cookie.slice(at + 1)}`).expect(401);
  });

  it('signing in with a cookie from elsewhere gives a new session: nobody can lay one out beforehand', async () => {
    const laid = 'stepwell.session_token=abc.def';
    const answer = await request(app.url)
      .post(EMAIL)
      .set('origin', app.url)
      .set('cookie', laid)
      .send(right)
      .expect(200);
    expect(String(answer.headers['set-cookie'])).toContain('stepwell.session_token=');
    expect(String(answer.headers['set-cookie'])).not.toContain('abc.def');
  });

  it('signing in from another site is refused', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }])
      expect((await request(app.url).post(EMAIL).set(headers).set('cookie', 'a=b').send(right)).status).toBe(403);
  });
});
