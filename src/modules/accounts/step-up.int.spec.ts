import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { addCodeApp, ageProof, codeFrom, forgetUsedCodes, wrongCodeFrom } from '../../../test/support/code-app.js';
import { mailsTo } from '../../../test/support/mails.js';
import {
  createClinic,
  inviteAndAccept,
  PASSWORD,
  type Person,
  registerPatient,
  signIn,
  type TestClinic,
} from '../../../test/support/people.js';

let app: TestApp;
let clinic: TestClinic;
let ana: Person;
beforeAll(async () => {
  app = await createTestApp();
  clinic = await createClinic(app, 'stepup');
  ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
}, 60_000);
afterAll(() => app?.close());
beforeEach(() => app.database.asOwner('DELETE FROM auth.sign_in_attempt'));

const staff = () => ({ id: randomUUID(), email: `${randomUUID()}@people.example`, name: 'New', role: 'admin' });

/** Every act that an open session alone does not allow. Right input each: only the proof decides. */
const ACTS: [string, (person: Person) => PromiseLike<{ status: number; body: { code?: string } }>][] = [
  ['changing the address', (p) => p.agent.put('/api/v1/account/email').send({ email: 'other@people.example' })],
  ['changing the password', (p) => p.agent.put('/api/v1/account/password').send({ password: PASSWORD })],
  ['adding an authenticator app', (p) => p.agent.post('/api/v1/account/code-app').send({})],
  ['finishing that', (p) => p.agent.post('/api/v1/account/code-app/confirm').send({ code: '123456' })],
  ['removing it', (p) => p.agent.delete('/api/v1/account/code-app')],
  ['new recovery codes', (p) => p.agent.post('/api/v1/account/recovery-codes').send({})],
  ['adding a passkey', (p) => p.agent.post('/api/v1/account/passkeys/options').send({})],
  [
    'finishing that',
    (p) => p.agent.post('/api/v1/account/passkeys').send({ name: 'x', response: { id: 'x', response: {} } }),
  ],
  ['naming a passkey', (p) => p.agent.put('/api/v1/account/passkeys/none').send({ name: 'x' })],
  ['removing a passkey', (p) => p.agent.delete('/api/v1/account/passkeys/none')],
  ['handing out a role', (p) => p.agent.post('/api/v1/invitations').send(staff())],
  ['handing it out again', (p) => p.agent.post(`/api/v1/invitations/${randomUUID()}/resend`).send({})],
  [
    'giving a member another role',
    (p) => p.agent.put(`/api/v1/members/${randomUUID()}`).send({ role: 'admin', profession: null, active: true }),
  ],
  ['making two records one', (p) => p.agent.post(`/api/v1/merges/${randomUUID()}/execute`).send({})],
  ['making them two again', (p) => p.agent.post(`/api/v1/merges/${randomUUID()}/undo`).send({})],
  ['changing the clinic', (p) => p.agent.put('/api/v1/clinic').send({ secondFactor: 'optional' })],
];

/** The same of acts that are a coordinator's. */
const OF_COORDINATORS: typeof ACTS = [
  [
    'offering a patient to another clinic',
    (p) =>
      p.agent
        .post('/api/v1/transfers')
        .send({ id: randomUUID(), patientId: randomUUID(), toName: 'South', agreedOn: '2026-11-01' }),
  ],
  [
    'taking a patient over',
    (p) =>
      p.agent.post('/api/v1/transfers/accept').send({
        code: 'xfer_unknown',
        patientId: randomUUID(),
        careTeam: [],
        contactPersonId: null,
        monitoringConsent: false,
      }),
  ],
];

describe('a dangerous act', () => {
  it.each(ACTS)('%s: refused eleven minutes after the last proof, with a way on', async (_name, act) => {
    await ageProof(app, clinic.admin, 11);
    expect(await act(clinic.admin)).toMatchObject({ status: 403, body: { code: 'PROOF_NEEDED' } });
  });

  it.each(ACTS)('%s: not refused for that within ten', async (_name, act) => {
    await ageProof(app, clinic.admin, 9);
    const { status, body } = await act(clinic.admin);
    expect([status, body.code]).not.toEqual([403, 'PROOF_NEEDED']);
    await app.database.asOwner('UPDATE auth."user" SET "twoFactorEnabled" = false');
  });

  it.each(OF_COORDINATORS)('%s: the same of a coordinator', async (_name, act) => {
    const coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    await ageProof(app, coordinator, 11);
    expect(await act(coordinator)).toMatchObject({ status: 403, body: { code: 'PROOF_NEEDED' } });
    await ageProof(app, coordinator, 9);
    expect((await act(coordinator)).body.code).not.toBe('PROOF_NEEDED');
  });

  it('is none of inviting a patient, of reading, of ending sessions', async () => {
    const coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
    const patientId = await registerPatient(coordinator);
    await ageProof(app, coordinator, 600);
    const { agent } = coordinator;
    await agent
      .post('/api/v1/invitations')
      .send({ ...staff(), role: 'patient', patientId })
      .expect(201);
    await agent.get('/api/v1/account').expect(200);
    await agent.delete('/api/v1/account/sessions').expect(204);
  });
});

