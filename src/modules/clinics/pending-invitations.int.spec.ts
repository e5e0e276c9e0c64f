import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { mailsTo } from '../../../test/support/mails.js';
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
let coordinator: Person;
let patientId: string;
beforeAll(async () => {
  app = await createTestApp();
  north = await createClinic(app, 'north');
  south = await createClinic(app, 'south');
  coordinator = await inviteAndAccept(app, north.admin, { role: 'coordinator' });
  patientId = await registerPatient(coordinator);
}, 60_000);
afterAll(() => app?.close());

const staff = () => ({ id: randomUUID(), email: `${randomUUID()}@people.example`, name: 'New', role: 'clinician' });
const relative = () => ({ ...staff(), role: 'caregiver', patientId, agreedHow: 'on-paper' });
async function invite(
  by: Person,
  body: { id: string; email: string },
): Promise<{ id: string; email: string; link: string }> {
  const answer = await by.agent.post('/api/v1/invitations').send(body).expect(201);
  return { ...body, link: answer.body.link };
}
const list = async (person: Person): Promise<{ id: string; state: string }[]> =>
  (await person.agent.get('/api/v1/invitations').expect(200)).body.items;
const read = (link: string) => app.http().get(`/api/v1/invitations/${link.split('/').at(-1)}`);

describe('an invitation that nobody has accepted', () => {
  it('is mailed to the one it is for', async () => {
    const made = await invite(north.admin, staff());
    expect((await mailsTo(app, made.email))[0]?.text).toContain(made.link);
  });

  it('is listed until it is accepted', async () => {
    const made = await invite(north.admin, staff());
    expect((await list(north.admin)).find(({ id }) => id === made.id)).toMatchObject({
      email: made.email,
      role: 'clinician',
      state: 'open',
    });
    await accept(app, made.link);
    expect((await list(north.admin)).map(({ id }) => id)).not.toContain(made.id);
  });

  it('is listed as run out when its time is over, and a new link opens it again', async () => {
    const made = await invite(north.admin, staff());
    await app.database.asOwner(`UPDATE invitation SET expires_at = now() - interval '1 day' WHERE id = $1`, [made.id]);
    expect((await list(north.admin)).find(({ id }) => id === made.id)?.state).toBe('expired');
    const { body } = await north.admin.agent.post(`/api/v1/invitations/${made.id}/resend`).send({}).expect(200);
    await read(made.link).expect(404);
    await read(body.link).expect(200);
    expect((await mailsTo(app, made.email))[0]?.text).toContain(body.link);
    await accept(app, body.link);
  });

  it('that has run out gets no new link beside another one that is open', async () => {
    const old = await invite(north.admin, staff());
    await app.database.asOwner(`UPDATE invitation SET expires_at = now() - interval '1 day' WHERE id = $1`, [old.id]);
    const open = await invite(north.admin, { ...staff(), email: old.email });
    const { body } = await north.admin.agent.post(`/api/v1/invitations/${old.id}/resend`).send({}).expect(409);
    expect(body.code).toBe('INVITATION_OPEN');
    await read(open.link).expect(200);
  });

  it('opens nothing once it is taken back, and cannot be repeated', async () => {
    const made = await invite(north.admin, staff());
    const path = `/api/v1/invitations/${made.id}`;
    await north.admin.agent.delete(path).expect(204);
    await read(made.link).expect(404);
    await app
      .http()
      .post(`/api/v1/invitations/${made.link.split('/').at(-1)}/accept`)
      .send({ password: PASSWORD })
      .expect(404);
    await north.admin.agent.post(`${path}/resend`).send({}).expect(404);
    await north.admin.agent.delete(path).expect(404);
    await north.admin.agent
      .post('/api/v1/invitations')
      .send({ ...staff(), id: made.id, email: made.email })
      .expect(409);
  });

  it('of staff is not the coordinator’s to see, repeat or take back; of a relative it is', async () => {
    const theirs = await invite(north.admin, staff());
    const own = await invite(coordinator, relative());
    const ids = (await list(coordinator)).map(({ id }) => id);
    expect([ids.includes(theirs.id), ids.includes(own.id)]).toEqual([false, true]);
    await coordinator.agent.post(`/api/v1/invitations/${theirs.id}/resend`).send({}).expect(404);
    await coordinator.agent.delete(`/api/v1/invitations/${theirs.id}`).expect(404);
    await coordinator.agent.delete(`/api/v1/invitations/${own.id}`).expect(204);
  });

  it('of another clinic does not exist', async () => {
    const made = await invite(north.admin, staff());
    expect((await list(south.admin)).map(({ id }) => id)).not.toContain(made.id);
    await south.admin.agent.delete(`/api/v1/invitations/${made.id}`).expect(404);
    await south.admin.agent.post(`/api/v1/invitations/${made.id}/resend`).send({}).expect(404);
    await read(made.link).expect(200);
  });
});

describe('a link that was used', () => {
  it('says so and no more, to be read or accepted; one that was taken back is unknown', async () => {
    const who = staff();
    const made = await invite(north.admin, who);
    const path = `/api/v1/invitations/${made.link.split('/').at(-1)}`;
    await app.http().post(`${path}/accept`).send({ password: PASSWORD }).expect(204);
    for (const again of [app.http().get(path), app.http().post(`${path}/accept`).send({ password: PASSWORD })]) {
      const { body, text } = await again.expect(410);
      expect(body.code).toBe('INVITATION_USED');
      for (const secret of [who.email, who.name]) expect(text).not.toContain(secret);
    }
    const taken = await invite(north.admin, staff());
    await north.admin.agent.delete(`/api/v1/invitations/${taken.id}`).expect(204);
    await read(taken.link).expect(404);
  });
});

describe('somebody who has an account', () => {
  it('joins another clinic without the password when signed in with the invited address, and not with another', async () => {
    const person = await inviteAndAccept(app, north.admin, { role: 'clinician' });
    const made = await invite(south.admin, { ...staff(), email: person.email });
    const path = `/api/v1/invitations/${made.link.split('/').at(-1)}/accept`;
    expect((await app.http().post(path).send({})).body.code).toBe('PASSWORD_NEEDED');
    expect((await coordinator.agent.post(path).send({})).body.code).toBe('PASSWORD_NEEDED');
    await person.agent.post(path).send({}).expect(204);
    const agent = await signIn(app, person.email);
    expect((await agent.get('/api/v1/session').expect(200)).body.clinics).toHaveLength(2);
  });
});
