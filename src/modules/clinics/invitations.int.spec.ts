import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import {
  accept,
  createClinic,
  inviteAndAccept,
  PASSWORD,
  type Person,
  registerPatient,
  signIn,
  type TestClinic,
} from '../../../test/support/people.js';

let app: TestApp;
let north: TestClinic;
let south: TestClinic;
let clinician: Person;
let coordinator: Person;
beforeAll(async () => {
  app = await createTestApp();
  north = await createClinic(app, 'north');
  south = await createClinic(app, 'south');
  clinician = await inviteAndAccept(app, north.admin, { role: 'clinician', profession: 'psychologist' });
  coordinator = await inviteAndAccept(app, north.admin, { role: 'coordinator' });
}, 60_000);
afterAll(() => app?.close());

const invitation = (changes: object = {}) => ({
  id: randomUUID(),
  email: `${randomUUID()}@people.example`,
  name: 'Somebody New',
  role: 'clinician',
  ...changes,
});
const invite = (by: Person, body: object) => by.agent.post('/api/v1/invitations').send(body);
const tokenIn = (link: string) => link.split('/').at(-1);

describe('an invitation', () => {
  it('tells the invited one where to, and nothing about anybody else', async () => {
    const body = invitation({ profession: 'physical-therapist' });
    const made = await invite(north.admin, body).expect(201);
    expect(made.body).toEqual({
      id: body.id,
      link: expect.stringContaining(`${app.url}/invite/`),
      expiresAt: expect.any(String),
    });
    const read = await app
      .http()
      .get(`/api/v1/invitations/${tokenIn(made.body.link)}`)
      .expect(200);
    expect(read.body).toEqual({
      clinicName: 'Clinic north',
      email: body.email,
      name: 'Somebody New',
      role: 'clinician',
      profession: 'physical-therapist',
    });
  });

  it('works once', async () => {
    const body = invitation();
    const { body: made } = await invite(north.admin, body).expect(201);
    await accept(app, made.link);
    await app
      .http()
      .post(`/api/v1/invitations/${tokenIn(made.link)}/accept`)
      .send({ password: PASSWORD })
      .expect(404);
    await app
      .http()
      .get(`/api/v1/invitations/${tokenIn(made.link)}`)
      .expect(404);
    const agent = await signIn(app, body.email);
    expect((await agent.get('/api/v1/session').expect(200)).body).toMatchObject({
      role: 'clinician',
      clinic: { id: north.id },
    });
  });

  it('works once also when two accept at the same moment', async () => {
    const { body: made } = await invite(north.admin, invitation()).expect(201);
    const answers = await Promise.all(
      [1, 2].map(() =>
        app
          .http()
          .post(`/api/v1/invitations/${tokenIn(made.link)}/accept`)
          .send({ password: PASSWORD }),
      ),
    );
    expect(answers.map((answer) => answer.status).filter((status) => status === 204)).toHaveLength(1);
    expect(answers.every((answer) => answer.status < 500)).toBe(true);
  });

  it('expires', async () => {
    const body = invitation();
    const { body: made } = await invite(north.admin, body).expect(201);
    await app.database.asOwner(`UPDATE invitation SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      body.id,
    ]);
    await app
      .http()
      .get(`/api/v1/invitations/${tokenIn(made.link)}`)
      .expect(404);
    await app
      .http()
      .post(`/api/v1/invitations/${tokenIn(made.link)}/accept`)
      .send({ password: PASSWORD })
      .expect(404);
  });

  it('is not found by guessing', async () => {
    for (const token of ['inv_', 'x', 'inv_%27%20OR%201=1', 'a'.repeat(150)])
      expect((await app.http().get(`/api/v1/invitations/${token}`)).body).toMatchObject({
        status: 404,
        code: 'NOT_FOUND',
      });
  });

  it('sent again by a retry gives a new link and stays one invitation; the old link is dead', async () => {
    const body = invitation();
    const first = await invite(north.admin, body).expect(201);
    const second = await invite(north.admin, body).expect(201);
    expect(second.body.id).toBe(first.body.id);
    await app
      .http()
      .get(`/api/v1/invitations/${tokenIn(first.body.link)}`)
      .expect(404);
    await app
      .http()
      .get(`/api/v1/invitations/${tokenIn(second.body.link)}`)
      .expect(200);
    const other = await invite(north.admin, { ...body, role: 'admin' });
    expect(other.body).toMatchObject({ status: 409, code: 'INVITATION_EXISTS' });
  });

  it('is stored as a hash only', async () => {
    const { body: made } = await invite(north.admin, invitation()).expect(201);
    const rows = await app.database.asOwner<{ row: string }>('SELECT i::text AS row FROM invitation i');
    expect(rows.some(({ row }) => row.includes(tokenIn(made.link) ?? '-'))).toBe(false);
  });
});

describe('who may invite whom', () => {
  it.each(['clinician', 'coordinator', 'admin'])('a coordinator may not invite a %s', async (role) => {
    expect((await invite(coordinator, invitation({ role }))).body).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  it('a clinician may invite nobody', async () => {
    await invite(clinician, invitation()).expect(403);
  });

  it('a coordinator invites a patient of the clinic, who is then that patient and nobody else', async () => {
    const patientId = await registerPatient(coordinator, { careTeam: [clinician.personId] });
    const patient = await inviteAndAccept(app, coordinator, { role: 'patient', patientId });
    expect(patient.patientId).toBe(patientId);
    await patient.agent.get(`/api/v1/patients/${patientId}`).expect(200);
    await invite(patient, invitation()).expect(403);
    await patient.agent.get('/api/v1/members').expect(403);
  });

  it("another clinic's patient does not exist for the one who invites", async () => {
    const theirs = await registerPatient(await inviteAndAccept(app, south.admin, { role: 'coordinator' }));
    const answer = await invite(coordinator, invitation({ role: 'patient', patientId: theirs }));
    expect(answer.body).toMatchObject({ status: 404, code: 'NOT_FOUND' });
  });

  it('leaves a trace in the audit, also of the refused attempt', async () => {
    await app.database.asOwner('DELETE FROM audit_event');
    const body = invitation();
    await invite(north.admin, body).expect(201);
    await invite(clinician, invitation()).expect(403);
    const rows = await app.database.asOwner(
      'SELECT actor, role, type, interaction, outcome, object_id FROM audit_event WHERE clinic_id = $1 ORDER BY id',
      [north.id],
    );
    const act = { type: 'Invitation', interaction: 'create' };
    expect(rows).toEqual([
      { ...act, actor: `person/${north.admin.personId}`, role: 'admin', outcome: 'success', object_id: body.id },
      { ...act, actor: `person/${clinician.personId}`, role: 'clinician', outcome: 'denied', object_id: null },
    ]);
  });
});

describe('input', () => {
  it.each<[string, object, string]>([
    ['no e-mail address', { email: 'nobody' }, 'email'],
    ['an unknown role', { role: 'root' }, 'role'],
    ['an empty name', { name: '  ' }, 'name'],
    ['an id that is no UUID', { id: '1' }, 'id'],
    ['a patient without the patient', { role: 'patient' }, 'patientId'],
    ['staff with a patient', { patientId: randomUUID() }, 'patientId'],
    ['an unknown profession', { profession: 'wizard' }, 'profession'],
  ])('%s is refused and named', async (_name, change, path) => {
    const answer = await invite(north.admin, invitation(change));
    expect(answer.body).toMatchObject({ status: 422, code: 'INVALID_INPUT', errors: [{ path }] });
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('an unknown field is refused: a misspelt one must not pass in silence', async () => {
    await invite(north.admin, invitation({ proffession: 'psychologist' })).expect(422);
  });

  it('a short password is refused', async () => {
    const { body: made } = await invite(north.admin, invitation()).expect(201);
    const answer = await app
      .http()
      .post(`/api/v1/invitations/${tokenIn(made.link)}/accept`)
      .send({ password: 'short' });
    expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'password' }] });
  });
});

describe('somebody who works in two clinics', () => {
  it('joins the second with the password of the first, and only with it', async () => {
    const { body: made } = await invite(south.admin, invitation({ email: clinician.email })).expect(201);
    const url = `/api/v1/invitations/${tokenIn(made.link)}/accept`;
    expect((await app.http().post(url).send({ password: 'not the password' })).body).toMatchObject({
      status: 409,
      code: 'ACCOUNT_EXISTS',
    });
    await app.http().post(url).send({ password: PASSWORD }).expect(204);
    const { body } = await clinician.agent.get('/api/v1/session').expect(200);
    expect(body.clinic.id).toBe(north.id);
    expect(body.clinics.map((clinic: { id: string }) => clinic.id).sort()).toEqual([north.id, south.id].sort());
  });

  it('acts in one at a time', async () => {
    const agent = await signIn(app, clinician.email);
    const names = async () =>
      (await agent.get('/api/v1/members').expect(200)).body.items.map((m: { email: string }) => m.email);
    expect(await names()).toContain(north.admin.email);
    await agent.put('/api/v1/session/clinic').send({ clinicId: south.id });
    expect(await names()).toContain(south.admin.email);
    expect(await names()).not.toContain(north.admin.email);
  });

  it('cannot choose a clinic without being a member', async () => {
    const answer = await south.admin.agent.put('/api/v1/session/clinic').send({ clinicId: north.id });
    expect(answer.body).toMatchObject({ status: 404 });
    expect((await south.admin.agent.get('/api/v1/session')).body.clinic.id).toBe(south.id);
  });
});
