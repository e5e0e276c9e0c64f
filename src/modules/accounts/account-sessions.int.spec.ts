import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import {
  createClinic,
  inviteAndAccept,
  nextEvent,
  type Person,
  registerPatient,
  signIn,
  socket,
  type TestClinic,
} from '../../../test/support/people.js';

let app: TestApp;
let clinic: TestClinic;
let ana: Person;
let noor: Person;
let june: Person;
beforeAll(async () => {
  app = await createTestApp();
  clinic = await createClinic(app, 'sessions');
  ana = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
  noor = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
  june = await inviteAndAccept(app, noor, { role: 'patient', patientId: await registerPatient(noor) });
}, 60_000);
afterAll(() => app?.close());

interface Row {
  readonly id: string;
  readonly current: boolean;
}
const listOf = async (person: Pick<Person, 'agent'>): Promise<Row[]> =>
  (await person.agent.get('/api/v1/account/sessions').expect(200)).body.items;
const ofPerson = `"userId" = (SELECT auth_user_id FROM person WHERE id = $1)`;
const change = (person: Person, set: string) =>
  app.database.asOwner(`UPDATE auth."session" SET ${set} WHERE ${ofPerson}`, [person.personId]);

describe('the list of sessions', () => {
  it('says which is this one, where the others are, since when and until when', async () => {
    const other = app.http();
    await other
      .post('/auth/sign-in/email')
      .set('user-agent', 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0')
      .send({ email: ana.email, password: 'correct horse battery' })
      .expect(200);
    const items = await listOf(ana);
    expect(items.filter(({ current }) => current)).toHaveLength(1);
    expect(items.find(({ current }) => !current)).toEqual({
      id: expect.any(String),
      current: false,
      browser: 'Firefox',
      system: 'Android',
      address: '127.0.0.1',
      signedInAt: expect.any(String),
      seenAt: expect.any(String),
      endsAt: expect.any(String),
    });
  });

  it('ends one of them, at once', async () => {
    const other = await signIn(app, ana.email);
    const [mine] = (await listOf({ agent: other })).filter(({ current }) => current);
    await ana.agent.delete(`/api/v1/account/sessions/${mine?.id}`).expect(204);
    await other.get('/api/v1/session').expect(401);
    await ana.agent.get('/api/v1/session').expect(200);
    await ana.agent.delete(`/api/v1/account/sessions/${mine?.id}`).expect(404);
  });

  it('ends all others', async () => {
    const others = [await signIn(app, ana.email), await signIn(app, ana.email)];
    await ana.agent.delete('/api/v1/account/sessions').expect(204);
    for (const other of others) await other.get('/api/v1/session').expect(401);
    expect(await listOf(ana)).toEqual([expect.objectContaining({ current: true })]);
  });

  it('holds nobody else’s, and ends nobody else’s', async () => {
    const [theirs] = await listOf(noor);
    expect((await listOf(ana)).map(({ id }) => id)).not.toContain(theirs?.id);
    await ana.agent.delete(`/api/v1/account/sessions/${theirs?.id}`).expect(404);
    await noor.agent.get('/api/v1/session').expect(200);
  });

  it('loses the browser’s old session when it signs in again', async () => {
    const agent = await signIn(app, june.email);
    const before = await listOf({ agent });
    await agent.post('/auth/sign-in/email').send({ email: june.email, password: 'correct horse battery' }).expect(200);
    const after = await listOf({ agent });
    expect(after).toHaveLength(before.length);
    expect(after.find(({ current }) => current)?.id).not.toBe(before.find(({ current }) => current)?.id);
  });
});

describe('a session', () => {
  it.each<[string, () => Person, number, number]>([
    ['of staff ends after half an hour unused, after 12 hours anyway', () => ana, 1800, 12 * 3600],
    ['of a patient after 14 days unused, after 30 anyway', () => june, 14 * 86_400, 30 * 86_400],
  ])('%s', async (_name, who, idleSeconds, absoluteSeconds) => {
    const { body } = await who().agent.get('/api/v1/session').expect(200);
    expect(body.ends.idleSeconds).toBe(idleSeconds);
    const [row] = await app.database.asOwner<{ lasts: number }>(
      `SELECT extract(epoch FROM "expiresAt" - "createdAt")::int AS lasts FROM auth."session" WHERE ${ofPerson} ORDER BY "createdAt" LIMIT 1`,
      [who().personId],
    );
    expect(Math.abs((row?.lasts ?? 0) - absoluteSeconds)).toBeLessThan(5);
  });

  it('stays open by what the person does, not by what the page asks for by itself', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const unused = async () =>
      (
        await app.database.asOwner<{ s: number }>(
          `SELECT extract(epoch FROM now() - "seenAt")::int AS s FROM auth."session" WHERE ${ofPerson}`,
          [person.personId],
        )
      )[0]?.s;
    await change(person, `"seenAt" = now() - interval '20 minutes'`);
    await person.agent.get('/api/v1/session').set('x-stepwell-idle', '1').expect(200);
    expect(await unused()).toBeGreaterThan(1000);
    await person.agent.get('/api/v1/session').expect(200);
    expect(await unused()).toBeLessThan(100);
  });

  it.each<[string, string]>([
    ['unused for too long', `"seenAt" = now() - interval '31 minutes'`],
    ['open for too long', `"expiresAt" = now() - interval '1 second'`],
  ])(
    '%s is over, also on its socket',
    async (_name, set) => {
      const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
      const client = await socket(app, person.agent, '/live');
      const gone = nextEvent(client, 'disconnect');
      await change(person, set);
      await gone;
      await person.agent.get('/api/v1/session').expect(401);
    },
    60_000,
  );

  it('that is revoked takes its sockets along, and no other', async () => {
    const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician' });
    const lost = await signIn(app, person.email);
    const [mine] = (await listOf({ agent: lost })).filter(({ current }) => current);
    const [client, stays] = [await socket(app, lost, '/live'), await socket(app, person.agent, '/live')];
    const gone = nextEvent(client, 'disconnect');
    await person.agent.delete(`/api/v1/account/sessions/${mine?.id}`).expect(204);
    await gone;
    expect(stays.connected).toBe(true);
  }, 60_000);

  it('from before somebody joined the staff gets the staff’s limits', async () => {
    const patient = await inviteAndAccept(app, noor, { role: 'patient', patientId: await registerPatient(noor) });
    const west = await createClinic(app, 'sessions-west');
    await inviteAndAccept(app, west.admin, { role: 'clinician', email: patient.email });
    const { body } = await patient.agent.get('/api/v1/session').expect(200);
    expect(body.ends.idleSeconds).toBe(1800);
  });
});
