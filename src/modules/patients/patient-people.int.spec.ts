import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { accept, createClinic, ok, PASSWORD, type Person, signIn } from '../../../test/support/people.js';

let app: TestApp;
let circle: CareCircle;

beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'people'), 'Walker');
}, 120_000);
afterAll(() => app?.close());

const registration = (change: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  givenName: 'Rosa',
  familyName: 'Referred',
  birthDate: '1961-02-03',
  timeZone: 'Europe/Berlin',
  careTeam: [circle.treating.personId],
  monitoringConsent: true,
  ...change,
});
const referral = (change: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  givenName: 'Rosa',
  familyName: 'Referred',
  birthDate: '1961-02-03',
  gender: null,
  email: 'rosa@people.example',
  phone: null,
  language: 'de',
  question: 'Back pain for two years; wishes to work again.',
  urgent: false,
  fromName: 'Dr. Practice',
  fromOrganisation: null,
  ...change,
});

describe('a care team', () => {
  it('grows by colleagues, shrinks by coordinators, and decides who sees the patient', async () => {
    const { treating, colleague, coordinator, patientId } = circle;
    const put = (by: Person, personIds: string[], contactPersonId: string | null = null) =>
      by.agent.put(`/api/v1/patients/${patientId}/care-team`).send({ personIds, contactPersonId });
    const ids = [treating.personId, colleague.personId];
    await put(treating, ids, colleague.personId).expect(204);
    const { body } = await colleague.agent.get(`/api/v1/patients/${patientId}`).expect(200);
    expect(body.contact.personId).toBe(colleague.personId);
    await put(treating, [treating.personId]).expect(422);
    await put(treating, [...ids, circle.patient.personId]).expect(422);
    await put(coordinator, [treating.personId], treating.personId).expect(204);
    await colleague.agent.get(`/api/v1/patients/${patientId}`).expect(404);
  });
});

