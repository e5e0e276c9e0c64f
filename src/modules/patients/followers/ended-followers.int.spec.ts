import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agree } from '../../../../test/support/agree.js';
import { createTestApp, type TestApp } from '../../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../../test/support/care.js';
import {
  accept,
  createClinic,
  nextEvent,
  ok,
  type Person,
  registerPatient,
  signIn,
  socket,
} from '../../../../test/support/people.js';
import { until } from '../../../../test/support/until.js';

/** That somebody looks on, or was to, has come to an end: who did it, and who hears of it. */
let app: TestApp;
let circle: CareCircle;
let elsewhere: CareCircle;
const names = new Map<Person, string>();
beforeAll(async () => {
  app = await createTestApp();
  circle = await gatherCareCircle(app, await createClinic(app, 'ended'), 'Ended');
  elsewhere = await gatherCareCircle(app, await createClinic(app, 'ended-elsewhere'), 'Stranger');
  for (const who of [circle.patient, circle.coordinator, circle.treating, circle.admin])
    names.set(who, (await who.agent.get('/api/v1/session').expect(200)).body.person.name);
}, 180_000);
afterAll(() => app?.close());

const path = () => `/api/v1/patients/${circle.patientId}/followers`;
const GRANT = { categories: ['trends', 'visits'], until: null };
const newAddress = () => `anna-${randomUUID()}@people.example`;

/** The invitations of an address: the list of those that were taken back does not name it. */
const madeFor = new Map<string, string[]>();
async function invited(email = newAddress()) {
  const body = { id: randomUUID(), email, name: 'Anna K.', role: 'caregiver', patientId: circle.patientId, ...GRANT };
  const answer = await circle.coordinator.agent.post('/api/v1/invitations').send(body).expect(ok);
  madeFor.set(email, [...(madeFor.get(email) ?? []), body.id]);
  return { id: body.id, email, link: answer.body.link as string };
}
async function there(email = newAddress()) {
  const made = await invited(email);
  await accept(app, made.link);
  const { body } = await circle.patient.agent.get(path()).expect(200);
  return { ...made, personId: body.items.find((one: { email: string }) => one.email === email).personId as string };
}
const act = (who: Person, verb: string, id: string, body: object = {}) =>
  who.agent.post(`${path()}/${id}/${verb}`).send(body);
/** How the lists say that it ended, to the patient and to the team: the same. */
async function endOf(email: string) {
  const said = [];
  for (const who of [circle.patient, circle.coordinator, circle.treating]) {
    const { body } = await who.agent.get(path()).expect(200);
    type Row = { email?: string; invitationId?: string; ended: unknown };
    const list = (part: 'items' | 'takenBack', isIt: (one: Row) => boolean) =>
      body[part].filter(isIt).map(({ ended }: Row) => ended);
    said.push({
      came: list('items', (one) => one.email === email),
      never: list('takenBack', (one) => madeFor.get(email)!.includes(one.invitationId!)),
    });
  }
  expect(said[1]).toEqual(said[0]);
  expect(said[2]).toEqual(said[0]);
  return said[0]!;
}
const ended = (what: string, who: Person) => ({
  what,
  as: who === circle.patient ? 'patient' : 'team',
  by: names.get(who),
  at: expect.stringContaining(new Date().toISOString().slice(0, 10)),
});

