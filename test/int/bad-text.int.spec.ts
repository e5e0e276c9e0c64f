import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { buildOpenApi } from '../../src/platform/http/openapi.js';
import { createTestApp, type TestApp } from '../support/app.js';
import { createClinic, inviteAndAccept, type Person, tokenFor } from '../support/people.js';

/**
 * Text that PostgreSQL cannot keep, in every parameter of every address that the OpenAPI document and the
 * CapabilityStatement name: refused where it comes in, by the name of the field, and never a fault of ours.
 */
let app: TestApp;
let token: string;
let admin: Person;
let coordinator: Person;
beforeAll(async () => {
  app = await createTestApp();
  const clinic = await createClinic(app, 'bad-text');
  admin = clinic.admin;
  coordinator = await inviteAndAccept(app, admin, { role: 'coordinator' });
  token = await tokenFor(app, clinic.id);
}, 90_000);
afterAll(() => app?.close());

/** U+0000, half a surrogate pair as a careless program writes it, half a character, half an escape. */
const UNREADABLE = { 'U+0000': 'a%00b', 'half a surrogate pair': '%ED%A0%80', 'half a character': '%C3', '%': '5%' };

interface Place {
  readonly method: string;
  readonly path: string;
  readonly in: string;
  readonly name: string;
}

function places(): Place[] {
  return Object.entries(buildOpenApi(app.nest).paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { parameters?: { in: string; name: string }[] }>).flatMap(
      ([method, { parameters = [] }]) =>
        parameters.filter((p) => p.in !== 'header').map((p) => ({ method, path, in: p.in, name: p.name })),
    ),
  );
}

/** The address with this text in that one place, and something that fits in the others. */
function addressOf({ path, in: where, name }: Place, text: string): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_whole, part: string) =>
    where === 'path' && part === name ? text : randomUUID(),
  );
  return where === 'query' ? `${filled}?${name}=${text}` : filled;
}

/** As it is on the wire: no client in between that would write it well. */
async function ask(method: string, address: string): Promise<{ status: number; paths: unknown[] }> {
  const { agent } = /\/(apps|audit|members|clinic)/.test(address) ? admin : coordinator;
  const answer = await agent[method as 'get'](address);
  return { status: answer.status, paths: (answer.body.errors ?? []).map((e: { path: string }) => e.path) };
}

describe('text that nobody can keep', () => {
  it('is refused in every query and path of the API, by its name', async () => {
    const all = places();
    expect(all.filter((place) => place.in === 'query').length).toBeGreaterThan(50);
    const wrong: string[] = [];
    for (const place of all)
      for (const [what, text] of Object.entries(UNREADABLE)) {
        const { status, paths } = await ask(place.method, addressOf(place, text));
        // The router refuses a path that is no UTF-8 before it knows the names of its parts.
        const named = place.in === 'path' && what !== 'U+0000' ? true : paths[0] === place.name;
        if (status !== 400 || !named)
          wrong.push(`${place.method} ${place.path} ${place.in} ${place.name}, ${what}: ${status} ${paths.join()}`);
      }
    expect(wrong).toEqual([]);
  });

  it('is refused in every search and id of FHIR, as an OperationOutcome that names it', async () => {
    const { body } = await request(app.url).get('/fhir/metadata').expect(200);
    const resources = body.rest[0].resource as { type: string; searchParam?: { name: string }[] }[];
    const wrong: string[] = [];
    const check = async (name: string, address: string) => {
      const answer = await request(app.url).get(address).set('authorization', `Bearer ${token}`);
      const issue = answer.body.issue?.[0];
      if (answer.status !== 400 || issue?.expression?.[0] !== name) wrong.push(`${address}: ${answer.text}`);
    };
    for (const { type, searchParam = [] } of resources) {
      for (const { name } of searchParam)
        for (const text of Object.values(UNREADABLE)) await check(name, `/fhir/${type}?${name}=${text}`);
      await check('id', `/fhir/${type}/a%00b`);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['a header that says when to create', () => conditional('identifier=urn:x%7Ca%00b')],
    ['such a header with half a character', () => conditional('identifier=urn:x%7C%C3')],
    ['a client’s id in a form', () => form('/oauth/token', 'grant_type=authorization_code&client_id=a%00b')],
    ['a token in a form', () => form('/oauth/introspect', 'client_id=a%00b&client_secret=b&token=a%00b')],
    ['the same to revoke', () => form('/oauth/revoke', 'client_id=a%00b&client_secret=b&token=a%00b')],
    ['the address of a sign-on', () => request(app.url).get('/auth/callback/a%00b?state=a%00b')],
  ])('is refused in %s', async (_name, send) => {
    expect([400, 401]).toContain((await send()).status);
  });

  it.each<[string, object, string]>([
    ['U+0000', { givenName: 'a\0b' }, 'givenName'],
    ['half a surrogate pair', { careTeam: ['\ud83d'] }, 'careTeam.0'],
  ])('is refused in a body by its field: %s', async (_name, patient, path) => {
    const { status, body } = await coordinator.agent.post('/api/v1/patients').send(patient);
    expect([status, body.code, body.errors?.[0]?.path]).toEqual([400, 'JSON_REFUSED', path]);
  });

  it('is left alone behind the address of a page', async () => {
    const { status } = await request(app.url).get('/sign-in?then=5%');
    expect([200, 404]).toContain(status);
  });
});

const conditional = (condition: string) =>
  request(app.url)
    .post('/fhir/Patient')
    .set('authorization', `Bearer ${token}`)
    .set('content-type', 'application/fhir+json')
    .set('if-none-exist', condition)
    .send(JSON.stringify({ resourceType: 'Patient', name: [{ family: 'Doe' }] }));
const form = (address: string, body: string) =>
  request(app.url).post(address).set('content-type', 'application/x-www-form-urlencoded').send(body);