describe('who a patient is', () => {
  const identity = { givenName: 'Júne', familyName: 'Stroller', birthDate: '1971-04-03', gender: 'female' };
  const of = () => `/api/v1/patients/${circle.patientId}`;
  const version = async () => (await circle.treating.agent.get(of()).expect(200)).body.version as number;
  const put = (by: Person, body: object) => by.agent.put(`${of()}/identity`).send(body);
  const correct = async (by: Person, body: object) => put(by, { version: await version(), ...body });
  const accountName = async () => (await circle.patient.agent.get('/api/v1/session').expect(200)).body.person.name;

  it('was taken down wrongly: the team corrects it, the record keeps what stood there, the audit who it was', async () => {
    const { treating, coordinator, patient, patientId } = circle;
    const before = await treating.agent.get(`/fhir/Patient/${patientId}`).expect(200);
    expect((await correct(coordinator, identity)).status).toBe(204);
    const own = await patient.agent.get(`/api/v1/patients/${patientId}`).expect(200);
    expect(own.body).toMatchObject({ ...identity, name: 'Júne Stroller' });
    const found = await coordinator.agent.get('/api/v1/patients?query=june%20str').expect(200);
    expect(found.body.items).toMatchObject([{ id: patientId }]);
    const after = await treating.agent.get(`/fhir/Patient/${patientId}`).expect(200);
    expect(after.body).toMatchObject({
      name: [{ family: 'Stroller', given: ['Júne'] }],
      birthDate: '1971-04-03',
      gender: 'female',
    });
    const old = await treating.agent
      .get(`/fhir/Patient/${patientId}/_history/${before.body.meta.versionId}`)
      .expect(200);
    expect(old.body).toEqual(before.body);
    const [act] = await app.database.asOwner<object>(
      `SELECT actor, patient_id AS patient, interaction FROM audit_event WHERE type = 'Identity' AND outcome = 'success'`,
    );
    expect(act).toEqual({
      actor: expect.stringContaining(coordinator.personId),
      patient: patientId,
      interaction: 'update',
    });
  });

  it.each([
    ['a name of spaces', { givenName: ' ' }, 'givenName'],
    ['a birth day to come', { birthDate: '2999-01-01' }, 'birthDate'],
    ['no day at all', { birthDate: '1971-02-30' }, 'birthDate'],
    ['an unknown gender', { gender: 'nobody' }, 'gender'],
  ])('is judged as at registration: %s', async (_name, wrong, path) => {
    const { body } = await put(circle.treating, { version: 1, ...identity, ...wrong }).expect(422);
    expect(body.errors).toMatchObject([{ path }]);
  });

  it('stays whole when name and telephone are changed at the same moment', async () => {
    const { treating, coordinator, patientId } = circle;
    const contact = { email: null, phone: '+49 30 7', language: null };
    for (let round = 0; round < 5; round++) {
      const familyName = `Stroller ${'abcde'[round]}`;
      const seen = await version();
      await Promise.all([
        put(coordinator, { version: seen, ...identity, familyName }).expect(204),
        treating.agent
          .put(`/api/v1/patients/${patientId}/contact`)
          .send({ version: seen, ...contact, phone: `+49 30 7${round}` })
          .expect(204),
      ]);
      const { body } = await treating.agent.get(`/fhir/Patient/${patientId}`).expect(200);
      expect(body).toMatchObject({ name: [{ family: familyName }], telecom: [{ value: `+49 30 7${round}` }] });
    }
  });

  it('is not undone by whoever had read it before it was corrected, in name or contact', async () => {
    const { treating, coordinator } = circle;
    const seen = await version();
    const hers = { version: seen, ...identity, givenName: 'Jane' };
    await put(coordinator, hers).expect(204);
    const late = await put(treating, { version: seen, ...identity, birthDate: '1971-04-30' });
    expect([late.status, late.body.code]).toEqual([409, 'PATIENT_CHANGED']);
    expect(late.body.detail).toContain(`version ${await version()}`);
    const { body } = await treating.agent.get(of()).expect(200);
    expect(body).toMatchObject({ givenName: 'Jane', birthDate: identity.birthDate });
    // Whoever lost the answer asks again, and nothing becomes of it.
    await put(coordinator, hers).expect(204);
    expect(await version()).toBe(body.version);

    const contact = { version: body.version, email: null, phone: '+49 30 1', language: null };
    await treating.agent.put(`${of()}/contact`).send(contact).expect(204);
    await coordinator.agent
      .put(`${of()}/contact`)
      .send({ ...contact, phone: '+49 30 2' })
      .expect(409);
    await put(treating, { version: 999, ...identity }).expect(409);
  });

  it('is written as one: of two corrections at the same moment one is told of the other', async () => {
    const { treating, coordinator } = circle;
    const seen = await version();
    const both = await Promise.all([
      put(treating, { version: seen, ...identity, givenName: 'Joan' }),
      put(coordinator, { version: seen, ...identity, givenName: 'Jill' }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([204, 409]);
  });

  it('is what the patient’s account is called, unless it has a name of its own', async () => {
    const { treating, patient } = circle;
    const name = (given: string) => ({ ...identity, givenName: given, familyName: 'Walker' });
    const setAccount = (to: string) =>
      app.database.asOwner('UPDATE person SET name = $2 WHERE id = $1', [patient.personId, to]);
    await correct(treating, name('Jnue'));
    await setAccount('Jnue Walker');
    await correct(treating, name('June'));
    expect(await accountName()).toBe('June Walker');
    await setAccount('Junie');
    await correct(treating, name('Juno'));
    expect(await accountName()).toBe('Junie');
  });

  it('does not rename an account that works elsewhere: its name is not this clinic’s', async () => {
    const { treating, patient } = circle;
    const elsewhere = await createClinic(app, 'elsewhere');
    await app.database.asOwner(
      `INSERT INTO membership (clinic_id, person_id, role, profession) VALUES ($1, $2, 'clinician', 'physician')`,
      [elsewhere.id, patient.personId],
    );
    await app.database.asOwner(`UPDATE person SET name = 'Juno Walker' WHERE id = $1`, [patient.personId]);
    await correct(treating, { ...identity, givenName: 'Head', familyName: 'Physician' });
    const [account] = await app.database.asOwner<{ name: string }>('SELECT name FROM person WHERE id = $1', [
      patient.personId,
    ]);
    expect(account!.name).toBe('Juno Walker');
    await app.database.asOwner('DELETE FROM membership WHERE clinic_id = $1 AND person_id = $2', [
      elsewhere.id,
      patient.personId,
    ]);
  });
});

describe('the ways to reach a patient', () => {
  it('are the patient’s own to change, in the columns and in FHIR', async () => {
    const contact = { email: 'june@new.example', phone: '+49 30 1234567', language: 'pt-BR' };
    const { version } = (await circle.patient.agent.get(`/api/v1/patients/${circle.patientId}`).expect(200)).body;
    await circle.patient.agent
      .put(`/api/v1/patients/${circle.patientId}/contact`)
      .send({ version, ...contact })
      .expect(204);
    const { body } = await circle.treating.agent.get(`/api/v1/patients/${circle.patientId}`).expect(200);
    expect(body).toMatchObject(contact);
    const fhir = await circle.treating.agent.get(`/fhir/Patient/${circle.patientId}`).expect(200);
    expect(fhir.body.telecom).toEqual([
      { system: 'phone', value: contact.phone },
      { system: 'email', value: contact.email },
    ]);
    await circle.patient.agent
      .put(`/api/v1/patients/${circle.patientId}/contact`)
      .send({ version, ...contact, language: 'klingon!' })
      .expect(422);
  });

  it('come with a Patient in FHIR as well', async () => {
    const { body } = await request(app.url)
      .post('/fhir/Patient')
      .set('authorization', `Bearer ${circle.token}`)
      .set('content-type', 'application/fhir+json')
      .send(
        JSON.stringify({
          resourceType: 'Patient',
          name: [{ family: 'Spoken', given: ['Otto'] }],
          telecom: [{ system: 'phone', value: '+49 40 7654321' }],
          communication: [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'tr' }] }, preferred: true }],
        }),
      )
      .expect(201);
    const detail = await circle.coordinator.agent.get(`/api/v1/patients/${body.id}`).expect(200);
    expect(detail.body).toMatchObject({ phone: '+49 40 7654321', language: 'tr' });
  });
});

