import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { ClinicsService } from '../../src/modules/clinics/index.js';
import { newSecret } from '../../src/platform/auth/secrets.js';
import { addDays, civilDayOf } from '../../src/metrics/index.js';
import { query } from '../../src/platform/database/database.js';
import type { Agent, TestApp } from './app.js';
import type { ConsentPurpose } from '../../src/platform/auth/consent-condition.js';
import { agree, allowInvited, hasAccount } from './agree.js';
import { until } from './until.js';

const ZONE = 'Europe/Berlin';
/** So many days from today in the zone of the clinics made here: between their midnight and UTC's another day than UTC's. */
export const clinicDay = (offset = 0): string => addDays(civilDayOf(ZONE, Date.now()), offset);

/**
 * For stories that reckon in days: one that would begin shortly before midnight in the clinics begins after it. In a
 * `beforeAll` of its own, with `MIDNIGHT_MS` as its limit.
 */
export const awayFromMidnight = (): Promise<void> =>
  until('the next day', () => clinicDay() === civilDayOf(ZONE, Date.now() + STORY_MS), MIDNIGHT_MS);
const STORY_MS = 5 * 60_000;
export const MIDNIGHT_MS = 6 * 60_000;

export const PASSWORD = 'correct horse battery';

export type StaffRole = 'clinician' | 'coordinator' | 'admin' | 'auditor';
export type PersonRole = StaffRole | 'patient' | 'caregiver';

/** Somebody signed in. `agent` carries the session. */
export interface Person {
  readonly agent: Agent;
  readonly email: string;
  readonly name: string;
  readonly personId: string;
  readonly role: PersonRole;
  /** The patient this person is; null for others. */
  readonly patientId: string | null;
}

export interface TestClinic {
  readonly id: string;
  readonly slug: string;
  readonly admin: Person;
}

/** An empty clinic with its first admin signed in: made as the command line does, then through the front door. */
export async function createClinic(app: TestApp, slug: string): Promise<TestClinic> {
  const clinics = app.nest.get(ClinicsService);
  const id = await clinics.createClinic({ slug, name: `Clinic ${slug}`, timeZone: ZONE });
  const email = `admin@${slug}.example`;
  const { link } = await clinics.inviteFirstAdmin(id, { id: randomUUID(), email, name: `Admin of ${slug}` });
  await accept(app, link);
  return { id, slug, admin: await signInPerson(app, email) };
}

/** A browser with that person's session. Throws when the door stays shut. */
export async function signIn(app: TestApp, email: string, password: string = PASSWORD): Promise<Agent> {
  // Every test signs in from the same address; the limit itself has a test of its own.
  await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
  const agent = app.http();
  const answer = await agent.post('/auth/sign-in/email').send({ email, password });
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.status} ${answer.text}`);
  return agent;
}

async function signInPerson(app: TestApp, email: string): Promise<Person> {
  const agent = await signIn(app, email);
  const { body } = await agent.get('/api/v1/session').expect(200);
  return { agent, email, name: body.person.name, personId: body.person.id, role: body.role, patientId: body.patientId };
}

export async function accept(app: TestApp, link: string, password: string = PASSWORD): Promise<void> {
  const token = link.split('/').at(-1);
  await app.http().post(`/api/v1/invitations/${token}/accept`).send({ password }).expect(204);
}

/** Where mails leave, a patient's link goes to their address alone: another one, as if it had come there. */
async function mailedLink(app: TestApp, invitationId: string): Promise<string> {
  const { secret, hash } = newSecret('inv');
  await app.database.asOwner('UPDATE invitation SET token_hash = $2 WHERE id = $1', [invitationId, hash]);
  return `${app.url}/invite/${secret}`;
}

let count = 0;

/**
 * Invited by `by`, accepted, signed in. Staff are invited by the admin; patients and caregivers need `patientId`, who then
 * agrees to visits at a distance, to sharing with caregivers, and to this one.
 */
export async function inviteAndAccept(
  app: TestApp,
  by: Person,
  who: { role: PersonRole; name?: string; email?: string; profession?: string; patientId?: string },
): Promise<Person> {
  const email = who.email ?? `${who.role}-${++count}@people.example`;
  const followed = who.role === 'caregiver' ? who.patientId : undefined;
  const isAsked = followed !== undefined && (await hasAccount(app, followed));
  const { body } = await by.agent
    .post('/api/v1/invitations')
    .send({
      id: randomUUID(),
      email,
      ...(followed !== undefined && !isAsked ? { agreedHow: 'on-paper' } : {}),
      name: who.name ?? `${who.role} ${count}`,
      role: who.role,
      ...(who.profession ? { profession: who.profession } : {}),
      ...(who.patientId ? { patientId: who.patientId } : {}),
    })
    .expect(ok);
  if (isAsked) await allowInvited(app, body.id);
  await accept(app, body.link ?? (await mailedLink(app, body.id)));
  if (who.patientId) await agree(app, who.patientId, who.role === 'caregiver' ? 'share-caregiver' : 'telehealth');
  return signInPerson(app, email);
}

/** A patient registered by `by` with monitoring consent; on `by`'s care team unless `careTeam` says otherwise. */
export async function registerPatient(by: Person, patient: Record<string, unknown> = {}): Promise<string> {
  const { body } = await by.agent
    .post('/api/v1/patients')
    .send({
      id: randomUUID(),
      givenName: 'Test',
      familyName: `Patient ${++count}`,
      birthDate: '1970-05-17',
      timeZone: 'Europe/Berlin',
      careTeam: [by.personId],
      monitoringConsent: true,
      ...patient,
    })
    .expect(ok);
  return body.id as string;
}

/** Bearer token of an integration, made as `stepwell token` makes it. */
export async function tokenFor(
  app: TestApp,
  clinicId: string,
  scopes = 'system/*.cruds',
  sharesFor: ConsentPurpose | null = null,
): Promise<string> {
  const { secret, hash } = newSecret('swt');
  await app.surroundings.database.inClinic(clinicId, () =>
    query(
      `INSERT INTO api_token (clinic_id, id, token_hash, name, scopes, shares_for, expires_at) VALUES ($1, $2, $3, 'test', $4, $5, now() + interval '1 day')`,
      [clinicId, randomUUID(), hash, scopes, sharesFor],
    ),
  );
  return secret;
}

/** A connected socket with a fresh ticket. Closed with the app. Rejects when the server refuses. */
export async function socket(app: TestApp, agent: Agent, namespace: '/live' | '/visits'): Promise<Socket> {
  const { body } = await agent.post('/api/v1/socket-ticket').send({}).expect(200);
  return connect(app, namespace, body.ticket);
}

export async function connect(app: TestApp, namespace: '/live' | '/visits', ticket: unknown): Promise<Socket> {
  const client = io(app.url + namespace, {
    auth: { ticket },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
  app.onClose(() => client.close());
  await new Promise<void>((resolve, reject) => {
    client.once('connect', resolve);
    client.once('connect_error', reject);
  });
  return client;
}

/** The next event of that name, or an error after `withinMs`. */
export function nextEvent<Payload>(client: Socket, name: string, withinMs = 30_000): Promise<Payload> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No "${name}" within ${withinMs} ms`)), withinMs);
    client.once(name, (payload: Payload) => {
      clearTimeout(timer);
      resolve(payload);
    });
  });
}

/** For supertest's `expect`: any 2xx, else says what came. */
export function ok(answer: { status: number; text: string }): void {
  if (answer.status < 200 || answer.status > 299) throw new Error(`${answer.status} ${answer.text}`);
}
