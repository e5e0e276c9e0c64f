import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
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
import { until } from '../../../test/support/until.js';
import { SignIn } from '../../platform/auth/sign-in.js';

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
const tryToAccept = async (link: string) =>
  (
    await app
      .http()
      .post(`/api/v1/invitations/${tokenIn(link)}/accept`)
      .send({ password: PASSWORD })
  ).status;

const WAITING = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
/** Somebody else holds what this does until so many connections wait for it: then all go on at the same moment. */
async function whileHeld<T>([sql, values]: [string, unknown[]?], waiting: number, run: () => Promise<T>): Promise<T> {
  const holder = new pg.Client({ connectionString: app.database.ownerUrl });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query(sql, values);
  const running = run();
  await until(`${waiting} wait`, async () => {
    return (await app.database.asOwner(WAITING)).length >= waiting;
  });
  await holder.query('COMMIT');
  await holder.end();
  return running;
}

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
      singleSignOn: false,
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
      .expect(410);
    await app
      .http()
      .get(`/api/v1/invitations/${tokenIn(made.link)}`)
      .expect(410);
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
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 410]);
  });

  it('of one address to two clinics, accepted at the same moment, makes one account with one password', async () => {
    const body = invitation();
    const links = await Promise.all(
      [north, south].map(async ({ admin }) => {
        const { body: made } = await invite(admin, { ...body, id: randomUUID() }).expect(201);
        return made.link;
      }),
    );
    const passwords = [`${PASSWORD} north`, `${PASSWORD} south`];
    const answers = await Promise.all(
      links.map((link, i) =>
        app
          .http()
          .post(`/api/v1/invitations/${tokenIn(link)}/accept`)
          .send({ password: passwords[i] }),
      ),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([204, 409]);
    await signIn(app, body.email, passwords[answers.findIndex((answer) => answer.status === 204)]);
  });

  // An account is made before its person: whoever ended in between left one without.
  it('of an account that is nobody’s yet, accepted in two clinics at the same moment, makes one person', async () => {
    const body = invitation();
    await app.nest.get(SignIn).accounts.ensure({ ...body, password: PASSWORD, emailVerified: true });
    const links = await Promise.all(
      [north, south].map(async ({ admin }) => {
        const { body: made } = await invite(admin, { ...body, id: randomUUID() }).expect(201);
        return made.link;
      }),
    );
    const accepting = await whileHeld(['LOCK TABLE person IN EXCLUSIVE MODE'], 2, () =>
      Promise.all(links.map(tryToAccept)),
    );
    expect(await accepting).toEqual([204, 204]);
    const agent = await signIn(app, body.email);
    expect((await agent.get('/api/v1/session').expect(200)).body.clinics).toHaveLength(2);
  });

  it('of one address, made twice at the same moment, is one: the second is told that there is one', async () => {
    const body = invitation();
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => invite(north.admin, { ...body, id: randomUUID() }).then(({ status }) => status)),
    );
    expect(answers.sort()).toEqual([201, 409, 409, 409]);
  });

  it('of two patients at one address, made at the same moment, is one’s', async () => {
    const body = invitation({ role: 'patient' });
    const patients = await Promise.all([1, 2, 3].map(() => registerPatient(coordinator)));
    const answers = await Promise.all(
      patients.map((patientId) =>
        invite(coordinator, { ...body, patientId, id: randomUUID() }).then(({ status }) => status),
      ),
    );
    expect(answers.sort()).toEqual([201, 409, 409]);
  });

  it('that is taken back in the moment in which somebody accepts it is unknown, not used', async () => {
    const body = invitation();
    const { body: made } = await invite(north.admin, body).expect(201);
    const accepting = await whileHeld(['UPDATE invitation SET revoked_at = now() WHERE id = $1', [body.id]], 1, () =>
      tryToAccept(made.link),
    );
    expect(await accepting).toBe(404);
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

describe('guessing the password of an account through an invitation', () => {
  const attempt = (link: string, password: string) =>
    app
      .http()
      .post(`/api/v1/invitations/${tokenIn(link)}/accept`)
      .send({ password });
  const statuses = async (link: string, passwords: string[]) => {
    const found: number[] = [];
    for (const password of passwords) found.push((await attempt(link, password)).status);
    return found;
  };
  const wrong = (count: number) => Array.from({ length: count }, (_, i) => `wrong guess ${i}`);

  it('ends after five: then the invitation is unknown, also with the right password', async () => {
    const { body: made } = await invite(south.admin, invitation({ email: coordinator.email })).expect(201);
    expect(await statuses(made.link, [...wrong(6), PASSWORD])).toEqual([409, 409, 409, 409, 409, 404, 404]);
    await app
      .http()
      .get(`/api/v1/invitations/${tokenIn(made.link)}`)
      .expect(404);
  });

  it('ends after five also when they come at the same moment', async () => {
    const { body: made } = await invite(south.admin, invitation({ email: coordinator.email })).expect(201);
    const answers = await Promise.all(wrong(12).map((password) => attempt(made.link, password)));
    expect(answers.filter((answer) => answer.status === 409)).toHaveLength(5);
    expect(answers.filter((answer) => answer.status === 404)).toHaveLength(7);
  });

  it('leaves four mistakes to the one it is for', async () => {
    const person = await inviteAndAccept(app, north.admin, { role: 'clinician' });
    const { body: made } = await invite(south.admin, invitation({ email: person.email })).expect(201);
    expect(await statuses(made.link, [...wrong(4), PASSWORD])).toEqual([409, 409, 409, 409, 204]);
  });

  it('starts anew with a new link', async () => {
    const body = invitation({ email: coordinator.email });
    const { body: first } = await invite(south.admin, body).expect(201);
    await statuses(first.link, wrong(5));
    const { body: second } = await invite(south.admin, body).expect(201);
    expect(await statuses(second.link, wrong(1))).toEqual([409]);
  });
});

describe('asking through an invitation whether an address has an account', () => {
  const acceptWith = (link: string, body: object) =>
    app
      .http()
      .post(`/api/v1/invitations/${tokenIn(link)}/accept`)
      .send(body);
  const said = async (email: string, body: object) => {
    const { body: made } = await invite(south.admin, invitation({ email })).expect(201);
    const { status, body: answer } = await acceptWith(made.link, body);
    await south.admin.agent.delete(`/api/v1/invitations/${made.id}`).expect(204);
    return { status, code: answer.code, detail: answer.detail, errors: answer.errors };
  };

  it.each([
    ['no password', {}],
    ['a password that every account here refuses', { password: 'Clinic South 26', name: 'Somebody' }],
  ])('%s is answered alike, whether there is one or not', async (_name, body) => {
    const [stranger, known] = [await said(`${randomUUID()}@people.example`, body), await said(clinician.email, body)];
    expect(known).toEqual(stranger);
    expect(known).toMatchObject({ status: 422, errors: [{ path: 'password' }] });
  });

  it('signed in with another address reads that, alike whether there is an account or not', async () => {
    const answers = [];
    for (const email of [`${randomUUID()}@people.example`, clinician.email]) {
      const { body: made } = await invite(south.admin, invitation({ email })).expect(201);
      const { body } = await coordinator.agent.post(`/api/v1/invitations/${tokenIn(made.link)}/accept`).send({});
      await south.admin.agent.delete(`/api/v1/invitations/${made.id}`).expect(204);
      answers.push([body.status, body.code, body.detail, body.errors]);
    }
    expect(answers[1]).toEqual(answers[0]);
    // A page would say a field's fault instead of the sentence.
    expect(answers[0]).toEqual([
      422,
      'PASSWORD_NEEDED',
      expect.stringMatching(/^You are signed in with another/),
      undefined,
    ]);
  });

  it('without a password costs an attempt of five', async () => {
    for (const email of [`${randomUUID()}@people.example`, clinician.email]) {
      const { body: made } = await invite(south.admin, invitation({ email })).expect(201);
      const found = [];
      for (let i = 0; i < 6; i++) found.push((await acceptWith(made.link, {})).status);
      expect(found).toEqual([422, 422, 422, 422, 422, 404]);
    }
  });
});

describe('accepting an invitation', () => {
  const acceptAnswer = (link: string) =>
    app
      .http()
      .post(`/api/v1/invitations/${tokenIn(link)}/accept`)
      .send({ password: PASSWORD });
  /** Accepting is refused with a sentence, and the invitation stays as it was. */
  const expectConflict = async (link: string) => {
    for (let i = 0; i < 6; i++)
      expect((await acceptAnswer(link)).body).toMatchObject({ status: 409, code: 'INVITATION_CONFLICT' });
    await app
      .http()
      .get(`/api/v1/invitations/${tokenIn(link)}`)
      .expect(200);
  };
  const personOf = async (patientId: string) =>
    (await app.database.asOwner<{ id: string }>('SELECT person_id AS id FROM patient WHERE id = $1', [patientId]))[0]
      ?.id;
  const membership = async (personId: string) =>
    (
      await app.database.asOwner('SELECT role, profession FROM membership WHERE clinic_id = $1 AND person_id = $2', [
        north.id,
        personId,
      ])
    )[0];

  it('leaves a trace in the audit: who became what, about whom', async () => {
    const patientId = await registerPatient(coordinator);
    await app.database.asOwner('DELETE FROM audit_event');
    const caregiver = await inviteAndAccept(app, coordinator, { role: 'caregiver', patientId });
    const staff = await inviteAndAccept(app, north.admin, { role: 'clinician' });
    const rows = await app.database.asOwner(
      `SELECT e.clinic_id, e.actor, e.role, e.interaction, e.outcome, e.patient_id, i.role AS invited
       FROM audit_event e JOIN invitation i ON i.id::text = e.object_id WHERE e.type = 'Member' ORDER BY e.id`,
    );
    const act = { clinic_id: north.id, interaction: 'create', outcome: 'success' };
    expect(rows).toEqual([
      { ...act, actor: `person/${caregiver.personId}`, role: 'caregiver', patient_id: patientId, invited: 'caregiver' },
      { ...act, actor: `person/${staff.personId}`, role: 'clinician', patient_id: null, invited: 'clinician' },
    ]);
  });

  it('as a second patient is refused: a person is one patient of a clinic', async () => {
    const first = await registerPatient(coordinator);
    const patient = await inviteAndAccept(app, coordinator, { role: 'patient', patientId: first });
    const second = await registerPatient(coordinator);
    const body = invitation({ role: 'patient', patientId: second });
    const { body: made } = await invite(coordinator, body).expect(201);
    // They have changed to the same address since.
    await app.database.asOwner('UPDATE invitation SET email = $2 WHERE id = $1', [body.id, patient.email]);
    await expectConflict(made.link);
    expect([await personOf(first), await personOf(second)]).toEqual([patient.personId, null]);
    const again = await coordinator.agent.post(`/api/v1/invitations/${body.id}/resend`).send({});
    expect([again.status, again.body.code]).toEqual([409, 'ADDRESS_IN_USE']);
  });

  it('at the address of another patient’s account is refused before a mail goes there, and says which field', async () => {
    const [zoe, juno, couple] = [
      await registerPatient(coordinator),
      await registerPatient(coordinator),
      await registerPatient(coordinator),
    ];
    const patient = await inviteAndAccept(app, coordinator, { role: 'patient', patientId: juno });
    const at = (email: string, patientId: string) =>
      invite(coordinator, invitation({ email, role: 'patient', patientId }));
    const refused = await at(patient.email.toUpperCase(), zoe).expect(409);
    expect(refused.body).toMatchObject({ code: 'ADDRESS_IN_USE', errors: [{ path: 'email' }] });
    expect(refused.text).not.toContain(juno);
    const kept = await app.database.asOwner('SELECT 1 FROM invitation WHERE patient_id = $1', [zoe]);
    expect(kept).toEqual([]);
    // One mailbox, two who have not come yet: whoever is invited first.
    const email = `${randomUUID()}@people.example`;
    const first = await at(email, zoe).expect(201);
    expect((await at(email, couple).expect(409)).body.code).toBe('ADDRESS_IN_USE');
    await coordinator.agent.delete(`/api/v1/invitations/${first.body.id}`).expect(204);
    await at(email, couple).expect(201);
    // Their own account is no other one's, and who looks on is somebody else.
    await at(patient.email, juno).expect(201);
    await invite(coordinator, invitation({ email, role: 'caregiver', patientId: juno })).expect(201);
  });

  it('says nothing about addresses of another clinic', async () => {
    const there = await inviteAndAccept(app, south.admin, { role: 'coordinator' });
    const theirs = await registerPatient(there, { email: `${randomUUID()}@people.example` });
    const patient = await inviteAndAccept(app, there, { role: 'patient', patientId: theirs });
    const here = await registerPatient(coordinator);
    await invite(coordinator, invitation({ email: patient.email, role: 'patient', patientId: here })).expect(201);
  });

  it("never takes a patient's record from the person it belongs to", async () => {
    const patientId = await registerPatient(coordinator);
    const patient = await inviteAndAccept(app, coordinator, { role: 'patient', patientId });
    const { body } = await invite(coordinator, invitation({ role: 'patient', patientId })).expect(201);
    await expectConflict(body.link);
    expect(await personOf(patientId)).toBe(patient.personId);
    const again = await invite(coordinator, invitation({ email: patient.email, role: 'patient', patientId }));
    expect((await acceptAnswer(again.body.link)).status).toBe(204);
  });

  it('in another role than the present one is refused, and the role stays', async () => {
    const patientId = await registerPatient(coordinator);
    const care = { role: 'caregiver', patientId, agreedHow: 'on-paper' };
    const email = `${randomUUID()}@people.example`;
    const { body: asCaregiver } = await invite(coordinator, invitation({ email, ...care })).expect(201);
    const staff = await inviteAndAccept(app, north.admin, { email, role: 'clinician', profession: 'psychologist' });
    await expectConflict(asCaregiver.link);
    expect(await membership(staff.personId)).toEqual({ role: 'clinician', profession: 'psychologist' });

    const caregiver = await inviteAndAccept(app, coordinator, { role: 'caregiver', patientId });
    const { body: asStaff } = await invite(north.admin, invitation({ email: caregiver.email })).expect(201);
    await expectConflict(asStaff.link);
    expect(await membership(caregiver.personId)).toEqual({ role: 'caregiver', profession: null });
  });

  it('in the same role may bring a new profession, and takes none away', async () => {
    const staff = await inviteAndAccept(app, north.admin, { role: 'clinician', profession: 'psychologist' });
    const again = { email: staff.email, role: 'clinician' } as const;
    await inviteAndAccept(app, north.admin, { ...again, profession: 'pharmacist' });
    await inviteAndAccept(app, north.admin, again);
    expect(await membership(staff.personId)).toEqual({ role: 'clinician', profession: 'pharmacist' });
  });

  it('after the membership has ended makes a member again, in the new role', async () => {
    const staff = await inviteAndAccept(app, north.admin, { role: 'clinician', profession: 'psychologist' });
    await app.database.asOwner('UPDATE membership SET active = false WHERE person_id = $1', [staff.personId]);
    const back = await inviteAndAccept(app, north.admin, { email: staff.email, role: 'coordinator' });
    expect(back.role).toBe('coordinator');
    expect(await membership(staff.personId)).toEqual({ role: 'coordinator', profession: null });
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

  it.each(['short', 'qwertyuiop1', 'stepwell-2026', 'Clinic North 26'])(
    'the password %s is refused',
    async (password) => {
      const { body: made } = await invite(north.admin, invitation()).expect(201);
      const answer = await app
        .http()
        .post(`/api/v1/invitations/${tokenIn(made.link)}/accept`)
        .send({ password });
      expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'password' }] });
    },
  );
});

describe('an address', () => {
  it('is taken without the blanks that phones put around it, and is no password of whoever has it', async () => {
    const { body: made } = await invite(north.admin, invitation({ email: ' Carla.Weber@harbour.example ' })).expect(
      201,
    );
    const url = `/api/v1/invitations/${tokenIn(made.link)}/accept`;
    for (const password of ['carla.weber@harbour.example', 'Carla.Weber1', 'weber-harbour']) {
      const answer = await app.http().post(url).send({ password });
      expect(answer.body).toMatchObject({ status: 422, errors: [{ path: 'password' }] });
    }
    await app.http().post(url).send({ password: PASSWORD }).expect(204);
    await signIn(app, 'carla.weber@harbour.example');
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