describe('a name', () => {
  it.each([
    ['Žofia', 'Kovář', ['zofia', 'ŽOFIA', 'Zofia', 'kovar', 'Kova']],
    ['Łucja Maria', 'Weiß', ['lucja', 'weiss', 'maria']],
    // The accent is a letter of its own here, as some keyboards send it.
    ['Zoe\u0308', 'Ørsted', ['Zoë', 'zoe', 'orsted']],
  ])('%s %s is found without regard to accents', async (given, family, texts) => {
    const { body } = await request(app.url)
      .post('/fhir/Patient')
      .set('authorization', `Bearer ${circle.token}`)
      .set('content-type', 'application/fhir+json')
      .send(JSON.stringify({ resourceType: 'Patient', name: [{ family, given: [given] }] }))
      .expect(201);
    for (const text of texts) {
      const word = encodeURIComponent(text);
      const list = await circle.coordinator.agent.get(`/api/v1/patients?query=${word}`).expect(200);
      const names = await circle.colleague.agent.get(`/api/v1/patient-names?query=${word}`).expect(200);
      const fhir = await circle.coordinator.agent.get(`/fhir/Patient?name=${word}`).expect(200);
      const found = [
        list.body.items.map(({ id }: { id: string }) => id),
        names.body.items.map(({ id }: { id: string }) => id),
        (fhir.body.entry ?? []).map((entry: { resource: { id: string } }) => entry.resource.id),
      ];
      expect([text, ...found]).toEqual([text, [body.id], [body.id], [body.id]]);
    }
  });
});

