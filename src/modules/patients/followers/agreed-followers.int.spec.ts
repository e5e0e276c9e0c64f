import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { agree } from '../../../../test/support/agree.js';
import { type CareCircle, gatherCareCircle, visitOf } from '../../../../test/support/care.js';
import {
  accept,
  connect,
  createClinic,
  nextEvent,
  ok,
  type Person,
  registerPatient,
  signIn,
  socket,
} from '../../../../test/support/people.js';
import { until } from '../../../../test/support/until.js';

/** Whom the team invites to look on, and the patient's word on that very person. */
let app: TestApp;
let circle: CareCircle;
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'asked'), 'Asked');
}, 120_000);
afterAll(() => app?.close());

const path = (patientId = circle.patientId) => `/api/v1/patients/${patientId}/followers`;
const GRANT = { categories: ['trends', 'visits'], until: null };

/** The team invites somebody to look on with this patient, who shares with caregivers and has an account unless said otherwise. */
async function invited(more: object = {}, patientId = circle.patientId) {
  const [id, email] = [randomUUID(), `anna-${randomUUID()}@people.example`];
  const body = { id, email, name: 'Anna K.', role: 'caregiver', patientId, ...more };
  const answer = await circle.coordinator.agent.post('/api/v1/invitations').send(body);
  return { id, email: body.email, answer, link: answer.body.link as string };
}
async function invitedAndThere(more: object = {}) {
  const made = await invited(more);
  ok(made.answer);
  await accept(app, made.link);
  return { ...made, agent: await signIn(app, made.email) };
}
const followers = async (by: Person, patientId = circle.patientId) => {
  const { body } = await by.agent.get(path(patientId)).expect(200);
  return body as {
    items: { personId: string; email: string }[];
    invited: { invitationId: string; email: string }[];
  };
};
const itemOf = async (email: string, by = circle.patient) =>
  (await followers(by)).items.find((item) => item.email === email)!;
type Agent = Person['agent'];
/** A page that hears what happens, and why it was sent away. */
async function openPage(agent: Agent): Promise<{ gone: Promise<string> }> {
  const live = await socket(app, agent, '/live');
  await live.emitWithAck('resume', { cursor: null });
  return { gone: nextEvent<string>(live, 'disconnect') };
}
/** Everything one may try to see of the patient. */
const sees = async (agent: Agent, patientId = circle.patientId) => ({
  patient: (await agent.get(`/api/v1/patients/${patientId}`)).status,
  series: (await agent.get(`/api/v1/patients/${patientId}/series`)).status,
  lists: (await agent.get('/api/v1/patients').expect(200)).body.items.length,
  fhir: (await agent.get('/fhir/Observation').query({ patient: patientId }).expect(200)).body.entry?.length ?? 0,
  lookedAfter: (await agent.get('/api/v1/session').expect(200)).body.lookedAfter.length,
});
const NOTHING = { patient: 404, series: 404, lists: 0, fhir: 0, lookedAfter: 0 };
const by = (who: Person, verb: string, id: string, grant: object = {}) =>
  who.agent.post(`${path()}/${id}/${verb}`).send(grant);

