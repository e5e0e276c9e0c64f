import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Agent, createTestApp, type TestApp } from '../../../test/support/app.js';
import { addCodeApp, codeFrom, forgetUsedCodes, wrongCodeFrom } from '../../../test/support/code-app.js';
import { linkSecret } from '../../../test/support/mails.js';
import { createClinic, inviteAndAccept, PASSWORD, type Person, type TestClinic } from '../../../test/support/people.js';

let app: TestApp;
let clinic: TestClinic;
let ana: Person;
let factor: { uri: string; recoveryCodes: string[] };
beforeAll(async () => {
  app = await createTestApp();
  clinic = await createClinic(app, 'factors');
  ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  factor = await addCodeApp(ana);
}, 60_000);
afterAll(() => app?.close());
beforeEach(async () => {
  await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
  await forgetUsedCodes(app);
});

/** The password was right: a browser that is asked for the second factor. */
async function halfway(): Promise<Agent> {
  const agent = app.http();
  const answer = await agent.post('/auth/sign-in/email').send({ email: ana.email, password: PASSWORD }).expect(200);
  expect(answer.body).toEqual({ secondFactor: true });
  return agent;
}
const totp = (agent: Agent, code: unknown) => agent.post('/auth/two-factor/verify-totp').send({ code });
const recovery = (agent: Agent, code: unknown) => agent.post('/auth/two-factor/verify-backup-code').send({ code });

describe('an authenticator app', () => {
  it('is asked for only once it has shown a right code', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const { body } = await person.agent.post('/api/v1/account/code-app').send({}).expect(200);
    expect(body.uri).toMatch(/^otpauth:\/\/totp\/Stepwell:.+secret=.+issuer=Stepwell/);
    const answer = await app.http().post('/auth/sign-in/email').send({ email: person.email, password: PASSWORD });
    expect(answer.body).toEqual({ secondFactor: false });
    const wrong = await person.agent
      .post('/api/v1/account/code-app/confirm')
      .send({ code: await wrongCodeFrom(body.uri) })
      .expect(422);
    expect(wrong.body.errors[0].path).toBe('code');
    expect((await person.agent.get('/api/v1/account').expect(200)).body.codeApp).toBe(false);
  });

  it('cannot be replaced without being removed, which takes away the recovery codes too', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    await addCodeApp(person);
    await person.agent.post('/api/v1/account/code-app').send({}).expect(409);
    await person.agent.delete('/api/v1/account/code-app').expect(204);
    expect((await person.agent.get('/api/v1/account').expect(200)).body.codeApp).toBe(false);
    const again = await addCodeApp(person);
    expect(again.recoveryCodes).toHaveLength(10);
  });

  it('is confirmed by our own route alone: a session and the right code at the door of sign-in change nothing', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const { body } = await person.agent.post('/api/v1/account/code-app').send({}).expect(200);
    const code = await codeFrom(body.uri);
    await totp(person.agent, code).expect(401);
    expect((await person.agent.get('/api/v1/account').expect(200)).body.codeApp).toBe(false);
    await person.agent.post('/api/v1/account/code-app/confirm').send({ code }).expect(200);
    const said = await app.database.asOwner(
      `SELECT interaction FROM audit_event WHERE type = 'Credential' AND actor = $1 AND outcome = 'success' AND object_id = 'code-app'`,
      [`person/${person.personId}`],
    );
    expect(said).toEqual([{ interaction: 'create' }]);
  });

  it('and its recovery codes are tried by nobody who is signed in', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const { recoveryCodes } = await addCodeApp(person);
    await recovery(person.agent, recoveryCodes[0]).expect(401);
    const agent = app.http();
    await agent.post('/auth/sign-in/email').send({ email: person.email, password: PASSWORD }).expect(200);
    await recovery(agent, recoveryCodes[0]).expect(200);
  });

  it('stores neither its secret nor the recovery codes in the clear', async () => {
    const rows = await app.database.asOwner('SELECT * FROM auth."twoFactor"');
    const secret = new URL(factor.uri).searchParams.get('secret') ?? '';
    for (const text of [secret, ...factor.recoveryCodes]) expect(JSON.stringify(rows)).not.toContain(text);
  });
});