describe('followers', () => {
  const path = () => `/api/v1/patients/${circle.patientId}/followers`;

  it('see what the patient chose, until when the patient chose, and nothing after the end', async () => {
    const { patient, patientId, treating } = circle;
    const email = `daughter-${randomUUID()}@people.example`;
    const until = new Date(Date.now() + 3_600_000).toISOString();
    const { body: link } = await patient.agent
      .post(path())
      .send({ id: randomUUID(), email, name: 'Dora Daughter', relationship: 'daughter', categories: ['visits'], until })
      .expect(ok);
    const waiting = await patient.agent.get(path()).expect(200);
    expect(waiting.body.invited).toMatchObject([{ email, categories: ['visits'], until, relationship: 'daughter' }]);
    await accept(app, link.link);
    const agent = await signIn(app, email);
    await agent.get(`/api/v1/patients/${patientId}`).expect(404);
    await agent.get('/api/v1/visits').expect(200);
    const list = await patient.agent.get(path()).expect(200);
    const dora = list.body.items.find((item: { email: string }) => item.email === email);
    expect(dora).toMatchObject({ relationship: 'daughter', categories: ['visits'], until, isActive: true });
    await patient.agent
      .put(`${path()}/${dora.personId}`)
      .send({ categories: ['trends', 'visits'], until: null })
      .expect(ok);
    await agent.get(`/api/v1/patients/${patientId}`).expect(200);
    await treating.agent
      .put(`${path()}/${dora.personId}`)
      .send({ categories: ['trends', 'notes'], until: null })
      .expect(403);
    await treating.agent.post(`${path()}/${dora.personId}/end`).send({}).expect(ok);
    await agent.get(`/api/v1/patients/${patientId}`).expect(404);
    await patient.agent.post(`${path()}/${dora.personId}/end`).send({}).expect(404);
  });

  it('are refused in words that whoever filled in the form understands', async () => {
    const until = '2020-01-01T00:00:00Z';
    const wrong = { id: randomUUID(), email: 'a@b.example', name: 'x'.repeat(121), categories: [], until };
    const { body } = await circle.patient.agent.post(path()).send(wrong).expect(422);
    const messages = body.errors.map((one: { path: string; message: string }) => `${one.path} ${one.message}`);
    expect(messages.sort()).toEqual([
      'categories must name at least one; end it if nothing is to be seen',
      'name must have at most 120 characters',
      'relationship is missing',
      'until must be in the future',
    ]);
  });

  it('are others than the patient, and are invited once', async () => {
    const { patient } = circle;
    const grant = { name: 'Fay Friend', relationship: 'friend', categories: ['visits'], until: null };
    const invite = (email: string, id: string = randomUUID()) =>
      patient.agent.post(path()).send({ id, email, ...grant });
    const own = await invite(patient.email.toUpperCase()).expect(422);
    expect(own.body.errors).toEqual([
      { path: 'email', message: 'is your own: give the address of whoever is to look on' },
    ]);
    const [id, email] = [randomUUID(), `twice-${randomUUID()}@people.example`];
    await invite(email, id).expect(ok);
    // The same question once more is the same invitation.
    await invite(email, id).expect(ok);
    const { body } = await invite(email).expect(409);
    expect(body.code).toBe('INVITATION_OPEN');
    await patient.agent.post(`${path()}/invited/${id}/end`).send({}).expect(ok);
    await invite(email).expect(ok);
  });

  it('are no longer waited for once an invitation is taken back, or was tried too often', async () => {
    const { coordinator, patient } = circle;
    const invite = async () => {
      const [id, email] = [randomUUID(), `friend-${randomUUID()}@people.example`];
      const grant = { name: 'Fay Friend', relationship: 'friend', categories: ['visits'], until: null };
      const made = await patient.agent
        .post(path())
        .send({ id, email, ...grant })
        .expect(ok);
      return { id, email, token: (made.body.link as string).split('/invite/')[1]! };
    };
    const invited = async () =>
      ((await patient.agent.get(path()).expect(200)).body.invited as { email: string }[]).map(({ email }) => email);
    const [kept, revoked, tried] = [await invite(), await invite(), await invite()];
    expect(await invited()).toEqual(expect.arrayContaining([kept.email, revoked.email, tried.email]));
    await coordinator.agent.delete(`/api/v1/invitations/${revoked.id}`).expect(204);
    await app.database.asOwner('UPDATE invitation SET failed_attempts = 1000 WHERE id = $1', [tried.id]);
    // The patient may take one back as well; its link then opens nothing.
    const mistyped = await invite();
    const end = (by: Person, id: string) => by.agent.post(`${path()}/invited/${id}/end`).send({});
    await end(circle.neighbour, mistyped.id).expect(404);
    await end(circle.caregiver, mistyped.id).expect(403);
    const { body } = await end(patient, mistyped.id).expect(200);
    expect(body.invited.map(({ email }: { email: string }) => email)).not.toContain(mistyped.email);
    await request(app.url).get(`/api/v1/invitations/${mistyped.token}`).expect(404);
    await end(patient, mistyped.id).expect(404);
    const left = await invited();
    expect(left).toContain(kept.email);
    expect(left).not.toContain(revoked.email);
    expect(left).not.toContain(tried.email);
  });

  it('are let in only by a patient who has agreed to that, and see nothing once it is taken back', async () => {
    const { patient, patientId, caregiver } = circle;
    const consent = `/api/v1/patients/${patientId}/consents/share-caregiver`;
    await patient.agent.put(consent).send({ status: 'withdrawn' }).expect(ok);
    await caregiver.agent.get(`/api/v1/patients/${patientId}`).expect(404);
    const shares = async (who: Person) => (await who.agent.get(path()).expect(200)).body.shares as boolean;
    expect([await shares(patient), await shares(circle.treating)]).toEqual([false, false]);
    const follower = { email: `son-${randomUUID()}@people.example`, name: 'Sam Son', relationship: 'son' };
    const grant = { categories: ['trends'], until: null };
    const invitation = { id: randomUUID(), ...follower, ...grant };
    const refused = await patient.agent.post(path()).send(invitation).expect(409);
    expect(refused.body.code).toBe('CONSENT_NEEDED');
    await patient.agent.put(`${path()}/${caregiver.personId}`).send(grant).expect(409);
    const waiting = await patient.agent.get(path()).expect(200);
    expect(waiting.body.invited).not.toContainEqual(expect.objectContaining({ email: follower.email }));
    const { body } = await patient.agent.get(`/api/v1/patients/${patientId}/consents`).expect(200);
    const { texts } = body.items.find((item: { purpose: string }) => item.purpose === 'share-caregiver');
    await patient.agent.put(consent).send({ status: 'given', textHash: texts[0].sha256 }).expect(ok);
    await patient.agent.post(path()).send(invitation).expect(ok);
    await caregiver.agent.get(`/api/v1/patients/${patientId}`).expect(200);
    expect(await shares(patient)).toBe(true);
  });

  it('whom the patient sent away come back by the patient’s word only, not by the team’s', async () => {
    const { patient, patientId, coordinator } = circle;
    const email = `neighbour-${randomUUID()}@people.example`;
    const who = { email, name: 'Nora Neighbour' };
    const asked = async () => {
      const invitation = { id: randomUUID(), ...who, role: 'caregiver', patientId };
      return (await coordinator.agent.post('/api/v1/invitations').send(invitation).expect(ok)).body.link as string;
    };
    const invited = async () => {
      const grant = { relationship: 'neighbour', categories: ['trends'], until: null };
      return (
        await patient.agent
          .post(path())
          .send({ id: randomUUID(), ...who, ...grant })
          .expect(ok)
      ).body.link as string;
    };
    const openLink = (link: string) =>
      app
        .http()
        .post(`/api/v1/invitations/${link.split('/').at(-1)}/accept`)
        .send({ password: PASSWORD });
    const allow = (personId: string) =>
      patient.agent.post(`${path()}/${personId}/allow`).send({ categories: ['trends'], until: null });
    const idOf = async () =>
      (await patient.agent.get(path()).expect(200)).body.items.find((item: { email: string }) => item.email === email)
        .personId as string;
    await accept(app, await asked());
    await allow(await idOf()).expect(200);
    const agent = await signIn(app, email);
    const reads = async () => (await agent.get(`/api/v1/patients/${patientId}`)).status;
    expect(await reads()).toBe(200);
    // A link that lies about, even one of the patient's own, goes with the end.
    const leftover = await invited();
    const personId = await idOf();
    await patient.agent.post(`${path()}/${personId}/end`).send({}).expect(ok);
    await allow(personId).expect(404);
    expect((await openLink(leftover)).status).toBe(404);
    await accept(app, await asked());
    expect(await reads()).toBe(404);
    const { body } = await patient.agent.get(path()).expect(200);
    expect(body.items).toContainEqual(expect.objectContaining({ personId, isActive: false, waits: true }));
    expect(body.invited).not.toContainEqual(expect.objectContaining({ email }));
    // The patient's yes.
    await patient.agent
      .put(`${path()}/${personId}`)
      .send({ categories: ['trends'], until: null })
      .expect(ok);
    expect(await reads()).toBe(200);
    await patient.agent.post(`${path()}/${personId}/end`).send({}).expect(ok);
    expect(await reads()).toBe(404);
    await accept(app, await invited());
    expect(await reads()).toBe(200);
  });

  it.each([
    ['no category', { categories: [], until: null }],
    ['a category that does not exist', { categories: ['everything'], until: null }],
    ['an end that is past', { categories: ['visits'], until: '2020-01-01T00:00:00Z' }],
  ])('are not granted %s', async (_name, grant) => {
    await circle.patient.agent.put(`${path()}/${circle.caregiver.personId}`).send(grant).expect(422);
  });
});

