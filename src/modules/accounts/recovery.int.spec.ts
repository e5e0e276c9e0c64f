import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { linkSecret, mailsTo } from '../../../test/support/mails.js';
import {
  createClinic,
  inviteAndAccept,
  PASSWORD,
  type Person,
  signIn,
  type TestClinic,
} from '../../../test/support/people.js';

let app: TestApp;
let clinic: TestClinic;
let ana: Person;
beforeAll(async () => {
  app = await createTestApp();
  clinic = await createClinic(app, 'recovery');
  ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 60_000);
afterAll(() => app?.close());
beforeEach(() => app.database.asOwner('DELETE FROM auth.sign_in_attempt'));

const open = (path: string, body: object) => app.http().post(`/api/v1/sign-in/${path}`).send(body);
const verified = (person: Person, yes = true) =>
  app.database.asOwner('UPDATE auth."user" SET "emailVerified" = $2 WHERE email = $1', [person.email, yes]);

describe('a new account', () => {
  it('is asked by mail whether the address is right, and is confirmed by the link', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    expect((await person.agent.get('/api/v1/account').expect(200)).body).toMatchObject({
      email: person.email,
      emailVerified: false,
      mail: true,
    });
    const token = await linkSecret(app, person.email);
    expect((await open('confirm-email', { token }).expect(200)).body).toEqual({ done: 'email-verified' });
    expect((await person.agent.get('/api/v1/account').expect(200)).body.emailVerified).toBe(true);
    await open('confirm-email', { token }).expect(404);
  });

  it('may ask for that mail again, a few times', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const first = await linkSecret(app, person.email);
    const again = () => person.agent.post('/api/v1/account/email/verification').send({});
    await again().expect(204);
    await open('confirm-email', { token: first }).expect(404);
    await again().expect(204);
    await again().expect(204);
    const answer = await again();
    expect(answer.status).toBe(429);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    await open('confirm-email', { token: await linkSecret(app, person.email) }).expect(200);
  });
});

describe('a forgotten password', () => {
  it('is replaced by a link from a mail, which ends every session and is told by mail', async () => {
    await verified(ana);
    // As a phone's keyboard writes it.
    await open('forgot', { email: `${ana.email.toUpperCase()} ` }).expect(204);
    const token = await linkSecret(app, ana.email);
    // The clinic's name is what whoever guesses here tries; the link is still good.
    const ours = await open('reset', { token, password: 'clinic recovery 1' }).expect(422);
    expect(ours.body.errors).toEqual([{ path: 'password', message: expect.stringContaining('everybody here knows') }]);
    // So is one's own address, which stands on every letter.
    const address = await open('reset', { token, password: ana.email }).expect(422);
    expect(address.body.errors).toEqual(ours.body.errors);
    await open('reset', { token, password: 'an entirely new one' }).expect(204);
    await ana.agent.get('/api/v1/session').expect(401);
    await expect(signIn(app, ana.email)).rejects.toThrow('401');
    const agent = await signIn(app, ana.email, 'an entirely new one');
    expect((await mailsTo(app, ana.email))[0]?.subject).toBe('A change to your Stepwell account');
    await open('reset', { token, password: 'a second new one' }).expect(404);
    await agent.put('/api/v1/account/password').send({ password: 'Recovery-Clinic-26' }).expect(422);
    await agent
      .put('/api/v1/account/password')
      .send({ password: `${ana.email}1` })
      .expect(422);
    await agent.put('/api/v1/account/password').send({ password: PASSWORD }).expect(204);
    ana = { ...ana, agent };
    const rows = await app.database.asOwner(
      `SELECT actor, outcome FROM audit_event WHERE type = 'Credential' AND interaction = 'recover' AND object_id = 'password'`,
    );
    expect(rows).toEqual([{ actor: `person/${ana.personId}`, outcome: 'success' }]);
  });

  it('is answered alike for every address; a mail goes only to one that its owner confirmed', async () => {
    const unsure = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    await verified(unsure, false);
    const before = (await mailsTo(app, unsure.email)).length;
    const answers = [];
    for (const email of [ana.email, unsure.email, 'nobody@people.example']) {
      const { status, text, headers } = await open('forgot', { email });
      answers.push([status, text, headers['content-length']]);
    }
    expect(answers).toEqual([answers[0], answers[0], answers[0]]);
    expect(answers[0]?.[0]).toBe(204);
    expect((await mailsTo(app, unsure.email)).length).toBe(before);
    expect(await mailsTo(app, 'nobody@people.example')).toEqual([]);
  });

  it('sends one person three mails, however often it is asked for, and says nothing of that', async () => {
    const before = (await mailsTo(app, ana.email)).length;
    for (let i = 0; i < 5; i++) await open('forgot', { email: ana.email }).expect(204);
    expect((await mailsTo(app, ana.email)).length).toBe(before + 3);
  }, 60_000);

  it('may be asked for twenty times from one address', async () => {
    const statuses = [];
    for (let i = 0; i < 21; i++) statuses.push(open('forgot', { email: `nobody-${i}@people.example` }));
    const answers = (await Promise.all(statuses)).map(({ status }) => status);
    expect(answers.filter((status) => status === 204)).toHaveLength(20);
    expect(answers.filter((status) => status === 429)).toHaveLength(1);
  }, 60_000);

  it('is not replaced by a link that is too old', async () => {
    await open('forgot', { email: ana.email }).expect(204);
    const token = await linkSecret(app, ana.email);
    await app.database.asOwner(`UPDATE auth.mail_token SET expires_at = now() - interval '1 second'`);
    expect((await open('reset', { token, password: 'an entirely new one' })).body).toMatchObject({
      status: 404,
      code: 'LINK_UNKNOWN',
    });
  });

  it('is not replaced by a link that is for something else', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const token = await linkSecret(app, person.email);
    await open('reset', { token, password: 'an entirely new one' }).expect(404);
    await open('confirm-email', { token }).expect(200);
  });

  it('leaves the second link when a first one is used by two at once', async () => {
    await open('forgot', { email: ana.email }).expect(204);
    const token = await linkSecret(app, ana.email);
    const answers = await Promise.all(
      ['the first of two', 'the second of two'].map((password) => open('reset', { token, password })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404]);
    await open('forgot', { email: ana.email }).expect(204);
    await open('reset', { token: await linkSecret(app, ana.email), password: PASSWORD }).expect(204);
    ana = { ...ana, agent: await signIn(app, ana.email) };
  });

  it('keeps no link in the database, only its hash', async () => {
    await open('forgot', { email: ana.email }).expect(204);
    const token = await linkSecret(app, ana.email);
    expect(JSON.stringify(await app.database.asOwner('SELECT * FROM auth.mail_token'))).not.toContain(token);
  });
});

