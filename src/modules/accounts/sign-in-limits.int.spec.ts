import { hashPassword as scrypt } from 'better-auth/crypto';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Agent, createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, inviteAndAccept, PASSWORD, type Person, type TestClinic } from '../../../test/support/people.js';

let app: TestApp;
let clinic: TestClinic;
let ana: Person;
let noor: Person;
beforeAll(async () => {
  // We stand behind a proxy on this machine, so that a test can come from anywhere.
  app = await createTestApp({ env: { TRUSTED_PROXIES: '127.0.0.1' } });
  clinic = await createClinic(app, 'limits');
  ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  noor = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 60_000);
afterAll(() => app?.close());
beforeEach(() => app.database.asOwner('DELETE FROM auth.sign_in_attempt'));

const HERE = '192.0.2.7';
const ELSEWHERE = '198.51.100.9';

const attempt = (email: string, password: string, from: string, agent: Agent = app.http()) =>
  agent.post('/auth/sign-in/email').set('x-forwarded-for', from).send({ email, password });

/** Wrong passwords, all at once: those of the same moment count as well. */
async function guess(times: number, email: string, from: string, agent?: Agent): Promise<number[]> {
  const answers = await Promise.all(
    Array.from({ length: times }, (_, i) => attempt(email, `guess number ${i}`, from, agent)),
  );
  return answers.map(({ status }) => status);
}

describe('guesses at a password', () => {
  it('are five, then one has to wait; the sixth is told how long', async () => {
    const statuses = await guess(8, ana.email, HERE);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    const sixth = await attempt(ana.email, PASSWORD, HERE);
    expect(sixth.status).toBe(429);
    expect(sixth.body).toMatchObject({ code: 'TOO_MANY_ATTEMPTS', status: 429 });
    expect(Number(sixth.headers['retry-after'])).toBeGreaterThan(20);
    expect(sixth.headers['set-cookie']).toBeUndefined();
  });

  it('do not keep out the same person at another address', async () => {
    await guess(6, ana.email, HERE);
    expect((await attempt(ana.email, PASSWORD, ELSEWHERE)).status).toBe(200);
  });

  it('do not keep out other people at the same address', async () => {
    await guess(6, ana.email, HERE);
    expect((await attempt(noor.email, PASSWORD, HERE)).status).toBe(200);
  });

  it('do not keep out the person in a browser that has signed in before, even at the guesser’s address', async () => {
    const own = app.http();
    await attempt(ana.email, PASSWORD, HERE, own).expect(200);
    await own.post('/auth/sign-out').send({}).expect(200);
    await guess(6, ana.email, HERE);
    expect((await attempt(ana.email, PASSWORD, HERE)).status).toBe(429);
    expect((await attempt(ana.email, PASSWORD, HERE, own)).status).toBe(200);
  });

  it('by many strangers together cost the next stranger seconds, and the own browser nothing', async () => {
    const own = app.http();
    await attempt(ana.email, PASSWORD, HERE, own).expect(200);
    for (let net = 0; net < 10; net++) await guess(5, ana.email, `203.0.113.${net}`);
    // However long fifty guesses took: the last of them is of this moment.
    await app.database.asOwner('UPDATE auth.sign_in_attempt SET last_at = clock_timestamp()');
    const stranger = await attempt(ana.email, PASSWORD, ELSEWHERE);
    expect(stranger.status).toBe(429);
    expect(Number(stranger.headers['retry-after'])).toBeLessThanOrEqual(5);
    expect((await attempt(ana.email, PASSWORD, HERE, own)).status).toBe(200);
  }, 60_000);

  it('are counted for a browser’s mark only with the account it belongs to', async () => {
    const noors = app.http();
    await attempt(noor.email, PASSWORD, HERE, noors).expect(200);
    const statuses = await guess(7, ana.email, HERE, noors);
    expect(statuses.filter((status) => status === 429)).toHaveLength(2);
  });

  it('are forgotten once the right one came', async () => {
    await guess(4, ana.email, HERE);
    await attempt(ana.email, PASSWORD, HERE).expect(200);
    expect(await guess(5, ana.email, HERE)).toEqual([401, 401, 401, 401, 401]);
  });

  it('for an address that nobody has are counted just the same', async () => {
    const statuses = await guess(8, 'nobody@people.example', HERE);
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
  });
});

describe('an address behind a proxy', () => {
  it('is believed only of a proxy that was named', async () => {
    const open = await createTestApp({ database: app.database });
    try {
      const from = (address: string) =>
        open
          .http()
          .post('/auth/sign-in/email')
          .set('x-forwarded-for', address)
          .send({ email: ana.email, password: 'guess number 1' });
      for (let i = 0; i < 5; i++) expect((await from(`192.0.2.${i}`)).status).toBe(401);
      expect((await from('192.0.2.99')).status).toBe(429);
    } finally {
      await open.close();
    }
  }, 60_000);
});

describe('a refusal', () => {
  it('is the same for a wrong password, an unknown address, an account without a password', async () => {
    const [row] = await app.database.asOwner<{ id: string }>('SELECT auth_user_id AS id FROM person WHERE id = $1', [
      noor.personId,
    ]);
    const removed = await app.database.asOwner<{ password: string }>(
      `UPDATE auth.account SET password = NULL WHERE "userId" = $1 RETURNING password`,
      [row?.id],
    );
    expect(removed).toHaveLength(1);
    const seen = [];
    for (const email of [ana.email, 'nobody@people.example', noor.email]) {
      const { status, body, headers } = await attempt(email, 'wrong horse battery', HERE);
      const { date: _date, 'x-request-id': _id, ...rest } = headers as Record<string, string>;
      const { requestId: _requestId, ...told } = body as Record<string, unknown>;
      seen.push({ status, told, rest });
    }
    expect(seen[1]).toEqual(seen[0]);
    expect(seen[2]).toEqual(seen[0]);
    await app.database.asOwner(
      `UPDATE auth.account SET password = (SELECT password FROM auth.account a JOIN person p ON p.auth_user_id = a."userId" WHERE p.id = $2) WHERE "userId" = $1`,
      [row?.id, ana.personId],
    );
  });
});

describe('a password from before', () => {
  it('opens, and is hashed anew with argon2id by that', async () => {
    const hash = async () =>
      (
        await app.database.asOwner<{ password: string }>(
          `SELECT a.password FROM auth.account a JOIN person p ON p.auth_user_id = a."userId" WHERE p.id = $1`,
          [ana.personId],
        )
      )[0]?.password;
    await app.database.asOwner(
      `UPDATE auth.account SET password = $2 WHERE "userId" = (SELECT auth_user_id FROM person WHERE id = $1)`,
      [ana.personId, await scrypt(PASSWORD)],
    );
    await attempt(ana.email, 'wrong horse battery', HERE).expect(401);
    expect(await hash()).not.toMatch(/^\$argon2id/);
    await attempt(ana.email, PASSWORD, HERE).expect(200);
    expect(await hash()).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    await attempt(ana.email, PASSWORD, HERE).expect(200);
  });
});

describe('what is open under /auth', () => {
  it.each([
    ['GET', '/auth/get-session'],
    ['GET', '/auth/list-sessions'],
    ['POST', '/auth/sign-up/email'],
    ['POST', '/auth/update-user'],
    ['POST', '/auth/change-email'],
    ['POST', '/auth/change-password'],
    ['POST', '/auth/delete-user'],
    ['POST', '/auth/two-factor/disable'],
    ['POST', '/auth/passkey/delete-passkey'],
    ['GET', '/auth/passkey/list-user-passkeys'],
    ['POST', '/auth/request-password-reset'],
    ['POST', '/auth/link-social'],
    ['GET', '/auth/ok'],
    ['GET', '/auth/../auth/get-session'],
    ['GET', '/auth//get-session'],
  ])('%s %s is not', async (method, path) => {
    const answer = await ana.agent[method === 'GET' ? 'get' : 'post'](path).send(method === 'GET' ? undefined : {});
    expect(answer.status).toBe(404);
  });

  it('gives no script a token: neither at sign-in nor afterwards', async () => {
    const answer = await attempt(ana.email, PASSWORD, HERE).expect(200);
    expect(answer.body).toEqual({ secondFactor: false });
    const token = /session_token=([^.;]+)/.exec(String(answer.headers['set-cookie']))?.[1] ?? 'none';
    const own = request(app.url).get('/api/v1/account/sessions').set('cookie', String(answer.headers['set-cookie']));
    expect((await own.expect(200)).text).not.toContain(token);
  });
});