describe('a registration that comes again', () => {
  const register = (by: Person, body: object) => by.agent.post('/api/v1/patients').send(body);
  const full = (change: Record<string, unknown> = {}) =>
    registration({
      gender: 'female',
      email: 'rosa.again@people.example',
      phone: '+49 30 1234567',
      language: 'de',
      contactPersonId: circle.treating.personId,
      ...change,
    });

  it('with the same words is the same patient, also after the team has corrected them', async () => {
    const body = full();
    const first = await register(circle.coordinator, body).expect(ok);
    expect((await register(circle.coordinator, body).expect(ok)).body).toEqual(first.body);
    const identity = { givenName: 'Rose', familyName: 'Referred', birthDate: '1961-02-03', gender: 'female' };
    await circle.coordinator.agent
      .put(`/api/v1/patients/${body.id}/identity`)
      .send({ version: first.body.version, ...identity })
      .expect(204);
    expect((await register(circle.coordinator, body).expect(ok)).body.name).toBe('Rose Referred');
  });

  it.each<[string, () => Record<string, unknown>]>([
    ['another name', () => ({ givenName: 'Rose' })],
    ['another birthday', () => ({ birthDate: '1961-03-02' })],
    ['another address', () => ({ email: 'rosa.other@people.example' })],
    ['another zone', () => ({ timeZone: 'Europe/Lisbon' })],
    ['another care team', () => ({ careTeam: [circle.treating.personId, circle.coordinator.personId] })],
    ['another contact', () => ({ contactPersonId: circle.colleague.personId })],
  ])('with %s is refused, and nothing of it is lost in silence', async (_name, change) => {
    const body = full({ careTeam: [circle.treating.personId, circle.colleague.personId] });
    const first = await register(circle.coordinator, body).expect(ok);
    const { status, body: problem } = await register(circle.coordinator, { ...body, ...change() });
    expect([status, problem.code]).toEqual([409, 'PATIENT_EXISTS']);
    expect((await circle.coordinator.agent.get(`/api/v1/patients/${body.id}`).expect(200)).body).toEqual(first.body);
  });

  it('by somebody who may not see the patient tells no more than before', async () => {
    const body = full();
    await register(circle.coordinator, body).expect(ok);
    await register(circle.colleague, { ...body, givenName: 'Rose' }).expect(404);
  });
});

