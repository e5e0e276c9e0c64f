import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { ageProof } from '../../../test/support/code-app.js';
import { createClinic, ok } from '../../../test/support/people.js';
import { connect, fhir, newKeyPair, refresh, registerApp } from '../../../test/support/smart-app.js';
import { endsWithin5s } from '../../../test/support/token-ends.js';

const SCOPES = 'launch/patient patient/*.rs user/*.rs offline_access';

let at: TestApp;
let north: CareCircle;
let south: CareCircle;

beforeAll(async () => {
  at = await createTestApp();
  north = await gatherCareCircle(at, await createClinic(at, 'north'), 'Zephyrine');
  south = await gatherCareCircle(at, await createClinic(at, 'south'), 'Someone');
}, 120_000);
afterAll(() => at?.close());

const body = (more: Record<string, unknown> = {}) => ({
  id: randomUUID(),
  name: 'An app',
  kind: 'public',
  redirectUris: ['https://app.example/back'],
  scopes: ['user/*.rs'],
  ...more,
});
const register = (more: Record<string, unknown> = {}) => north.admin.agent.post('/api/v1/apps').send(body(more));

describe('registering an app', () => {
  it.each<[string, Record<string, unknown>, string]>([
    ['an unknown member', { redirectUri: 'https://app.example' }, 'redirectUri'],
    ['no name', { name: ' ' }, 'name'],
    ['an unknown kind', { kind: 'friendly' }, 'kind'],
    ['nowhere to go back to', { redirectUris: [] }, 'redirectUris'],
    ['a place without TLS', { redirectUris: ['http://app.example/back'] }, 'redirectUris.0'],
    ['a place that is a script', { redirectUris: ['javascript:alert(1)'] }, 'redirectUris.0'],
    ['any place', { redirectUris: ['https://*.example/'] }, 'redirectUris.0'],
    ['no scope', { scopes: [] }, 'scopes'],
    ['a scope that is none', { scopes: ['user/*.rs', 'everything'] }, 'scopes.1'],
    ['a scope with a query', { scopes: ['user/Observation.rs?category=vital-signs'] }, 'scopes.0'],
    ['system scopes for people', { scopes: ['system/*.rs'] }, 'scopes.0'],
    ['patient scopes without a patient', { scopes: ['patient/*.rs'] }, 'scopes'],
    ['a public app with keys', { jwksUri: 'https://app.example/keys' }, 'jwks'],
    ['a backend service without keys', { kind: 'backend', redirectUris: [], scopes: ['system/*.rs'] }, 'jwks'],
    [
      'a backend service with people',
      { kind: 'backend', scopes: ['system/*.rs'], jwksUri: 'https://app.example/keys' },
      'redirectUris',
    ],
    [
      'keys without TLS',
      { kind: 'backend', redirectUris: [], scopes: ['system/*.rs'], jwksUri: 'http://app.example/keys' },
      'jwksUri',
    ],
    [
      'keys inside the network',
      { kind: 'backend', redirectUris: [], scopes: ['system/*.rs'], jwksUri: 'https://169.254.169.254/keys' },
      'jwksUri',
    ],
    [
      'keys on a private network, written for a machine',
      { kind: 'backend', redirectUris: [], scopes: ['system/*.rs'], jwksUri: 'https://[::ffff:10.0.0.1]/keys' },
      'jwksUri',
    ],
    [
      'a private key',
      { kind: 'confidential', jwks: { keys: [{ kid: 'a', kty: 'EC', crv: 'P-384', x: 'x', y: 'y', d: 'mine' }] } },
      'jwks',
    ],
    [
      'keys and their address',
      { kind: 'confidential', jwks: { keys: [{}] }, jwksUri: 'https://app.example/keys' },
      'jwks',
    ],
  ])('with %s is refused, and says where', async (_, more, path) => {
    const answer = await register(more);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(answer.text).not.toContain('mine');
  });

  it('with scopes as one text is told that it should be a list, and nothing else', async () => {
    const { status, body: problem } = await register({
      scopes: 'user/Patient.rs user/Observation.rs user/Consent.rs offline_access',
    });
    expect([status, problem.errors]).toEqual([422, [{ path: 'scopes', message: 'must be a list' }]]);
  });

  it('needs a proof that is not older than ten minutes; ending one needs none', async () => {
    const app = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
    await ageProof(at, north.admin, 11);
    expect((await register()).body.code).toBe('PROOF_NEEDED');
    expect((await north.admin.agent.put(`/api/v1/apps/${app.id}/proof`).send({})).body.code).toBe('PROOF_NEEDED');
    await north.admin.agent.delete(`/api/v1/apps/${app.id}`).expect(204);
    await ageProof(at, north.admin, 0);
  });

  it('twice with one id registers one', async () => {
    const id = randomUUID();
    await register({ id }).expect(ok);
    expect((await register({ id })).body.code).toBe('APP_EXISTS');
  });

  it('makes the client id itself: nobody takes that of another clinic', async () => {
    const app = await registerApp(north.admin, { kind: 'public', scopes: SCOPES });
    const other = await south.admin.agent
      .post('/api/v1/apps')
      .send(body({ id: app.id }))
      .expect(ok);
    expect(other.body.clientId).not.toBe(app.clientId);
  });

  it('shows the secret once, and keeps a hash', async () => {
    const app = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
    const listed = await north.admin.agent.get('/api/v1/apps').expect(200);
    expect(listed.text).not.toContain(app.secret!);
    expect(listed.body.items.find((one: { id: string }) => one.id === app.id)).toMatchObject({
      clientId: app.clientId,
      proof: 'secret',
      grants: 0,
      revokedAt: null,
    });
  });

  it('is told to its own clinic only, and stands in the audit', async () => {
    const app = await registerApp(north.admin, { kind: 'public', scopes: SCOPES });
    expect((await south.admin.agent.get('/api/v1/apps').expect(200)).text).not.toContain(app.clientId);
    const path = `/api/v1/apps/${app.id}`;
    await south.admin.agent.put(`${path}/proof`).send({}).expect(404);
    await south.admin.agent.delete(path).expect(404);
    expect((await south.admin.agent.get(`${path}/grants`).expect(200)).body.items).toEqual([]);
    const rows = await at.database.asOwner(
      `SELECT actor FROM audit_event WHERE type = 'App' AND interaction = 'create' AND object_id = $1`,
      [app.id],
    );
    expect(rows).toEqual([{ actor: `person/${north.admin.personId}` }]);
  });

  it('gives a public app nothing to prove itself by, also later', async () => {
    const app = await registerApp(north.admin, { kind: 'public', scopes: SCOPES });
    expect((await north.admin.agent.put(`/api/v1/apps/${app.id}/proof`).send({})).body.code).toBe('APP_IS_PUBLIC');
  });

  it('lets a secret be replaced by keys', async () => {
    const app = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
    const { publicJwk } = await newKeyPair('ES384');
    const jwks = { keys: [publicJwk] };
    const { body: proof } = await north.admin.agent.put(`/api/v1/apps/${app.id}/proof`).send({ jwks }).expect(ok);
    expect(proof).toEqual({ clientId: app.clientId, clientSecret: null });
  });
});