describe('a new address', () => {
  it('counts once it has answered; the old one is told', async () => {
    const email = 'ana.moved@people.example';
    await ana.agent.put('/api/v1/account/email').send({ email }).expect(204);
    expect((await ana.agent.get('/api/v1/session').expect(200)).body.person.email).toBe(ana.email);
    const token = await linkSecret(app, email);
    expect((await open('confirm-email', { token }).expect(200)).body).toEqual({ done: 'email-changed' });
    expect((await ana.agent.get('/api/v1/session').expect(200)).body.person.email).toBe(email);
    expect((await mailsTo(app, ana.email))[0]?.text).toContain('another e-mail address');
    await signIn(app, email);
    await expect(signIn(app, ana.email)).rejects.toThrow('401');
    await open('confirm-email', { token }).expect(404);
    ana = { ...ana, email };
  });

  it('that somebody else has is answered like any other, and not mailed', async () => {
    const before = (await mailsTo(app, clinic.admin.email)).length;
    await ana.agent.put('/api/v1/account/email').send({ email: clinic.admin.email }).expect(204);
    expect((await mailsTo(app, clinic.admin.email)).length).toBe(before);
  });

  it('that somebody else took meanwhile is not taken from them', async () => {
    const email = 'contested@people.example';
    await ana.agent.put('/api/v1/account/email').send({ email }).expect(204);
    const token = await linkSecret(app, email);
    await inviteAndAccept(app, clinic.admin, { role: 'clinician', email });
    await open('confirm-email', { token }).expect(404);
    expect((await ana.agent.get('/api/v1/session').expect(200)).body.person.email).toBe(ana.email);
  });

  it('that two ask for, and whose links are opened at the same moment, is one’s', async () => {
    const people = await Promise.all([0, 1].map(() => inviteAndAccept(app, clinic.admin, { role: 'clinician' })));
    for (let round = 0; round < 5; round++) {
      const email = `wanted-${round}@people.example`;
      const tokens: string[] = [];
      for (const person of people) {
        await person.agent.put('/api/v1/account/email').send({ email }).expect(204);
        tokens.push(await linkSecret(app, email));
      }
      const answers = await Promise.all(tokens.map((token) => open('confirm-email', { token })));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 404]);
    }
  });
});

