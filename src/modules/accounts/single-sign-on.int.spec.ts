import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Agent, createTestApp, type TestApp } from '../../../test/support/app.js';
import { freePort } from '../../../test/support/free-port.js';
import { type IdentityProvider, openIdentityProvider } from '../../../test/support/identity-provider.js';
import {
  createClinic,
  inviteAndAccept,
  PASSWORD,
  type Person,
  registerPatient,
  type TestClinic,
} from '../../../test/support/people.js';

let app: TestApp;
let clinic: TestClinic;
let coordinator: Person;
let provider: IdentityProvider;
const folder = mkdtempSync(join(tmpdir(), 'stepwell-sso-'));

beforeAll(async () => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  provider = await openIdentityProvider(`${url}/auth/callback/harbour`);
  writeFileSync(join(folder, 'secret'), `${provider.clientSecret}\n`);
  const { issuer, clientId } = provider;
  app = await createTestApp({
    env: {
      PORT: String(port),
      PUBLIC_URL: url,
      STEPWELL_SINGLE_SIGN_ON: JSON.stringify([
        {
          id: 'harbour',
          name: 'Harbour Hospital',
          issuer,
          clientId,
          clientSecretFile: join(folder, 'secret'),
          domains: ['harbour.example'],
        },
      ]),
    },
    port,
  });
  clinic = await createClinic(app, 'harbour');
  coordinator = await inviteAndAccept(app, clinic.admin, { role: 'coordinator' });
}, 60_000);
afterAll(async () => {
  await app?.close();
  await provider?.close();
  rmSync(folder, { recursive: true });
});

/** From the button to the page one lands on, as a browser goes: through the provider, with the cookies of both. */
async function signOn(agent: Agent, more: object = {}, returning: Agent = agent): Promise<URL> {
  const { body } = await agent
    .post('/auth/sign-in/social')
    .send({ provider: 'harbour', callbackURL: '/welcome', errorCallbackURL: '/sign-in', ...more })
    .expect(200);
  const cookies = new Map<string, string>();
  let next = new URL(body.url as string);
  for (let hop = 0; hop < 12 && next.origin === provider.issuer; hop++) {
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`The provider stopped at ${next.pathname}: ${answer.status} ${await answer.text()}`);
    next = new URL(location, next);
  }
  const back = await returning.get(next.pathname + next.search);
  expect(back.status).toBe(302);
  return new URL(String(back.headers['location']), app.url);
}

const staffAt = async (domain: string): Promise<Person> => {
  const person = await inviteAndAccept(app, clinic.admin, { role: 'clinician', email: `${randomUUID()}@${domain}` });
  await app.database.asOwner('UPDATE auth."user" SET "emailVerified" = true WHERE email = $1', [person.email]);
  return person;
};