describe('a referral', () => {
  const open = async (by: Person) =>
    (await by.agent.get('/api/v1/referrals').expect(200)).body.items as { id: string }[];

  it('becomes a patient when it is accepted, once', async () => {
    const { coordinator } = circle;
    const body = referral();
    await coordinator.agent.post('/api/v1/referrals').send(body).expect(204);
    await coordinator.agent.post('/api/v1/referrals').send(body).expect(204);
    expect((await open(coordinator)).filter(({ id }) => id === body.id)).toHaveLength(1);
    const patient = registration({ language: 'de' });
    const path = `/api/v1/referrals/${body.id}/accept`;
    const made = await coordinator.agent.post(path).send(patient).expect(ok);
    expect(made.body).toMatchObject({ id: patient.id, language: 'de' });
    await coordinator.agent.post(path).send(patient).expect(ok);
    const twice = await coordinator.agent.post(path).send(registration());
    expect([twice.status, twice.body.code]).toEqual([409, 'REFERRAL_DECIDED']);
    const accepted = await coordinator.agent.get('/api/v1/referrals?state=accepted').expect(200);
    expect(accepted.body.items).toMatchObject([{ id: body.id, patientId: patient.id, decidedBy: expect.any(String) }]);
  });

  it('is not lost behind another one with its id', async () => {
    const { coordinator } = circle;
    const body = referral();
    const send = (change: Record<string, unknown>) =>
      coordinator.agent.post('/api/v1/referrals').send({ ...body, ...change });
    await send({ phone: '+49 30 1234567' }).expect(204);
    await send({ phone: '+49 30 1234567' }).expect(204);
    for (const change of [{}, { phone: '+49 30 7654321' }, { phone: '+49 30 1234567', urgent: true }]) {
      const answer = await send(change);
      expect([answer.status, answer.body.code]).toEqual([409, 'REFERRAL_EXISTS']);
    }
    expect((await open(coordinator)).filter(({ id }) => id === body.id)).toMatchObject([{ phone: '+49 30 1234567' }]);
    // Decided meanwhile, it is still the same when it comes again.
    await coordinator.agent.post(`/api/v1/referrals/${body.id}/decline`).send({ reason: 'No place.' }).expect(204);
    await send({ phone: '+49 30 1234567' }).expect(204);
  });

  it('is declined with a reason, and then decided', async () => {
    const { treating } = circle;
    const body = referral({ urgent: true });
    await treating.agent.post('/api/v1/referrals').send(body).expect(204);
    expect((await open(treating))[0]?.id).toBe(body.id);
    await treating.agent.post(`/api/v1/referrals/${body.id}/decline`).send({ reason: ' ' }).expect(422);
    await treating.agent
      .post(`/api/v1/referrals/${body.id}/decline`)
      .send({ reason: 'No place before spring.' })
      .expect(204);
    expect((await open(treating)).map(({ id }) => id)).not.toContain(body.id);
    await treating.agent.post(`/api/v1/referrals/${body.id}/accept`).send(registration()).expect(409);
  });

  it('registers nobody when it cannot be accepted whole', async () => {
    const body = referral();
    await circle.coordinator.agent.post('/api/v1/referrals').send(body).expect(204);
    const patient = registration({ careTeam: [circle.patient.personId] });
    await circle.coordinator.agent.post(`/api/v1/referrals/${body.id}/accept`).send(patient).expect(422);
    await circle.coordinator.agent.get(`/api/v1/patients/${patient.id}`).expect(404);
    expect((await open(circle.coordinator)).map(({ id }) => id)).toContain(body.id);
  });
});