describe('somebody whom the team invites for a patient who has an account', () => {
  it('may come and sees nothing until the patient allows it, who may choose less; the audit says so', async () => {
    const end = new Date(Date.now() + 86_400_000).toISOString();
    const proposal = { relationship: 'daughter', categories: ['trends', 'visits', 'notes'], until: end };
    const anna = await invitedAndThere(proposal);
    expect(await sees(anna.agent)).toEqual(NOTHING);
    const item = await itemOf(anna.email);
    expect(item).toMatchObject({ ...proposal, waits: true, isActive: false, agreed: null });
    expect(await itemOf(anna.email, circle.treating)).toMatchObject({ waits: true });

    await by(circle.patient, 'allow', item.personId, { categories: ['trends'], until: null }).expect(200);
    expect(await sees(anna.agent)).toMatchObject({ patient: 200, series: 200, lists: 1, lookedAfter: 1 });
    await anna.agent.get('/api/v1/visits').expect(200);
    const { body: session } = await circle.patient.agent.get('/api/v1/session').expect(200);
    expect(await itemOf(anna.email)).toMatchObject({
      categories: ['trends'],
      until: null,
      waits: false,
      isActive: true,
      agreed: { how: 'in-app', by: session.person.name, at: expect.any(String) },
    });
    const kept = await app.database.asOwner(
      `SELECT actor, interaction, patient_id FROM audit_event WHERE type = 'Follower' AND object_id = $1 ORDER BY id`,
      [item.personId],
    );
    const actor = `person/${circle.patient.personId}`;
    expect(kept).toEqual([{ actor, interaction: 'approve', patient_id: circle.patientId }]);
  });

  it('is allowed also before they come, and then sees what was allowed from the first moment', async () => {
    const anna = await invited();
    const open = (await followers(circle.patient)).invited.find((one) => one.email === anna.email)!;
    expect(open).toMatchObject({ waits: true, agreed: null, categories: ['trends', 'visits'] });
    await by(circle.patient, 'allow', `invited/${open.invitationId}`, GRANT).expect(200);
    // The team's second try of the same invitation asks for no more than the patient has allowed.
    const again = { ...GRANT, id: anna.id, email: anna.email, categories: ['trends', 'notes'] };
    const { link } = await invited(again);
    await accept(app, link);
    expect(await sees(await signIn(app, anna.email))).toMatchObject({ patient: 200, lookedAfter: 1 });
    expect(await itemOf(anna.email)).toMatchObject({ categories: ['trends', 'visits'], isActive: true });
    await by(circle.patient, 'allow', `invited/${open.invitationId}`, GRANT).expect(404);
  });

  it.each(['expires_at = now()', 'failed_attempts = 1000'])(
    'by a link that is good for nothing any more (%s) is not allowed: nobody could take that back',
    async (change) => {
      const anna = await invited();
      await app.database.asOwner(`UPDATE invitation SET ${change} WHERE id = $1`, [anna.id]);
      await by(circle.patient, 'allow', `invited/${anna.id}`, GRANT).expect(404);
    },
  );

  it('and has come since the patient’s page was read: the yes or no to the invitation counts for them', async () => {
    const [yes, no] = [await invitedAndThere(), await invitedAndThere()];
    await by(circle.neighbour, 'allow', `invited/${yes.id}`, GRANT).expect(404);
    await by(circle.patient, 'allow', `invited/${yes.id}`, GRANT).expect(200);
    await by(circle.patient, 'end', `invited/${no.id}`).expect(200);
    expect(await sees(yes.agent)).toMatchObject({ patient: 200, lookedAfter: 1 });
    expect(await sees(no.agent)).toEqual(NOTHING);
    expect(await itemOf(no.email)).toMatchObject({ waits: false, isActive: false });
    // Whom the patient has allowed is ended by name only.
    await by(circle.patient, 'end', `invited/${yes.id}`).expect(404);
  });

  it('who is not allowed is ended, and so is the invitation that is still open', async () => {
    const [there, coming] = [await invitedAndThere(), await invited()];
    const { personId } = await itemOf(there.email);
    const again = await invited({ email: there.email });
    await by(circle.patient, 'end', personId).expect(200);
    await by(circle.patient, 'end', `invited/${coming.id}`).expect(200);
    for (const { link } of [coming, again])
      await app
        .http()
        .get(`/api/v1/invitations/${link.split('/').at(-1)}`)
        .expect(404);
    expect(await sees(there.agent)).toEqual(NOTHING);
    expect(await itemOf(there.email)).toMatchObject({ waits: false, isActive: false });
    // Nobody's late yes opens what the patient has closed.
    await by(circle.patient, 'allow', personId, GRANT).expect(404);
    await by(circle.patient, 'allow', `invited/${coming.id}`, GRANT).expect(404);
    expect(await sees(there.agent)).toEqual(NOTHING);
  });

  it('is somebody who can come in with that address: nobody of the clinic, and not the patient', async () => {
    for (const [who, words] of [
      [circle.patient, 'is the patient’s own'],
      [circle.treating, 'works or is treated here'],
      [circle.neighbour, 'works or is treated here'],
    ] as const) {
      const [held] = await app.database.asOwner<{ email: string }>('SELECT email FROM person WHERE id = $1', [
        who.personId,
      ]);
      const { answer } = await invited({ email: held!.email.toUpperCase() });
      expect([answer.status, answer.body.errors]).toEqual([
        422,
        [{ path: 'email', message: expect.stringContaining(words) }],
      ]);
    }
  });

  it('is not allowed by anybody but the patient, nor by one who shares with nobody', async () => {
    const anna = await invitedAndThere();
    const { personId } = await itemOf(anna.email);
    for (const [who, status] of [
      [circle.treating, 403],
      [circle.coordinator, 403],
      [circle.admin, 403],
      [circle.caregiver, 403],
      [circle.neighbour, 404],
    ] as const)
      await by(who, 'allow', personId, GRANT).expect(status);
    const consent = `/api/v1/patients/${circle.patientId}/consents/share-caregiver`;
    await circle.patient.agent.put(consent).send({ status: 'withdrawn' }).expect(ok);
    const refused = await by(circle.patient, 'allow', personId, GRANT).expect(409);
    expect(refused.body.code).toBe('CONSENT_NEEDED');
    await agree(app, circle.patientId, 'share-caregiver');
    expect(await sees(anna.agent)).toEqual(NOTHING);
  });

  it('is told nothing and rung for nothing while it waits; the patient’s open page is', async () => {
    const live = await socket(app, circle.patient.agent, '/live');
    await live.emitWithAck('resume', { cursor: null });
    const asked = nextEvent<{ kind: string; id: string }>(live, 'delivery');
    const made = await invited();
    expect(await asked).toMatchObject({ kind: 'patient', id: circle.patientId });
    const bells = async () =>
      (
        await app.database.asOwner(`SELECT 1 FROM delivery WHERE kind = 'patient' AND person_id = $1`, [
          circle.patient.personId,
        ])
      ).length;
    const before = await bells();
    await accept(app, made.link);
    expect(await bells()).toBe(before + 1);
    const anna = { ...made, agent: await signIn(app, made.email) };
    const { body } = await anna.agent.post('/api/v1/socket-ticket').send({}).expect(200);
    await expect(connect(app, '/live', body.ticket)).rejects.toThrow('unauthorized');
    const visitId = await visitOf(circle);
    const rung = await app.database.asOwner<{ id: string }>(
      `SELECT person_id AS id FROM delivery WHERE object_id = $1`,
      [visitId],
    );
    const ids = rung.map(({ id }) => id);
    const { personId } = await itemOf(anna.email);
    expect([ids.includes(circle.caregiver.personId), ids.includes(personId)]).toEqual([true, false]);
  });

  it('loses an open page within seconds when the patient says no after all', async () => {
    const anna = await invitedAndThere();
    const { personId } = await itemOf(anna.email);
    await by(circle.patient, 'allow', personId, GRANT).expect(200);
    const { gone } = await openPage(anna.agent);
    await by(circle.patient, 'end', personId).expect(200);
    expect(await sees(anna.agent)).toEqual(NOTHING);
    expect(await gone).toBe('io server disconnect');
  });
});