describe('somebody who has not come', () => {
  it('and to whom the patient said no is not gone without a word: the team reads who it was and when', async () => {
    const anna = await invited();
    await act(circle.patient, 'end', `invited/${anna.id}`).expect(200);
    expect(await endOf(anna.email)).toEqual({ came: [], never: [ended('refused', circle.patient)] });
    // The proposal made again waits again; what was said to the first one is no longer how it stands.
    const again = await invited(anna.email);
    expect(await endOf(anna.email)).toEqual({ came: [], never: [] });
    await act(circle.patient, 'end', `invited/${again.id}`).expect(200);
    expect(await endOf(anna.email)).toEqual({ came: [], never: [ended('refused', circle.patient)] });
    await accept(app, (await invited(anna.email)).link);
    expect(await endOf(anna.email)).toEqual({ came: [null], never: [] });
  });

  it('a No is read for a year where nothing else becomes of it; that something was taken back, for a month', async () => {
    const [refused, tooLate] = [await invited(), await invited()];
    await act(circle.patient, 'end', `invited/${refused.id}`).expect(200);
    await act(circle.coordinator, 'end', `invited/${tooLate.id}`).expect(200);
    await app.database.asOwner(
      `UPDATE invitation SET created_at = now() - interval '50 days', revoked_at = now() - interval '40 days' WHERE id = ANY($1)`,
      [[refused.id, tooLate.id]],
    );
    expect((await endOf(refused.email)).never).toHaveLength(1);
    expect((await endOf(tooLate.email)).never).toEqual([]);
    await app.database.asOwner(
      `UPDATE invitation SET created_at = now() - interval '400 days', revoked_at = now() - interval '364 days' WHERE id = $1`,
      [refused.id],
    );
    // A link that ran out unopened is no answer.
    const ranOut = await invited(refused.email);
    await app.database.asOwner('UPDATE invitation SET expires_at = now() WHERE id = $1', [ranOut.id]);
    expect((await endOf(refused.email)).never).toHaveLength(1);
    await app.database.asOwner(`UPDATE invitation SET revoked_at = now() - interval '366 days' WHERE id = $1`, [
      refused.id,
    ]);
    expect((await endOf(refused.email)).never).toEqual([]);
  });

  it('and whom the patient had invited, is the team’s to read of only where the team took it back; nobody’s address stays', async () => {
    const own = async () => {
      const id = randomUUID();
      const body = { id, email: newAddress(), name: 'Sam Son', relationship: 'son', ...GRANT };
      await circle.patient.agent.post(path()).send(body).expect(ok);
      return body;
    };
    const [mine, theirs] = [await own(), await own()];
    await act(circle.patient, 'end', `invited/${mine.id}`).expect(200);
    const { body: left } = await act(circle.treating, 'end', `invited/${theirs.id}`).expect(200);
    const { body: all } = await circle.patient.agent.get(path()).expect(200);
    const ids = (view: { takenBack: { invitationId: string }[] }) =>
      view.takenBack.map(({ invitationId }) => invitationId).filter((id) => id === mine.id || id === theirs.id);
    expect([ids(all), ids(left)]).toEqual([[theirs.id, mine.id], [theirs.id]]);
    for (const { email } of [mine, theirs]) expect(JSON.stringify([all, left])).not.toContain(email);
  });

  it('and whom the patient then invited themselves, and took back, leaves the team the No that they read before', async () => {
    const refused = await invited();
    await act(circle.patient, 'end', `invited/${refused.id}`).expect(200);
    const id = randomUUID();
    const body = { id, email: refused.email, name: 'Anna K.', relationship: 'friend', ...GRANT };
    await circle.patient.agent.post(path()).send(body).expect(ok);
    await act(circle.patient, 'end', `invited/${id}`).expect(200);
    const { body: team } = await circle.treating.agent.get(path()).expect(200);
    const ids = team.takenBack.map((one: { invitationId: string }) => one.invitationId);
    expect([ids.includes(refused.id), ids.includes(id)]).toEqual([true, false]);
  });

  it('is taken back by the team by either road, or by the patient who had allowed it', async () => {
    const [listed, paged, allowed] = [await invited(), await invited(), await invited()];
    await circle.admin.agent.delete(`/api/v1/invitations/${listed.id}`).expect(204);
    await act(circle.treating, 'end', `invited/${paged.id}`).expect(200);
    await act(circle.patient, 'allow', `invited/${allowed.id}`, GRANT).expect(200);
    await act(circle.patient, 'end', `invited/${allowed.id}`).expect(200);
    expect((await endOf(listed.email)).never).toEqual([ended('taken-back', circle.admin)]);
    expect((await endOf(paged.email)).never).toEqual([ended('taken-back', circle.treating)]);
    expect((await endOf(allowed.email)).never).toEqual([ended('taken-back', circle.patient)]);
  });
});

