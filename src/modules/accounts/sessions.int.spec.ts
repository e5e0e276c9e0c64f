import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import {
  connect,
  createClinic,
  inviteAndAccept,
  PASSWORD,
  type Person,
  registerPatient,
  signIn,
  socket,
  type TestClinic,
  tokenFor,
} from '../../../test/support/people.js';

let app: TestApp;
let north: TestClinic;
let clinician: Person;
beforeAll(async () => {
  app = await createTestApp();
  north = await createClinic(app, 'north');
  clinician = await inviteAndAccept(app, north.admin, { role: 'clinician' });
}, 60_000);
afterAll(() => app?.close());

describe('signing in', () => {
  it('answers 401 with problem json to a request without a session', async () => {
    const answer = await app.http().get('/api/v1/session').expect(401);
    expect(answer.body).toMatchObject({ code: 'SIGN_IN_NEEDED', status: 401 });
    expect(answer.headers['www-authenticate']).toContain('Bearer');
  });

  it('with the right password, of somebody whom no clinic has any more, says which of the two it is', async () => {
    const left = await inviteAndAccept(app, north.admin, { role: 'clinician' });
    await left.agent.get('/api/v1/session').expect(200);
    await app.database.asOwner('UPDATE membership SET active = false WHERE person_id = $1', [left.personId]);
    const { body } = await left.agent.get('/api/v1/session').expect(401);
    expect(body.code).toBe('CLINIC_NEEDED');
    await left.agent.post('/api/v1/socket-ticket').send({}).expect(401);
  });

  it.each([
    ['a wrong password', () => clinician.email, 'wrong horse battery'],
    ['an unknown address', () => 'nobody@people.example', PASSWORD],
  ])('with %s: 401 and no cookie, the same for both', async (_name, email, password) => {
    await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
    const answer = await app.http().post('/auth/sign-in/email').send({ email: email(), password });
    expect(answer.status).toBe(401);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({
      status: 401,
      code: 'INVALID_EMAIL_OR_PASSWORD',
      detail: 'Invalid email or password',
    });
    expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('takes an address as keyboards of phones write it, with a blank behind it', async () => {
    await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
    const email = ` ${clinician.email.toUpperCase()} `;
    await app.http().post('/auth/sign-in/email').send({ email, password: PASSWORD }).expect(200);
    // It is the same account to whoever counts guesses.
    for (let i = 0; i < 5; i++) await app.http().post('/auth/sign-in/email').send({ email, password: 'a wrong guess' });
    const answer = await app.http().post('/auth/sign-in/email').send({ email: clinician.email, password: PASSWORD });
    expect(answer.status).toBe(429);
  });

  it('sets a cookie that scripts cannot read and other sites do not send', async () => {
    await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
    const answer = await app.http().post('/auth/sign-in/email').send({ email: clinician.email, password: PASSWORD });
    expect(answer.headers['set-cookie']?.[0]).toMatch(/^stepwell\.session_token=.+; Path=\/; HttpOnly; SameSite=Lax/);
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it('is by invitation only', async () => {
    const answer = await app
      .http()
      .post('/auth/sign-up/email')
      .send({ email: 'me@people.example', password: PASSWORD, name: 'Me' });
    expect(answer.status).toBe(404);
    expect(await app.database.asOwner(`SELECT 1 FROM auth."user" WHERE email = 'me@people.example'`)).toEqual([]);
  });
});

describe('a session', () => {
  it('of a caregiver names all who share with them in this clinic, and nobody else does', async () => {
    const coordinator = await inviteAndAccept(app, north.admin, { role: 'coordinator' });
    const named = (givenName: string) => registerPatient(coordinator, { givenName, familyName: 'Shares' });
    const [ann, bert] = [await named('Ann'), await named('Bert')];
    const { email } = await inviteAndAccept(app, coordinator, { role: 'caregiver', patientId: ann });
    const both = await inviteAndAccept(app, coordinator, { role: 'caregiver', patientId: bert, email });
    const lookedAfter = async (by: Person) => (await by.agent.get('/api/v1/session').expect(200)).body.lookedAfter;
    expect(await lookedAfter(both)).toMatchObject([
      { id: bert, name: 'Bert Shares' },
      { id: ann, name: 'Ann Shares' },
    ]);
    for (const id of [ann, bert]) await both.agent.get(`/api/v1/patients/${id}`).expect(200);
    await app.database.asOwner('UPDATE delegation SET until = now() WHERE patient_id = $1', [bert]);
    expect(await lookedAfter(both)).toMatchObject([{ id: ann, name: 'Ann Shares' }]);
    expect(await lookedAfter(coordinator)).toEqual([]);
  });

  it('says who, where and as what', async () => {
    const { body } = await clinician.agent.get('/api/v1/session').expect(200);
    expect(body).toMatchObject({
      person: { id: clinician.personId, email: clinician.email },
      clinic: { id: north.id, slug: 'north', timeZone: 'Europe/Berlin', demo: false },
      role: 'clinician',
      patientId: null,
      lookedAfter: [],
      clinics: [{ id: north.id, role: 'clinician' }],
      ends: { idleSeconds: 1800 },
    });
    expect(Math.abs(Date.parse(body.serverTime) - Date.now())).toBeLessThan(60_000);
  });

  it('ends at sign-out, also for a copy of the cookie', async () => {
    const agent = await signIn(app, clinician.email);
    const { body } = await agent.get('/api/v1/session').expect(200);
    expect(body.role).toBe('clinician');
    const cookies = await copyCookie(clinician.email);
    await request(app.url).get('/api/v1/session').set('cookie', cookies).expect(200);
    await request(app.url).post('/auth/sign-out').set('cookie', cookies).set('origin', app.url).send({}).expect(200);
    await request(app.url).get('/api/v1/session').set('cookie', cookies).expect(401);
    await agent.get('/api/v1/session').expect(200);
  });

  it('ends when it is taken away or has run out', async () => {
    for (const sql of [
      'DELETE FROM auth."session" WHERE "userId" = $1',
      `UPDATE auth."session" SET "expiresAt" = now() WHERE "userId" = $1`,
    ]) {
      const person = await inviteAndAccept(app, north.admin, { role: 'clinician' });
      await person.agent.get('/api/v1/session').expect(200);
      const [row] = await app.database.asOwner<{ id: string }>('SELECT auth_user_id AS id FROM person WHERE id = $1', [
        person.personId,
      ]);
      await app.database.asOwner(sql, [row?.id]);
      await person.agent.get('/api/v1/session').expect(401);
    }
  });

  it('is worth nothing once the membership has ended', async () => {
    const person = await inviteAndAccept(app, north.admin, { role: 'coordinator' });
    await app.database.asOwner('UPDATE membership SET active = false WHERE person_id = $1', [person.personId]);
    await person.agent.get('/api/v1/members').expect(401);
  });

  describe('of somebody in two clinics', () => {
    let west: TestClinic;
    let person: Person;
    beforeAll(async () => {
      west = await createClinic(app, 'west');
      person = await inviteAndAccept(app, north.admin, { role: 'clinician' });
      await inviteAndAccept(app, west.admin, { role: 'clinician', email: person.email });
    });
    const choose = (clinicId: string) => person.agent.put('/api/v1/session/clinic').send({ clinicId });
    const current = async () => (await person.agent.get('/api/v1/session').expect(200)).body.clinic.id;

    it('goes back and forth', async () => {
      for (const clinicId of [west.id, west.id, north.id, west.id, north.id]) {
        expect((await choose(clinicId)).status).toBe(204);
        expect(await current()).toBe(clinicId);
      }
    });

    it('survives two tabs that choose at the same moment', async () => {
      const answers = await Promise.all([west.id, north.id, west.id, west.id, north.id].map((id) => choose(id)));
      expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204, 204, 204]);
      expect([west.id, north.id]).toContain(await current());
    });

    it('falls back when the membership of the chosen clinic ends, and chooses it again once it is back', async () => {
      const setActive = (active: boolean) =>
        app.database.asOwner('UPDATE membership SET active = $1 WHERE clinic_id = $2 AND person_id = $3', [
          active,
          west.id,
          person.personId,
        ]);
      await choose(west.id);
      await setActive(false);
      expect(await current()).toBe(north.id);
      expect((await choose(north.id)).status).toBe(204);
      await setActive(true);
      expect(await current()).toBe(north.id);
      expect((await choose(west.id)).status).toBe(204);
      expect(await current()).toBe(west.id);
    });
  });

  it('cannot be made up', async () => {
    await request(app.url).get('/api/v1/session').set('cookie', 'stepwell.session_token=abc.def').expect(401);
    await request(app.url)
      .get('/api/v1/session')
      .set('cookie', `stepwell.session_token=${'a'.repeat(5000)}`)
      .expect(401);
  });
});

async function copyCookie(email: string): Promise<string> {
  await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
  const answer = await app.http().post('/auth/sign-in/email').send({ email, password: PASSWORD }).expect(200);
  return (answer.headers['set-cookie'] as unknown as string[]).map((cookie) => cookie.split(';')[0]).join('; ');
}

describe('a write with a cookie', () => {
  const write = async (headers: Record<string, string>) =>
    request(app.url)
      .post('/api/v1/socket-ticket')
      .set('cookie', await copyCookie(clinician.email))
      .set(headers)
      .send({});

  it.each<[string, () => Record<string, string>, number]>([
    ['from our own pages', () => ({ origin: app.url }), 200],
    ['from another site', () => ({ origin: 'https://evil.example' }), 403],
    ['from another port of this machine', () => ({ origin: 'http://127.0.0.1:1' }), 403],
    ['from a sandboxed frame', () => ({ origin: 'null' }), 403],
    ['from another site that hides its origin', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
    ['from a sister site', () => ({ 'sec-fetch-site': 'same-site' }), 403],
    ['from our own pages, by the other header', () => ({ 'sec-fetch-site': 'same-origin' }), 200],
    ['from a program', () => ({}), 200],
  ])('%s: %#', async (_name, headers, status) => {
    expect((await write(headers())).status).toBe(status);
  });

  it('is refused as a form, which other sites may send', async () => {
    const answer = await request(app.url)
      .post('/api/v1/socket-ticket')
      .set('cookie', await copyCookie(clinician.email))
      .set('content-type', 'text/plain')
      .send('{}');
    expect(answer.status).toBe(415);
  });
});

describe('a bearer token', () => {
  it('is for integrations: it has no session, and no origin to check', async () => {
    const token = await tokenFor(app, north.id);
    const answer = await request(app.url).get('/api/v1/session').set('authorization', `Bearer ${token}`);
    expect(answer.body).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it.each(['revoked_at = now()', `expires_at = now() - interval '1 second'`])(
    'is worth nothing after %s',
    async (change) => {
      const token = await tokenFor(app, north.id);
      await app.database.asOwner(`UPDATE api_token SET ${change}`);
      await request(app.url).get('/api/v1/session').set('authorization', `Bearer ${token}`).expect(401);
    },
  );

  it('that is unknown gives 401, not the rights of the cookie beside it', async () => {
    await clinician.agent.get('/api/v1/session').set('authorization', 'Bearer swt_unknown').expect(401);
  });
});

describe('a socket ticket', () => {
  it('opens one connection, once', async () => {
    const client = await socket(app, clinician.agent, '/live');
    expect(client.connected).toBe(true);
    const { body } = await clinician.agent.post('/api/v1/socket-ticket').send({}).expect(200);
    expect(body).toEqual({ ticket: expect.stringMatching(/^tkt_/), expiresInSeconds: 30 });
    await connect(app, '/live', body.ticket);
    await expect(connect(app, '/live', body.ticket)).rejects.toThrow();
  });

  it('runs out', async () => {
    const { body } = await clinician.agent.post('/api/v1/socket-ticket').send({}).expect(200);
    await app.database.asOwner(`UPDATE socket_ticket SET expires_at = now() - interval '1 second'`);
    await expect(connect(app, '/live', body.ticket)).rejects.toThrow();
  });
});

describe('wrong addresses', () => {
  it.each(['/api/v1/nothing', '/api/v1/members/extra/more', `/api/v1/patients/${randomUUID()}/nothing`])(
    '%s is a 404 in problem json',
    async (path) => {
      const answer = await clinician.agent.get(path);
      expect(answer.status).toBe(404);
      expect(answer.headers['content-type']).toContain('problem+json');
    },
  );
});