describe('more than the patient agreed to', () => {
  it('is not the team’s to give: of somebody who sees something nothing changes, of somebody who was ended it waits', async () => {
    const anna = await invitedAndThere();
    const { personId } = await itemOf(anna.email);
    await by(circle.patient, 'allow', personId, { categories: ['visits'], until: null }).expect(200);
    const more = { email: anna.email, categories: ['trends', 'visits', 'responses', 'notes'] };
    const { answer } = await invited(more);
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ path: 'email', message: expect.stringContaining('looks on already') }],
    ]);
    expect(await itemOf(anna.email)).toMatchObject({ categories: ['visits'], isActive: true });
    for (const who of [circle.treating, circle.coordinator])
      await who.agent.put(`${path()}/${personId}`).send(GRANT).expect(403);

    await by(circle.treating, 'end', personId).expect(200);
    await accept(app, (await invited(more)).link);
    expect(await sees(anna.agent)).toEqual(NOTHING);
    expect(await itemOf(anna.email)).toMatchObject({ ...more, waits: true, isActive: false });
    await by(circle.patient, 'allow', personId, { categories: ['trends'], until: null }).expect(200);
    expect(await sees(anna.agent)).toMatchObject({ patient: 200 });
  });

  it('ends an open page when what it is opened by waits again', async () => {
    const anna = await invitedAndThere();
    const { personId } = await itemOf(anna.email);
    await by(circle.patient, 'allow', personId, GRANT).expect(200);
    const { gone } = await openPage(anna.agent);
    // As a merge with a record does for which the patient has not said yes.
    await app.database.asOwner(
      'UPDATE delegation SET agreed_how = NULL, agreed_by = NULL, agreed_at = NULL WHERE person_id = $1',
      [personId],
    );
    expect(await sees(anna.agent)).toEqual(NOTHING);
    expect(await gone).toBe('io server disconnect');
  });
});