describe('somebody who has come', () => {
  it('is refused by the patient, or ended by whoever it was; what goes on has no end', async () => {
    const [refused, byTeam] = [await there(), await there()];
    await act(circle.patient, 'end', refused.personId).expect(200);
    expect(await endOf(refused.email)).toEqual({ came: [ended('refused', circle.patient)], never: [] });
    await act(circle.patient, 'allow', byTeam.personId, GRANT).expect(200);
    await act(circle.treating, 'end', byTeam.personId).expect(200);
    expect((await endOf(byTeam.email)).came).toEqual([ended('ended', circle.treating)]);
    await circle.patient.agent.put(`${path()}/${byTeam.personId}`).send(GRANT).expect(200);
    expect((await endOf(byTeam.email)).came).toEqual([null]);
    await act(circle.patient, 'end', byTeam.personId).expect(200);
    expect((await endOf(byTeam.email)).came).toEqual([ended('ended', circle.patient)]);
    // Invited once more by the team, it waits, and whoever ended it before is no longer said.
    await accept(app, (await invited(byTeam.email)).link);
    expect((await endOf(byTeam.email)).came).toEqual([null]);
  });

  it('and came before the patient’s page knew is refused by that No as well', async () => {
    const made = await there();
    await act(circle.patient, 'end', `invited/${made.id}`).expect(200);
    expect((await endOf(made.email)).came).toEqual([ended('refused', circle.patient)]);
  });

  it('is over on the day that was chosen, or when the clinic knows them no more: that nobody did', async () => {
    const [chosen, left] = [await there(), await there()];
    for (const { personId } of [chosen, left]) await act(circle.patient, 'allow', personId, GRANT).expect(200);
    // Whoever had ended it before has not ended this one.
    await act(circle.treating, 'end', chosen.personId).expect(200);
    await circle.patient.agent.put(`${path()}/${chosen.personId}`).send(GRANT).expect(200);
    await app.database.asOwner(`UPDATE delegation SET until = '2026-01-31T22:59:59Z' WHERE person_id = $1`, [
      chosen.personId,
    ]);
    await app.database.asOwner('UPDATE membership SET active = false WHERE person_id = $1', [left.personId]);
    expect((await endOf(chosen.email)).came).toEqual([
      { what: 'ended', as: 'date', by: null, at: '2026-01-31T22:59:59.000Z' },
    ]);
    expect((await endOf(left.email)).came).toEqual([{ what: 'ended', as: 'account', by: null, at: null }]);
  });
});

