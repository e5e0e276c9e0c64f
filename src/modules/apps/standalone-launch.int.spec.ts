import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify } from 'jose';
import request from 'supertest';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { createClinic, ok } from '../../../test/support/people.js';
import {
  authorizeUrl,
  codeFor,
  connect,
  decide,
  exchange,
  fhir,
  newVerifier,
  refresh,
  registerApp,
  sendForm,
  type SmartApp,
  startRequest,
} from '../../../test/support/smart-app.js';
import { findActorNames } from '../audit/reading/audit.repository.js';

const SCOPES = 'openid fhirUser launch/patient offline_access patient/*.rs user/*.rs';

let at: TestApp;
let north: CareCircle;
let south: CareCircle;
let app: SmartApp;
let pub: SmartApp;

beforeAll(async () => {
  at = await createTestApp();
  north = await gatherCareCircle(at, await createClinic(at, 'north'), 'Zephyrine');
  south = await gatherCareCircle(at, await createClinic(at, 'south'), 'Someone');
  app = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
  pub = await registerApp(north.admin, { kind: 'public', scopes: SCOPES });
}, 120_000);
afterAll(() => at?.close());

describe('a standalone launch', () => {
  it('ends with a token about the patient, who is named in the answer and again on refresh', async () => {
    const tokens = await connect(
      at,
      app,
      north.patient,
      'launch/patient patient/Patient.rs offline_access',
      north.patientId,
    );
    expect(tokens).toMatchObject({
      token_type: 'Bearer',
      patient: north.patientId,
      scope: 'launch/patient offline_access patient/Patient.rs',
      expires_in: 900,
    });
    await fhir(at, tokens.access_token, `/Patient/${north.patientId}`).expect(200);
    const renewed = await refresh(at, app, tokens.refresh_token!);
    expect(renewed.body).toMatchObject({ patient: north.patientId, scope: tokens.scope });
    expect(renewed.body.access_token).not.toBe(tokens.access_token);
    await fhir(at, renewed.body.access_token, `/Patient/${north.patientId}`).expect(200);
  });

  it('gives a public app nothing to go on with unless it asks, and says who signed in where it does', async () => {
    const tokens = await connect(
      at,
      pub,
      north.patient,
      'openid fhirUser launch/patient patient/*.rs',
      north.patientId,
    );
    expect(tokens.refresh_token).toBeUndefined();
    const jwks = await request(at.url).get('/oauth/jwks').expect(200);
    const { payload } = await jwtVerify(tokens.id_token!, createLocalJWKSet(jwks.body), {
      issuer: `${at.url}/oauth`,
      audience: pub.clientId,
    });
    expect(payload['fhirUser']).toBe(`${at.url}/fhir/Patient/${north.patientId}`);
    expect(payload.sub).toBe(north.patient.personId);
    expect(jwks.text).not.toContain('"d"');
  });

  it('tells a refusal to the app, and nothing else', async () => {
    const uid = await startRequest(north.patient, authorizeUrl(at, app, 'launch/patient patient/*.rs', newVerifier()));
    const back = await decide(at, north.patient, uid, { allow: false });
    expect(Object.fromEntries(back.searchParams)).toMatchObject({ error: 'access_denied', state: 'state-of-the-app' });
    expect(back.searchParams.get('code')).toBeNull();
  });

  it('asks each time, also when nothing has changed', async () => {
    const url = authorizeUrl(at, app, 'launch/patient patient/*.rs', newVerifier(), { prompt: 'none' });
    const { headers } = await north.patient.agent.get(url).expect(303);
    expect(new URL(headers['location']!).searchParams.get('error')).toBe('interaction_required');
  });
});