describe('what people allowed', () => {
  it('is listed for them and for the admin, and ended by either, for that one only', async () => {
    const app = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
    const scope = 'launch/patient offline_access patient/*.rs';
    const hers = await connect(at, app, north.patient, scope, north.patientId);
    const theirs = await connect(at, app, north.treating, scope, north.patientId);

    const listed = await north.admin.agent.get(`/api/v1/apps/${app.id}/grants`).expect(200);
    expect(listed.body.items).toHaveLength(2);
    const own = await north.patient.agent.get('/api/v1/account/apps').expect(200);
    expect(own.body.items).toMatchObject([{ appName: 'App of kind confidential', scopes: scope.split(' ') }]);
    const [{ id }] = own.body.items;

    await north.neighbour.agent.delete(`/api/v1/account/apps/${id}`).expect(404);
    await south.admin.agent.delete(`/api/v1/apps/${app.id}/grants/${id}`).expect(404);
    await fhir(at, hers.access_token, `/Patient/${north.patientId}`).expect(200);

    await north.patient.agent.delete(`/api/v1/account/apps/${id}`).expect(204);
    expect((await refresh(at, app, hers.refresh_token!)).body.error).toBe('invalid_grant');
    await endsWithin5s(() => fhir(at, hers.access_token, '/Patient'));
    await fhir(at, theirs.access_token, `/Patient/${north.patientId}`).expect(200);

    const [left] = (await north.admin.agent.get(`/api/v1/apps/${app.id}/grants`).expect(200)).body.items;
    await north.admin.agent.delete(`/api/v1/apps/${app.id}/grants/${left.id}`).expect(204);
    await endsWithin5s(() => fhir(at, theirs.access_token, '/Patient'));
  });

  it('ends with the app', async () => {
    const app = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
    const tokens = await connect(at, app, north.treating, 'user/*.rs offline_access');
    await fhir(at, tokens.access_token, '/Patient').expect(200);
    await north.admin.agent.delete(`/api/v1/apps/${app.id}`).expect(204);
    expect((await refresh(at, app, tokens.refresh_token!)).body.error).toBe('invalid_client');
    await endsWithin5s(() => fhir(at, tokens.access_token, '/Patient'));
    const [row] = await at.database.asOwner<{ open: number }>(
      'SELECT count(*)::int AS open FROM app_grant WHERE app_id = $1 AND ended_at IS NULL',
      [app.id],
    );
    expect(row).toEqual({ open: 0 });
  });

  it('ends with the membership', async () => {
    const app = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
    const tokens = await connect(at, app, north.colleague, 'user/*.rs');
    await fhir(at, tokens.access_token, '/Patient').expect(200);
    await at.database.asOwner('UPDATE membership SET active = false WHERE person_id = $1', [north.colleague.personId]);
    await endsWithin5s(() => fhir(at, tokens.access_token, '/Patient'));
  });
});