describe('a proof', () => {
  const prove = (person: Person, body: object) => person.agent.post('/api/v1/account/proof/password').send(body);
  const act = (person: Person) => person.agent.post('/api/v1/account/code-app').send({});

  it('by the password lets the act through', async () => {
    await ageProof(app, ana, 60);
    expect((await act(ana)).body.code).toBe('PROOF_NEEDED');
    await prove(ana, { password: 'wrong horse battery' }).expect(403);
    expect((await act(ana)).body.code).toBe('PROOF_NEEDED');
    await prove(ana, { password: PASSWORD }).expect(204);
    await act(ana).expect(200);
  });

  it('holds for this session only', async () => {
    const other = { ...ana, agent: await signIn(app, ana.email) };
    await ageProof(app, ana, 60);
    await prove(ana, { password: PASSWORD }).expect(204);
    expect((await act(other)).body.code).toBe('PROOF_NEEDED');
  });

  it('by guessing is slowed down like guessing at the sign-in', async () => {
    const statuses: number[] = [];
    for (let i = 0; i < 11; i++) statuses.push((await prove(ana, { password: `guess number ${i}` })).status);
    expect(statuses.slice(0, 5)).toEqual([403, 403, 403, 403, 403]);
    expect(statuses.at(-1)).toBe(429);
  }, 60_000);

  it('with an authenticator app takes both, and no code twice', async () => {
    const noor = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const { uri } = await addCodeApp(noor);
    await forgetUsedCodes(app);
    await ageProof(app, noor, 60);
    const code = await codeFrom(uri);
    await prove(noor, { password: PASSWORD }).expect(403);
    await prove(noor, { password: PASSWORD, code: await wrongCodeFrom(uri) }).expect(403);
    await prove(noor, { password: 'wrong horse battery', code }).expect(403);
    await prove(noor, { password: PASSWORD, code }).expect(204);
    await noor.agent.post('/api/v1/account/recovery-codes').send({}).expect(200);
    await prove(noor, { password: PASSWORD, code }).expect(403);
    await forgetUsedCodes(app);
    await prove(noor, { password: PASSWORD, code: await codeFrom(uri) }).expect(204);
  }, 60_000);

  it.each([
    ['nothing', {}],
    ['no text', { password: 1 }],
    ['a password of 10,000 characters', { password: 'x'.repeat(10_000) }],
    ['a code of letters', { password: PASSWORD, code: 'abcdef' }],
    ['something more', { password: PASSWORD, admin: true }],
  ])('of %s is bad input', async (_name, body) => {
    expect((await prove(ana, body)).status).toBe(422);
  });
});

describe('a changed password', () => {
  it('ends the other sessions, keeps this one, and is told by mail', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    await app.database.asOwner('UPDATE auth."user" SET "emailVerified" = true WHERE email = $1', [person.email]);
    const other = await signIn(app, person.email);
    await person.agent.put('/api/v1/account/password').send({ password: 'a new horse battery' }).expect(204);
    await other.get('/api/v1/session').expect(401);
    await person.agent.get('/api/v1/session').expect(200);
    await signIn(app, person.email, 'a new horse battery');
    await expect(signIn(app, person.email)).rejects.toThrow('401');
    expect((await mailsTo(app, person.email))[0]?.text).toContain('password of your Stepwell account was changed');
  });

  it.each([
    ['too short', 'nine char'],
    ['too long', 'x'.repeat(201)],
    ['on a list of stolen ones', 'Basketball'],
  ])('is refused when it is %s', async (_name, password) => {
    const answer = await clinic.admin.agent.put('/api/v1/account/password').send({ password });
    expect(answer.status).toBe(422);
    expect(answer.body.errors[0].path).toBe('password');
  });
});