describe('the question whether somebody is registered already', () => {
  it('finds lookalikes of the whole clinic by name and birth date, and tells nothing else of them', async () => {
    const { colleague, coordinator } = circle;
    await coordinator.agent
      .post('/api/v1/patients')
      .send(
        registration({
          givenName: 'Zoë',
          familyName: 'Lookalike',
          birthDate: '1955-05-05',
          email: 'zoe@people.example',
        }),
      )
      .expect(ok);
    const { body } = await colleague.agent
      .post('/api/v1/patients/matches')
      .send({ givenName: 'Zoe', familyName: 'Lookalike', birthDate: '1955-05-05' })
      .expect(200);
    expect(body.items).toEqual([
      {
        patientId: expect.any(String),
        name: 'Zoë Lookalike',
        birthDate: '1955-05-05',
        certainty: 'likely',
        because: ['name', 'birthDate'],
      },
    ]);
  });
});

describe('an e-mail address that a patient has already', () => {
  const ask = async (by: Person, email: string, who: object = {}) => {
    const asked = { givenName: 'Zoë', familyName: 'Newcomer', birthDate: '1961-02-03', email, ...who };
    return (await by.agent.post('/api/v1/patients/matches').send(asked).expect(200)).body;
  };

  it('is told to whoever registers somebody, of patients within their reach: who has it, and whether as an account', async () => {
    const { coordinator, treating, colleague, patient, patientId } = circle;
    const { body: detail } = await treating.agent.get(`/api/v1/patients/${patientId}`).expect(200);
    const juno = { patientId, name: detail.name, signsIn: true };
    expect(await ask(coordinator, patient.email.toUpperCase())).toEqual({ items: [], sharesEmail: juno });
    expect((await ask(treating, patient.email)).sharesEmail).toEqual(juno);
    // Not on the care team: addresses cannot be tried out.
    expect((await ask(colleague, patient.email)).sharesEmail).toBeNull();
    expect((await ask(coordinator, `${randomUUID()}@people.example`)).sharesEmail).toBeNull();
    const [act] = await app.database.asOwner<{ patient: string }>(
      `SELECT patient_id AS patient FROM audit_event WHERE type = 'PatientMatch' AND actor = $1 AND patient_id IS NOT NULL`,
      [`person/${treating.personId}`],
    );
    expect(act).toEqual({ patient: patientId });
  });

  it('as a contact alone, or as the one somebody was invited at', async () => {
    const { coordinator } = circle;
    const email = `couple-${randomUUID()}@people.example`;
    const body = registration({ givenName: 'Otto', familyName: 'Couple', email });
    await coordinator.agent.post('/api/v1/patients').send(body).expect(ok);
    const otto = { patientId: body.id, name: 'Otto Couple' };
    expect((await ask(coordinator, email)).sharesEmail).toEqual({ ...otto, signsIn: false });
    const invitation = { id: randomUUID(), email, name: 'Otto Couple', role: 'patient', patientId: body.id };
    await coordinator.agent.post('/api/v1/invitations').send(invitation).expect(ok);
    expect((await ask(coordinator, email)).sharesEmail).toEqual({ ...otto, signsIn: true });
    // Kept as contact of another one all the same: a couple has one mailbox.
    await coordinator.agent.post('/api/v1/patients').send(registration({ email })).expect(ok);
  });

  it('is nobody’s to the people of another clinic', async () => {
    const elsewhere = await gatherCareCircle(app, await createClinic(app, 'people-elsewhere'), 'Stranger');
    expect(await ask(elsewhere.coordinator, circle.patient.email)).toEqual({ items: [], sharesEmail: null });
  });
});