describe('what is asked of the person', () => {
  it('is said before anything is shared', async () => {
    const uid = await startRequest(
      north.patient,
      authorizeUrl(at, app, 'launch/patient patient/Observation.rs patient/Nonsense.rs offline_access', newVerifier()),
    );
    const { body } = await north.patient.agent.get(`/api/v1/app-requests/${uid}`).expect(200);
    expect(body).toMatchObject({
      appName: 'App of kind confidential',
      clinicName: 'Clinic north',
      asks: [{ of: 'patient', type: 'Observation', reads: true, writes: false }],
      signsIn: false,
      staysConnected: true,
      patient: 'known',
      patients: [{ id: north.patientId }],
      sentTo: 'app.example',
    });
  });

  it('cannot be decided in another browser than the one it came from', async () => {
    const uid = await startRequest(north.neighbour, authorizeUrl(at, app, 'user/*.rs', newVerifier()));
    await north.patient.agent.get(`/api/v1/app-requests/${uid}`).expect(404);
    await north.patient.agent.post(`/api/v1/app-requests/${uid}/decision`).send({ allow: true }).expect(404);
  });

  it('is none of the business of another clinic', async () => {
    const uid = await startRequest(south.patient, authorizeUrl(at, app, 'user/*.rs', newVerifier()));
    const { body } = await south.patient.agent.get(`/api/v1/app-requests/${uid}`).expect(409);
    expect(body.code).toBe('APP_OF_OTHER_CLINIC');
    expect(JSON.stringify(body)).not.toContain('App of kind');
  });

  it.each([
    ['the patient of somebody else', () => north.neighbour.patientId!, 404],
    ['a patient of another clinic', () => south.patientId, 404],
    ['no patient at all', () => null, 422],
  ])('refuses %s', async (_, patientId, status) => {
    const uid = await startRequest(north.patient, authorizeUrl(at, app, 'launch/patient patient/*.rs', newVerifier()));
    await north.patient.agent
      .post(`/api/v1/app-requests/${uid}/decision`)
      .send({ allow: true, patientId: patientId() })
      .expect(status);
  });

  it('refuses a patient to an app that asked for none', async () => {
    const uid = await startRequest(north.patient, authorizeUrl(at, app, 'user/*.rs', newVerifier()));
    await north.patient.agent
      .post(`/api/v1/app-requests/${uid}/decision`)
      .send({ allow: true, patientId: north.patientId })
      .expect(422);
  });
});

describe('what a token reaches', () => {
  it('is the one patient, also for somebody who may see more', async () => {
    const tokens = await connect(at, app, north.coordinator, 'launch/patient patient/*.rs', north.patientId);
    await fhir(at, tokens.access_token, `/Patient/${north.patientId}`).expect(200);
    await fhir(at, tokens.access_token, `/Patient/${north.neighbour.patientId}`).expect(404);
    const { body } = await fhir(at, tokens.access_token, '/Patient').expect(200);
    expect(body.entry.map((e: { resource: { id: string } }) => e.resource.id)).toEqual([north.patientId]);
  });

  it('is what the person may see with user scopes, and no more', async () => {
    const tokens = await connect(at, app, north.treating, 'user/Patient.rs');
    await fhir(at, tokens.access_token, `/Patient/${north.patientId}`).expect(200);
    await fhir(at, tokens.access_token, `/Patient/${south.patientId}`).expect(404);
    const colleague = await connect(at, app, north.colleague, 'user/Patient.rs');
    await fhir(at, colleague.access_token, `/Patient/${north.patientId}`).expect(404);
    await fhir(at, tokens.access_token, `/Observation?patient=${north.patientId}`).expect(403);
  });

  it('ends with the treatment', async () => {
    const tokens = await connect(at, app, north.treating, 'launch/patient patient/*.rs', north.patientId);
    await fhir(at, tokens.access_token, `/Patient/${north.patientId}`).expect(200);
    await at.database.asOwner('DELETE FROM care_team_member WHERE patient_id = $1 AND person_id = $2', [
      north.patientId,
      north.treating.personId,
    ]);
    await fhir(at, tokens.access_token, `/Patient/${north.patientId}`).expect(403);
    await at.database.asOwner('INSERT INTO care_team_member (clinic_id, patient_id, person_id) VALUES ($1, $2, $3)', [
      north.clinicId,
      north.patientId,
      north.treating.personId,
    ]);
  });

  it.each([
    ['the grant has ended in the clinic', `UPDATE app_grant SET ended_at = now() WHERE ended_at IS NULL`],
    ['the authorisation server knows no grant', `DELETE FROM oauth.item WHERE kind = 'Grant'`],
  ])('is nothing once %s, also where the token is still there', async (_, sql) => {
    const tokens = await connect(at, app, north.treating, 'user/*.rs');
    await at.database.asOwner(sql);
    await fhir(at, tokens.access_token, '/Patient').expect(401);
  });

  it('never is our own API beyond the data', async () => {
    const tokens = await connect(at, app, north.coordinator, 'user/*.rs');
    for (const path of ['/api/v1/session', '/api/v1/members', '/api/v1/alerts', '/api/v1/account', '/api/v1/apps'])
      expect([path, (await bearer(tokens.access_token).get(path)).status]).toEqual([path, 403]);
  });

  it('is in the audit with the person and the app', async () => {
    const tokens = await connect(at, app, north.patient, 'launch/patient patient/*.rs', north.patientId);
    await fhir(at, tokens.access_token, `/Patient/${north.patientId}`).expect(200);
    const rows = await at.database.asOwner(
      `SELECT role, interaction, patient_id FROM audit_event WHERE actor = $1 ORDER BY id DESC LIMIT 1`,
      [`person/${north.patient.personId}/app/${app.id}`],
    );
    expect(rows).toEqual([{ role: 'patient', interaction: 'read', patient_id: north.patientId }]);
    const actor = `person/${north.patient.personId}/app/${app.id}`;
    const names = await at.surroundings.database.inClinic(north.clinicId, () => findActorNames([actor]));
    expect(names.get(actor)).toMatch(/^patient \d+ \(App of kind confidential\)$/);
  });

  const bearer = (token: string) => ({
    get: (path: string) => request(at.url).get(path).set('authorization', `Bearer ${token}`),
  });
});