describe('after the right password', () => {
  it('nothing is open yet', async () => {
    const agent = await halfway();
    await agent.get('/api/v1/session').expect(401);
  });

  it('nothing is said to be open: the audit knows of a sign-in once the code was right, and of each that was not', async () => {
    const said = async () =>
      (
        await app.database.asOwner<{ outcome: string }>(
          `SELECT outcome FROM audit_event WHERE type = 'Session' AND interaction = 'sign-in' AND actor = $1 AND id > $2 ORDER BY id`,
          [`person/${ana.personId}`, last],
        )
      ).map(({ outcome }) => outcome);
    const [{ last } = { last: 0 }] = await app.database.asOwner<{ last: number }>(
      'SELECT max(id) AS last FROM audit_event',
    );
    const agent = await halfway();
    expect(await said()).toEqual([]);
    await totp(agent, await wrongCodeFrom(factor.uri)).expect(401);
    await recovery(agent, 'wrong-codes').expect(401);
    expect(await said()).toEqual(['denied', 'denied']);
    const code = await codeFrom(factor.uri);
    await totp(agent, code).expect(200);
    expect(await said()).toEqual(['denied', 'denied', 'success']);
    await totp(await halfway(), code).expect(401);
    expect(await said()).toEqual(['denied', 'denied', 'success', 'denied']);
  });

  it('the browser has lost the session it had, which is over, and has no mark that the account was used in it', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const count = async (of: string, who: Person) =>
      (
        await app.database.asOwner(`SELECT 1 FROM ${of} JOIN person p ON p.auth_user_id = owner WHERE p.id = $1`, [
          who.personId,
        ])
      ).length;
    const marks = () => count('(SELECT user_id AS owner FROM auth.known_device) d', ana);
    const before = await marks();
    const answer = await person.agent.post('/auth/sign-in/email').send({ email: ana.email, password: PASSWORD });
    expect(answer.body).toEqual({ secondFactor: true });
    expect(await marks()).toBe(before);
    expect(await count('(SELECT "userId" AS owner FROM auth.session) s', person)).toBe(0);
  });

  it('the code of now opens', async () => {
    const agent = await halfway();
    const answer = await totp(agent, await codeFrom(factor.uri)).expect(200);
    expect(answer.body).toEqual({ secondFactor: false });
    expect((await agent.get('/api/v1/session').expect(200)).body.person.email).toBe(ana.email);
  });

  it('a code opens once: whoever saw it typed has nothing', async () => {
    const [first, second] = [await halfway(), await halfway()];
    const code = await codeFrom(factor.uri);
    await totp(first, code).expect(200);
    const answer = await totp(second, code);
    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('CODE_USED');
    await second.get('/api/v1/session').expect(401);
  });

  it('the code that set the app up opens nothing more', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const { body } = await person.agent.post('/api/v1/account/code-app').send({}).expect(200);
    const code = await codeFrom(body.uri);
    await person.agent.post('/api/v1/account/code-app/confirm').send({ code }).expect(200);
    const agent = app.http();
    await agent.post('/auth/sign-in/email').send({ email: person.email, password: PASSWORD }).expect(200);
    const answer = await totp(agent, code);
    expect([answer.status, answer.body.code]).toEqual([401, 'CODE_USED']);
    await agent.get('/api/v1/session').expect(401);
    await forgetUsedCodes(app);
    // The code itself was right.
    await person.agent.post('/api/v1/account/proof/password').send({ password: PASSWORD, code }).expect(204);
  });

  it.each([
    ['a wrong one', () => wrongCodeFrom(factor.uri)],
    ['none', () => Promise.resolve('')],
    ['five digits', () => Promise.resolve('12345')],
    ['a number', () => Promise.resolve(123_456)],
    ['a list', () => Promise.resolve([])],
  ])('%s does not', async (_name, code) => {
    const agent = await halfway();
    const answer = await totp(agent, await code());
    expect([400, 401]).toContain(answer.status);
    await agent.get('/api/v1/session').expect(401);
  });

  it('five wrong ones end the attempt: the right one comes too late', async () => {
    const agent = await halfway();
    for (let i = 0; i < 5; i++) expect((await totp(agent, await wrongCodeFrom(factor.uri))).status).toBe(401);
    expect((await totp(agent, await codeFrom(factor.uri))).status).toBe(400);
    await agent.get('/api/v1/session').expect(401);
    await app.database.asOwner('UPDATE auth."twoFactor" SET "failedVerificationCount" = 0, "lockedUntil" = NULL');
  }, 60_000);

  it('a recovery code opens, once', async () => {
    const [code] = factor.recoveryCodes;
    const agent = await halfway();
    await recovery(agent, code).expect(200);
    await agent.get('/api/v1/session').expect(200);
    const again = await halfway();
    expect((await recovery(again, code)).status).toBe(401);
    await again.get('/api/v1/session').expect(401);
  });

  it('new recovery codes make the old ones worthless', async () => {
    const { body } = await ana.agent.post('/api/v1/account/recovery-codes').send({}).expect(200);
    const agent = await halfway();
    expect((await recovery(agent, factor.recoveryCodes[1])).status).toBe(401);
    await recovery(agent, body.codes[0]).expect(200);
  });

  it('a code without the password before it is worth nothing', async () => {
    const agent = app.http();
    expect((await totp(agent, await codeFrom(factor.uri))).status).toBe(401);
    expect((await recovery(agent, factor.recoveryCodes[2])).status).toBe(401);
  });
});