describe('an open page', () => {
  /** Who was rung since, of these. */
  const rungBy = async (run: () => Promise<unknown>): Promise<string[]> => {
    const rows = () =>
      app.database.asOwner<{ id: string; cursor: string; object: string }>(
        `SELECT person_id AS id, cursor, object_id AS object FROM delivery WHERE patient_id = $1 AND kind = 'patient'`,
        [circle.patientId],
      );
    const seen = new Set((await rows()).map(({ id, cursor }) => `${id} ${cursor}`));
    await run();
    const all = await rows();
    // Nothing but that the patient is to be looked at again.
    expect(new Set(all.map(({ object }) => object))).toEqual(new Set([circle.patientId]));
    return all
      .filter(({ id, cursor }) => !seen.has(`${id} ${cursor}`))
      .map(({ id }) => id)
      .sort();
  };
  const around = () => [circle.patient, circle.coordinator, circle.treating].map(({ personId }) => personId).sort();

  it('of the patient and of whoever cares for them asks anew about everything that becomes of it, and nobody else’s', async () => {
    let anna = await invited();
    const ring = async (what: string, run: () => Promise<unknown>) =>
      expect([what, ...(await rungBy(run))]).toEqual([what, ...around()]);
    await ring('invited by the team', async () => (anna = await invited()));
    await ring('came', () => accept(app, anna.link));
    const { body } = await circle.patient.agent.get(path()).expect(200);
    const { personId } = body.items.find(({ email }: { email: string }) => email === anna.email);
    await ring('yes', () => act(circle.patient, 'allow', personId, GRANT).expect(200));
    await ring('changed', () => circle.patient.agent.put(`${path()}/${personId}`).send(GRANT).expect(200));
    await ring('ended', () => act(circle.treating, 'end', personId).expect(200));
    const [yes, no, back] = [await invited(), await invited(), await invited()];
    await ring('yes before', () => act(circle.patient, 'allow', `invited/${yes.id}`, GRANT).expect(200));
    await ring('no before', () => act(circle.patient, 'end', `invited/${no.id}`).expect(200));
    await ring('taken back', () => circle.coordinator.agent.delete(`/api/v1/invitations/${back.id}`).expect(204));
    const own = { id: randomUUID(), email: newAddress(), name: 'Sam Son', relationship: 'son', ...GRANT };
    await ring('invited by the patient', () => circle.patient.agent.post(path()).send(own).expect(ok));
  });

  it('of the coordinator hears it over its socket with ids alone; one of another clinic, a neighbour’s and a colleague’s hear nothing', async () => {
    const page = async (who: Person) => {
      const live = await socket(app, who.agent, '/live');
      await live.emitWithAck('resume', { cursor: null });
      const heard: { id: string }[] = [];
      live.on('delivery', (one: { id: string }) => heard.push(one));
      return { live, heard };
    };
    const open = await page(circle.coordinator);
    const others = [circle.colleague, circle.neighbour, elsewhere.coordinator, elsewhere.patient];
    const closed = await Promise.all(others.map(page));
    const rung = nextEvent<object>(open.live, 'delivery');
    await invited();
    expect(await rung).toEqual({
      cursor: expect.any(Number),
      kind: 'patient',
      id: circle.patientId,
      at: expect.any(String),
    });
    // What comes after it is heard after it: each of them is rung about somebody of their own.
    const colleagues = await registerPatient(circle.coordinator, { careTeam: [circle.colleague.personId] });
    const { body: session } = await circle.neighbour.agent.get('/api/v1/session').expect(200);
    for (const [who, patientId, more] of [
      [circle.coordinator, colleagues, { agreedHow: 'on-paper' }],
      [circle.coordinator, session.patientId, {}],
      [elsewhere.coordinator, elsewhere.patientId, {}],
    ] as const) {
      const body = {
        id: randomUUID(),
        email: newAddress(),
        name: 'B',
        role: 'caregiver',
        patientId,
        ...GRANT,
        ...more,
      };
      if (patientId === colleagues) await agree(app, patientId, 'share-caregiver');
      await who.agent.post('/api/v1/invitations').send(body).expect(ok);
    }
    await until('each of them is rung', async () => closed.every(({ heard }) => heard.length > 0));
    const own = [colleagues, session.patientId, elsewhere.patientId, elsewhere.patientId];
    expect(closed.map(({ heard }) => new Set(heard.map(({ id }) => id)))).toEqual(own.map((id) => new Set([id])));
  });
});

describe('who asks for it', () => {
  it('belongs to the patient or cares for them: others are told nothing of what has ended', async () => {
    const anna = await invited();
    for (const [who, status] of [
      [circle.colleague, 404],
      [circle.neighbour, 404],
      [elsewhere.coordinator, 404],
      [circle.admin, 403],
      [circle.caregiver, 403],
    ] as const) {
      await who.agent.get(path()).expect(status);
      await act(who, 'end', `invited/${anna.id}`).expect(status);
    }
    expect(await endOf(anna.email)).toEqual({ came: [], never: [] });
    const agent = await signIn(app, circle.caregiver.email);
    expect((await agent.get('/api/v1/session').expect(200)).body.lookedAfter).toHaveLength(1);
  });
});

it('an address that is asked already, and an end in a year that nobody lives to see, are refused at their fields', async () => {
  const anna = await invited();
  const again = { id: randomUUID(), email: anna.email, name: 'A', role: 'caregiver', patientId: circle.patientId };
  const { body: open } = await circle.coordinator.agent.post('/api/v1/invitations').send(again).expect(409);
  expect([open.code, open.errors]).toEqual([
    'INVITATION_OPEN',
    [{ path: 'email', message: expect.stringMatching(/^has an invitation that is still open/) }],
  ]);
  const late = { ...again, id: randomUUID(), email: newAddress(), until: '2200-01-02T00:00:00Z' };
  const { body: far } = await circle.coordinator.agent.post('/api/v1/invitations').send(late).expect(422);
  expect(far.errors).toEqual([{ path: 'until', message: expect.stringMatching(/^must not be after 2199-12-31/) }]);
  await circle.coordinator.agent
    .post('/api/v1/invitations')
    .send({ ...late, until: '2200-01-01T11:59:59Z' })
    .expect(ok);
});