describe('a patient without an account', () => {
  const newcomer = async () => {
    const patientId = await registerPatient(circle.coordinator, { careTeam: [circle.treating.personId] });
    await agree(app, patientId, 'share-caregiver');
    return patientId;
  };

  it('has told the team, which writes down how: else nobody is invited', async () => {
    const patientId = await newcomer();
    const { answer } = await invited({}, patientId);
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ path: 'agreedHow', message: expect.stringContaining('on-paper or in-person') }],
    ]);
    const anna = await invited(
      { agreedHow: 'on-paper', until: new Date(Date.now() + 86_400_000).toISOString() },
      patientId,
    );
    ok(anna.answer);
    const { body: session } = await circle.coordinator.agent.get('/api/v1/session').expect(200);
    const agreed = { how: 'on-paper', by: session.person.name, at: expect.any(String) };
    expect((await followers(circle.treating, patientId)).invited).toMatchObject([{ waits: false, agreed }]);
    await accept(app, anna.link);
    expect(await sees(await signIn(app, anna.email), patientId)).toMatchObject({ patient: 200, lookedAfter: 1 });
    const { items } = await followers(circle.treating, patientId);
    expect(items).toMatchObject([{ email: anna.email, waits: false, isActive: true, agreed }]);
  });

  it('lends its word to nobody else: the same invitation for another patient is another one', async () => {
    const asked = await invited();
    ok(asked.answer);
    const { answer } = await invited({ id: asked.id, email: asked.email, agreedHow: 'on-paper' }, await newcomer());
    expect([answer.status, answer.body.code]).toEqual([409, 'INVITATION_EXISTS']);
    const { invited: open } = await followers(circle.patient);
    expect(open.find((one) => one.email === asked.email)).toMatchObject({ waits: true, agreed: null });
  });

  it('who has one is asked there, whatever the team writes', async () => {
    const { answer } = await invited({ agreedHow: 'in-person' });
    expect([answer.status, answer.body.errors]).toEqual([
      422,
      [{ path: 'agreedHow', message: expect.stringContaining('asked there') }],
    ]);
  });

  it.each([
    ['is over', false, 'patient'],
    ['is another’s now: they came back as a caregiver', true, 'caregiver'],
  ])('whose account %s is asked by the team again', async (_, isActive, role) => {
    const membership = (active: boolean, as: string) =>
      app.database.asOwner('UPDATE membership SET active = $2, role = $3 WHERE person_id = $1', [
        circle.neighbour.personId,
        active,
        as,
      ]);
    await membership(isActive, role);
    try {
      const { answer } = await invited({}, circle.neighbour.patientId!);
      expect(answer.body.errors).toMatchObject([{ path: 'agreedHow' }]);
      // By which the page knows that it must ask how.
      const { body } = await circle.coordinator.agent.get(`/api/v1/patients/${circle.neighbour.patientId}`).expect(200);
      expect(body.hasAccount).toBe(false);
    } finally {
      await membership(true, 'patient');
      await until(
        'the neighbour is in again',
        async () => (await circle.neighbour.agent.get('/api/v1/session')).status === 200,
      );
    }
  });

  it('says nothing of how anybody agreed who is no caregiver', async () => {
    const patientId = await newcomer();
    const body = { id: randomUUID(), email: `${randomUUID()}@people.example`, name: 'P', role: 'patient', patientId };
    const { body: refused } = await circle.coordinator.agent
      .post('/api/v1/invitations')
      .send({ ...body, agreedHow: 'on-paper' })
      .expect(422);
    expect(refused.errors).toEqual([{ path: 'agreedHow', message: 'is only for the role caregiver' }]);
  });
});

it('somebody whom the patient invites needs no second yes, and it is kept that it was the patient’s', async () => {
  const [id, email] = [randomUUID(), `son-${randomUUID()}@people.example`];
  const { body } = await circle.patient.agent
    .post(path())
    .send({ id, email, name: 'Sam Son', relationship: 'son', ...GRANT })
    .expect(ok);
  await accept(app, body.link);
  expect(await sees(await signIn(app, email))).toMatchObject({ patient: 200, lookedAfter: 1 });
  expect(await itemOf(email)).toMatchObject({ waits: false, isActive: true, agreed: { how: 'in-app' } });
});