describe('a new address that somebody else asked for, with a stolen session or password', () => {
  const asks = async (person: Person) => {
    const email = `taken-${person.personId}@people.example`;
    await person.agent.put('/api/v1/account/email').send({ email }).expect(204);
    return { email, token: await linkSecret(app, email) };
  };
  const newcomer = async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    await verified(person);
    return person;
  };
  const resets = async (person: Person) => {
    await open('forgot', { email: person.email }).expect(204);
    return linkSecret(app, person.email);
  };
  const addressOf = async (person: Person) =>
    (await app.database.asOwner<{ email: string }>('SELECT email FROM person WHERE id = $1', [person.personId]))[0]
      ?.email;

  it('is told to the old one at once, without a link to it', async () => {
    const person = await newcomer();
    const { email, token } = await asks(person);
    const [mail] = await mailsTo(app, person.email);
    expect(mail?.text).toContain('asked');
    for (const secret of [email, token, '#']) expect(mail?.text).not.toContain(secret);
  });

  it('is told to the old one also when somebody has the new one: the difference would say so', async () => {
    const person = await newcomer();
    const before = (await mailsTo(app, person.email)).length;
    await person.agent.put('/api/v1/account/email').send({ email: clinic.admin.email }).expect(204);
    expect((await mailsTo(app, person.email)).length).toBe(before + 1);
  });

  it('does not outlive a password that was forgotten and chosen anew', async () => {
    const person = await newcomer();
    const { token } = await asks(person);
    await open('reset', { token: await resets(person), password: 'heron lantern gravel' }).expect(204);
    await open('confirm-email', { token }).expect(404);
    expect(await addressOf(person)).toBe(person.email);
  });

  it('does not outlive a changed password, and neither does a link to choose another', async () => {
    const person = await newcomer();
    const { token } = await asks(person);
    const reset = await resets(person);
    await person.agent.put('/api/v1/account/password').send({ password: 'heron lantern gravel' }).expect(204);
    await open('confirm-email', { token }).expect(404);
    await open('reset', { token: reset, password: 'gravel heron lantern' }).expect(404);
    await signIn(app, person.email, 'heron lantern gravel');
  });

  it('once it counts, leaves no link of the old one that opens the account', async () => {
    const person = await newcomer();
    const { email, token } = await asks(person);
    const reset = await resets(person);
    await open('confirm-email', { token }).expect(200);
    await open('reset', { token: reset, password: 'gravel heron lantern' }).expect(404);
    await signIn(app, email);
  });
});

describe('bad input', () => {
  it.each<[string, string, object]>([
    ['no address', 'forgot', {}],
    ['no e-mail address', 'forgot', { email: 'ana' }],
    ['a list of addresses', 'forgot', { email: ['a@b.example'] }],
    ['something more', 'forgot', { email: 'a@b.example', admin: true }],
    ['a short new password', 'reset', { token: 'ml_x', password: 'short' }],
    ['a stolen new password', 'reset', { token: 'ml_x', password: '1qaz2wsx3edc' }],
    ['a token of 10,000 characters', 'reset', { token: 'x'.repeat(10_000), password: 'long enough for this' }],
    ['no token', 'confirm-email', {}],
  ])('%s at %s is named', async (_name, path, body) => {
    const answer = await open(path, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors).toHaveLength(1);
  });

  it('a made-up token is unknown', async () => {
    for (const token of ['ml_unknown', "' OR 1=1 --", '\u{1F600}']) await open('confirm-email', { token }).expect(404);
  });
});

describe('the local outbox', () => {
  it.each<[string, NodeJS.ProcessEnv]>([
    ['a public address', { PUBLIC_URL: 'https://stepwell.example.org' }],
    ['SMTP', { SMTP_URL: 'smtp://127.0.0.1:1' }],
    ['its setting off', { STEPWELL_OUTBOX: 'off' }],
  ])('does not exist with %s', async (_name, env) => {
    const other = await createTestApp({ database: app.database, env });
    try {
      const host = env['PUBLIC_URL'] ? { host: 'stepwell.example.org' } : {};
      await other.http().get('/api/v1/outbox').set(host).expect(404);
    } finally {
      await other.close();
    }
  });

  it.each([
    ['through a proxy', { 'x-forwarded-for': '192.0.2.7' }],
    ['under another name', { host: 'evil.example' }],
  ])('does not exist %s', async (_name, headers) => {
    await app.http().get('/api/v1/outbox').set(headers).expect(404);
  });
});