describe('a browser that asks to be trusted', () => {
  const trusts = async () =>
    (await app.database.asOwner(`SELECT 1 FROM auth.verification WHERE identifier LIKE 'trust-device-%'`)).length;
  const asked = (agent: Agent) => agent.post('/auth/sign-in/email').send({ email: ana.email, password: PASSWORD });
  const newRecoveryCodes = async (): Promise<string[]> =>
    (await ana.agent.post('/api/v1/account/recovery-codes').send({}).expect(200)).body.codes;
  /** Trust from before this was closed, and a browser that is halfway. */
  const trustedBefore = (person: Person) =>
    app.database.asOwner(
      `INSERT INTO auth.verification (id, identifier, value, "expiresAt", "createdAt", "updatedAt")
       SELECT gen_random_uuid()::text, kind || gen_random_uuid(), auth_user_id, now() + interval '30 days', now(), now()
       FROM person, unnest(ARRAY['trust-device-', '2fa-']) AS kind WHERE id = $1`,
      [person.personId],
    );
  const left = async (person: Person) =>
    (
      await app.database.asOwner(
        'SELECT 1 FROM auth.verification v JOIN person p ON p.auth_user_id = v.value WHERE p.id = $1',
        [person.personId],
      )
    ).length;

  it.each([
    ['verify-totp', () => codeFrom(factor.uri)],
    ['verify-backup-code', async () => (await newRecoveryCodes())[0]!],
  ])('at %s is asked for the code again next time', async (door, code) => {
    const agent = await halfway();
    const answer = await agent.post(`/auth/two-factor/${door}`).send({ code: await code(), trustDevice: true });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']?.toString() ?? '').not.toContain('trust_device');
    expect(await trusts()).toBe(0);
    expect((await asked(agent).expect(200)).body).toEqual({ secondFactor: true });
  });

  it('long ago is trusted no more once the app is removed, or the password is new', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    await addCodeApp(person);
    await trustedBefore(person);
    await person.agent.put('/api/v1/account/password').send({ password: 'heron lantern gravel' }).expect(204);
    expect(await left(person)).toBe(0);
    await trustedBefore(person);
    await person.agent.delete('/api/v1/account/code-app').expect(204);
    expect(await left(person)).toBe(0);
    await trustedBefore(person);
    await app.database.asOwner('UPDATE auth."user" SET "emailVerified" = true WHERE email = $1', [person.email]);
    await app.http().post('/api/v1/sign-in/forgot').send({ email: person.email }).expect(204);
    const token = await linkSecret(app, person.email);
    await app.http().post('/api/v1/sign-in/reset').send({ token, password: 'gravel heron lantern' }).expect(204);
    expect(await left(person)).toBe(0);
  });
});