describe('an organisation’s sign-on', () => {
  it('is offered by name, without what it is configured with', async () => {
    const { body } = await app.http().get('/api/v1/sign-in/options').expect(200);
    expect(body.singleSignOn).toEqual([{ id: 'harbour', name: 'Harbour Hospital' }]);
  });

  it('opens the account of a member of staff, again and again', async () => {
    const person = await staffAt('harbour.example');
    provider.become({ sub: randomUUID(), email: person.email });
    for (let i = 0; i < 2; i++) {
      const agent = app.http();
      expect((await signOn(agent)).pathname).toBe('/welcome');
      expect((await agent.get('/api/v1/session').expect(200)).body.person.id).toBe(person.personId);
    }
    expect((await person.agent.get('/api/v1/account').expect(200)).body.singleSignOn).toEqual([
      { id: 'harbour', name: 'Harbour Hospital' },
    ]);
  });

  it('keeps none of the provider’s tokens', async () => {
    const rows = await app.database.asOwner<{ tokens: string }>(
      `SELECT concat("accessToken", "refreshToken", "idToken") AS tokens FROM auth.account WHERE "providerId" = 'harbour'`,
    );
    expect(rows.map(({ tokens }) => tokens).join('')).toBe('');
  });

  it.each<[string, () => Promise<{ email: string; email_verified?: boolean }>, string]>([
    ['somebody whom nobody invited', async () => ({ email: 'stranger@harbour.example' }), 'signup_disabled'],
    [
      'staff of another domain',
      async () => ({ email: (await staffAt('elsewhere.example')).email }),
      'account_not_linked',
    ],
    [
      'an address that the provider calls unproven',
      async () => ({ email: (await staffAt('harbour.example')).email, email_verified: false }),
      'account_not_linked',
    ],
    [
      'a patient, though of the organisation’s domain',
      async () => {
        const email = `${randomUUID()}@harbour.example`;
        const patientId = await registerPatient(coordinator);
        await inviteAndAccept(app, coordinator, { role: 'patient', patientId, email });
        await app.database.asOwner('UPDATE auth."user" SET "emailVerified" = true WHERE email = $1', [email]);
        return { email };
      },
      'not_staff',
    ],
    [
      'an address that its owner never confirmed here',
      async () => {
        const { email } = await staffAt('harbour.example');
        await app.database.asOwner('UPDATE auth."user" SET "emailVerified" = false WHERE email = $1', [email]);
        return { email };
      },
      'account_not_linked',
    ],
  ])('does not let in %s', async (_name, who, error) => {
    provider.become({ sub: randomUUID(), ...(await who()) });
    const agent = app.http();
    const landed = await signOn(agent);
    expect([landed.pathname, landed.searchParams.get('error')]).toEqual(['/sign-in', error]);
    await agent.get('/api/v1/session').expect(401);
  });

  it('is of one person of the organisation: who is given the address later does not get the account', async () => {
    const person = await staffAt('harbour.example');
    const first = { sub: randomUUID(), email: person.email };
    provider.become(first);
    expect((await signOn(app.http())).pathname).toBe('/welcome');
    provider.become({ sub: randomUUID(), email: person.email });
    const agent = app.http();
    expect((await signOn(agent)).searchParams.get('error')).toBe('connected_to_another');
    await agent.get('/api/v1/session').expect(401);
    provider.become(first);
    expect((await signOn(app.http())).pathname).toBe('/welcome');
  });

  it('ends with the membership, and when the provider moves the person to another domain', async () => {
    const person = await staffAt('harbour.example');
    const sub = randomUUID();
    provider.become({ sub, email: person.email });
    expect((await signOn(app.http())).pathname).toBe('/welcome');
    provider.become({ sub, email: person.email.replace('harbour', 'sold') });
    expect((await signOn(app.http())).searchParams.get('error')).toBe('not_of_this_organisation');
    provider.become({ sub, email: person.email });
    await app.database.asOwner('UPDATE membership SET active = false WHERE person_id = $1', [person.personId]);
    expect((await signOn(app.http())).searchParams.get('error')).toBe('not_staff');
  });

  it('proves who one is only when the provider has just asked', async () => {
    const person = await staffAt('harbour.example');
    const identity = { sub: randomUUID(), email: person.email };
    const agent = app.http();
    provider.become(identity, 3600);
    await signOn(agent, { additionalParams: { max_age: '7200' } });
    await agent.get('/api/v1/session').expect(200);
    expect((await agent.post('/api/v1/account/code-app').send({})).body.code).toBe('PROOF_NEEDED');
    provider.become(identity);
    await signOn(agent, { additionalParams: { prompt: 'login', max_age: '0' } });
    await agent.post('/api/v1/account/code-app').send({}).expect(200);
  });

  it('does not lead to another site', async () => {
    for (const callbackURL of ['https://evil.example', '//evil.example', '/\\evil.example'])
      await app.http().post('/auth/sign-in/social').send({ provider: 'harbour', callbackURL }).expect(403);
  });

  it('takes no answer that was made up, and none that another browser asked for', async () => {
    const person = await staffAt('harbour.example');
    provider.become({ sub: randomUUID(), email: person.email });
    const answer = await app.http().get('/auth/callback/harbour?code=abc&state=made-up');
    expect(new URL(String(answer.headers['location']), app.url).searchParams.get('error')).toBe('state_mismatch');
    const other = app.http();
    expect((await signOn(app.http(), {}, other)).searchParams.get('error')).toBe('state_mismatch');
    await other.get('/api/v1/session').expect(401);
  });
});

describe('an invitation to somebody of the organisation', () => {
  it('needs no password: the sign-on opens the account afterwards', async () => {
    const email = `${randomUUID()}@harbour.example`;
    const { body } = await clinic.admin.agent
      .post('/api/v1/invitations')
      .send({ id: randomUUID(), email, name: 'New', role: 'clinician' })
      .expect(201);
    const path = `/api/v1/invitations/${body.link.split('/').at(-1)}`;
    expect((await app.http().get(path).expect(200)).body.singleSignOn).toBe(true);
    await app.http().post(`${path}/accept`).send({}).expect(204);
    provider.become({ sub: randomUUID(), email });
    const agent = app.http();
    expect((await signOn(agent)).pathname).toBe('/welcome');
    expect((await agent.get('/api/v1/account').expect(200)).body).toMatchObject({ password: false, email });
    expect((await app.http().post('/auth/sign-in/email').send({ email, password: PASSWORD })).status).toBe(401);
  });

  it('elsewhere still needs one', async () => {
    const { body } = await clinic.admin.agent
      .post('/api/v1/invitations')
      .send({ id: randomUUID(), email: `${randomUUID()}@people.example`, name: 'New', role: 'clinician' })
      .expect(201);
    const path = `/api/v1/invitations/${body.link.split('/').at(-1)}`;
    expect((await app.http().post(`${path}/accept`).send({})).status).toBe(422);
  });
});