describe('scopes', () => {
  it.each([
    ['what nobody knows is left out', 'user/Patient.rs user/Unheard.rs banana', 'user/Patient.rs'],
    ['what is too wide is cut down', 'user/Patient.cruds', 'user/Patient.rs'],
    ['a query is not granted', 'user/Patient.rs user/Observation.rs?category=vital-signs', 'user/Patient.rs'],
    ['system scopes are for nobody who sits there', 'user/Patient.rs system/*.rs', 'user/Patient.rs'],
    ['patient scopes need a patient', 'user/Patient.rs patient/*.rs', 'user/Patient.rs'],
    ['letters in another order are no scope', 'user/Patient.rs user/Observation.sr', 'user/Patient.rs'],
  ])('%s', async (_, asked, granted) => {
    expect((await connect(at, app, north.treating, asked)).scope).toBe(granted);
  });

  it('of which nothing can be granted are refused with what could be asked for', async () => {
    const { headers } = await north.patient.agent.get(authorizeUrl(at, app, 'banana', newVerifier())).expect(303);
    const said = new URL(headers['location']!).searchParams;
    expect(said.get('error')).toBe('invalid_scope');
    expect(said.get('error_description')).toContain('patient/*.rs');
  });
});

describe('a wrong request', () => {
  it.each([
    ['no redirect_uri', { redirect_uri: undefined }],
    ['another redirect_uri', { redirect_uri: 'https://evil.example/back' }],
    ['a redirect_uri with something behind', { redirect_uri: 'https://app.example/back/more' }],
    ['a redirect_uri in other letters', { redirect_uri: 'https://app.example/BACK' }],
    ['a redirect_uri with a query', { redirect_uri: 'https://app.example/back?x=1' }],
    ['an unknown client', { client_id: 'nobody' }],
  ])('%s is answered here, and nobody is sent anywhere', async (_, wrong) => {
    const answer = await north.patient.agent.get(authorizeUrl(at, app, 'user/*.rs', newVerifier(), wrong));
    expect(answer.status).toBe(400);
    expect(answer.headers['location']).toBeUndefined();
    expect(answer.text).toContain('This app cannot be connected');
  });

  it.each([
    ['no PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['PKCE in the clear', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['no aud', { aud: undefined }, 'invalid_request'],
    ['the aud of another server', { aud: 'https://other.example/fhir' }, 'invalid_request'],
    ['another resource', { resource: 'https://other.example/fhir' }, 'invalid_target'],
    ['another response type', { response_type: 'token' }, 'invalid_request'],
  ])('%s is told to the app', async (_, wrong, error) => {
    const { headers } = await north.patient.agent.get(authorizeUrl(at, app, 'user/*.rs', newVerifier(), wrong));
    const said = new URL(headers['location'] ?? 'about:blank');
    const fields = new URLSearchParams(said.search || said.hash.slice(1));
    expect([said.host, fields.get('error'), fields.get('code')]).toEqual(['app.example', error, null]);
  });
});

it('is answered by a redirect only', async () => {
  const url = authorizeUrl(at, app, 'user/*.rs', newVerifier(), { response_mode: 'form_post' });
  const answer = await north.patient.agent.get(url);
  expect(answer.status).toBe(400);
  expect(answer.text).toContain('response_mode is not allowed');
});

describe('a code', () => {
  it.each([
    ['another verifier', (code: string) => exchange(at, app, code, newVerifier())],
    [
      'no verifier',
      (code: string) =>
        sendForm(at, 'token', { grant_type: 'authorization_code', code, redirect_uri: app.redirectUri }, app),
    ],
    ['another app', (code: string, verifier: string) => exchange(at, pub, code, verifier)],
  ])('is worth nothing with %s', async (_, attempt) => {
    const verifier = newVerifier();
    const code = await codeFor(at, app, north.treating, 'user/*.rs', verifier);
    const { status, body } = await attempt(code, verifier);
    expect([status, body.error]).toEqual([400, 'invalid_grant']);
  });

  it('is good once: the second time ends what came of the first', async () => {
    const verifier = newVerifier();
    const code = await codeFor(at, app, north.treating, 'user/*.rs', verifier);
    const first = await exchange(at, app, code, verifier).then(({ body }) => body);
    expect((await exchange(at, app, code, verifier)).body.error).toBe('invalid_grant');
    await fhir(at, first.access_token, '/Patient').expect(401);
  });
});

describe('a refresh token', () => {
  const start = () => connect(at, app, north.treating, 'user/*.rs offline_access');

  it('is renewed with each use, and its second use ends the whole family', async () => {
    const first = await start();
    const second = (await refresh(at, app, first.refresh_token!)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(at, app, first.refresh_token!)).body.error).toBe('invalid_grant');
    expect((await refresh(at, app, second.refresh_token)).body.error).toBe('invalid_grant');
    await fhir(at, second.access_token, '/Patient').expect(401);
    const listed = await north.treating.agent.get('/api/v1/account/apps').expect(200);
    expect(listed.text).not.toContain('offline_access');
  });

  it('shown twice at the same moment is good for one at most, and for nobody afterwards', async () => {
    const { refresh_token } = await start();
    const answers = await Promise.all(Array.from({ length: 6 }, () => refresh(at, app, refresh_token!)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won.length).toBeLessThanOrEqual(1);
    for (const { body } of won) {
      expect((await refresh(at, app, body.refresh_token)).body.error).toBe('invalid_grant');
      await fhir(at, body.access_token, '/Patient').expect(401);
    }
  });

  it('is taken from the app’s own page in a browser, which may read the answer; from no other page', async () => {
    const from = (origin: string, path: string, fields: Record<string, string>) =>
      request(at.url)
        .post(`/oauth/${path}`)
        .set('origin', origin)
        .type('form')
        .send({ client_id: pub.clientId, ...fields });
    const { refresh_token: token = '' } = await connect(
      at,
      pub,
      north.patient,
      'patient/*.rs launch/patient offline_access',
      north.patientId,
    );
    const foreign = await from('http://evil.example', 'token', { grant_type: 'refresh_token', refresh_token: token });
    expect([foreign.status, foreign.headers['access-control-allow-origin']]).toEqual([400, undefined]);
    const own = await from('https://app.example', 'token', { grant_type: 'refresh_token', refresh_token: token });
    expect([own.status, own.headers['access-control-allow-origin']]).toEqual([200, 'https://app.example']);
    const given = await from('https://app.example', 'revoke', { token: own.body.refresh_token });
    expect([given.status, given.headers['access-control-allow-origin']]).toEqual([200, 'https://app.example']);
    const { headers } = await request(at.url).get('/oauth/jwks').set('origin', 'https://app.example').expect(200);
    expect(headers['access-control-allow-origin']).toBeDefined();
  });

  it('may be used for less, never for more', async () => {
    const { refresh_token } = await connect(
      at,
      app,
      north.treating,
      'user/Patient.rs user/Observation.rs offline_access',
    );
    const less = await refresh(at, app, refresh_token!, { scope: 'user/Patient.rs' });
    expect(less.body.scope).toBe('user/Patient.rs');
    const more = await refresh(at, app, less.body.refresh_token, {
      scope: 'user/Patient.rs user/DocumentReference.rs',
    });
    expect(more.body.error).toBe('invalid_scope');
  });

  it('ends with the membership', async () => {
    const { refresh_token } = await connect(at, app, north.colleague, 'user/*.rs offline_access');
    const set = (active: boolean) =>
      at.database.asOwner('UPDATE membership SET active = $1 WHERE person_id = $2', [active, north.colleague.personId]);
    await set(false);
    expect((await refresh(at, app, refresh_token!)).body.error).toBe('invalid_grant');
    await set(true);
  });
});

describe('a confidential app', () => {
  it('needs its secret', async () => {
    const wrong = { ...app, secret: 'swa_wrong' };
    const { refresh_token } = await connect(at, app, north.treating, 'user/*.rs offline_access');
    expect((await refresh(at, wrong, refresh_token!)).body.error).toBe('invalid_client');
    expect((await refresh(at, { ...app, secret: null }, refresh_token!)).body.error).toBe('invalid_client');
    expect((await refresh(at, app, refresh_token!)).status).toBe(200);
  });

  it('gets a new secret from the admin, and the old one is worth nothing', async () => {
    const own = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
    const { refresh_token } = await connect(at, own, north.treating, 'user/*.rs offline_access');
    const { body } = await north.admin.agent.put(`/api/v1/apps/${own.id}/proof`).send({}).expect(ok);
    expect((await refresh(at, own, refresh_token!)).body.error).toBe('invalid_client');
    expect((await refresh(at, { ...own, secret: body.clientSecret }, refresh_token!)).status).toBe(200);
  });
});

describe('introspection and revocation', () => {
  it('tell an app about its own tokens only', async () => {
    const tokens = await connect(at, app, north.patient, 'launch/patient patient/*.rs', north.patientId);
    const own = await sendForm(at, 'introspect', { token: tokens.access_token }, app);
    expect(own.body).toMatchObject({
      active: true,
      client_id: app.clientId,
      scope: tokens.scope,
      patient: north.patientId,
      sub: north.patient.personId,
      iss: `${at.url}/oauth`,
    });
    const other = await registerApp(north.admin, { kind: 'confidential', scopes: SCOPES });
    expect((await sendForm(at, 'introspect', { token: tokens.access_token }, other)).body).toEqual({ active: false });
    expect((await sendForm(at, 'introspect', { token: 'nonsense' }, app)).body).toEqual({ active: false });
    expect((await sendForm(at, 'introspect', { token: tokens.access_token })).status).toBe(400);
    expect((await sendForm(at, 'revoke', { token: tokens.access_token }, other)).status).toBe(200);
    await fhir(at, tokens.access_token, `/Patient/${north.patientId}`).expect(200);
  });

  it('end a token that is given back; an unknown one is no error', async () => {
    const tokens = await connect(at, app, north.treating, 'user/*.rs offline_access');
    expect((await sendForm(at, 'revoke', { token: tokens.refresh_token! }, app)).status).toBe(200);
    await fhir(at, tokens.access_token, '/Patient').expect(401);
    expect((await sendForm(at, 'introspect', { token: tokens.access_token }, app)).body).toEqual({ active: false });
    expect((await sendForm(at, 'revoke', { token: 'unknown' }, app)).status).toBe(200);
  });
});

describe('storage', () => {
  it('keeps no secret in the clear', async () => {
    const tokens = await connect(at, app, north.treating, 'user/*.rs offline_access');
    const kept = JSON.stringify([
      await at.database.asOwner('SELECT * FROM oauth.item'),
      await at.database.asOwner('SELECT * FROM app'),
      await at.database.asOwner('SELECT * FROM oauth.signing_key'),
    ]);
    for (const secret of [tokens.access_token, tokens.refresh_token!, app.secret!]) expect(kept).not.toContain(secret);
    expect(kept).not.toContain('"d":');
  });
});
