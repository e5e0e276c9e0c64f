import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from 'fhir-kit-client';
import request from 'supertest';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { createClinic, tokenFor } from '../../../test/support/people.js';

let at: TestApp;
beforeAll(async () => {
  at = await createTestApp();
}, 60_000);
afterAll(() => at?.close());

describe('what an app finds out before it asks', () => {
  it('is the same in all three places, and where it says', async () => {
    const { body: smart } = await request(at.url).get('/fhir/.well-known/smart-configuration').expect(200);
    const { body: root } = await request(at.url).get('/.well-known/smart-configuration').expect(200);
    const { body: openid } = await request(at.url).get('/oauth/.well-known/openid-configuration').expect(200);
    expect(root).toEqual(smart);
    for (const field of [
      'issuer',
      'jwks_uri',
      'authorization_endpoint',
      'token_endpoint',
      'introspection_endpoint',
      'revocation_endpoint',
    ])
      expect([field, openid[field]]).toEqual([field, smart[field]]);
    for (const field of [
      'code_challenge_methods_supported',
      'response_types_supported',
      'token_endpoint_auth_signing_alg_values_supported',
    ])
      expect([field, openid[field].toSorted()]).toEqual([field, smart[field].toSorted()]);
    expect(openid.token_endpoint_auth_methods_supported.toSorted()).toEqual(
      smart.token_endpoint_auth_methods_supported.toSorted(),
    );
    expect(openid.grant_types_supported.toSorted()).toEqual(smart.grant_types_supported.toSorted());
    for (const field of ['userinfo_endpoint', 'registration_endpoint', 'end_session_endpoint'])
      expect(openid[field]).toBeUndefined();
    await request(at.url).get(new URL(smart.jwks_uri).pathname).expect(200);
  });

  it('is understood by a FHIR client that knows nothing of us', async () => {
    const found = await new Client({ baseUrl: `${at.url}/fhir` }).smartAuthMetadata();
    expect(String(found.authorizeUrl)).toBe(`${at.url}/oauth/authorize`);
    expect(String(found.tokenUrl)).toBe(`${at.url}/oauth/token`);
  });

  it('offers the scopes of what the CapabilityStatement does, letter by letter', async () => {
    const { body: smart } = await request(at.url).get('/.well-known/smart-configuration').expect(200);
    const { body: fhir } = await request(at.url).get('/fhir/metadata').expect(200);
    const WORKS: Record<string, string> = { c: 'create', r: 'read', u: 'update', d: 'delete', s: 'search-type' };
    const served = fhir.rest[0].resource as { type: string; interaction: { code: string }[] }[];
    const expected = served
      // Read by auditors in their own session; no scope reaches it.
      .filter(({ type }) => type !== 'AuditEvent')
      .map(({ type, interaction }) => {
        const codes = interaction.map(({ code }) => code);
        return `${type}.${[...'cruds'].filter((letter) => codes.includes(WORKS[letter]!)).join('')}`;
      });
    expect(expected).toContain('MedicationStatement.crs');
    for (const context of ['patient', 'user', 'system']) {
      const offered = (smart.scopes_supported as string[]).filter((scope) => scope.startsWith(`${context}/`));
      expect(offered.toSorted()).toEqual([...expected, '*.cruds'].map((scope) => `${context}/${scope}`).toSorted());
    }
  });

  it('stands in the CapabilityStatement', async () => {
    const { body } = await request(at.url).get('/fhir/metadata').expect(200);
    expect(body.rest[0].security).toMatchObject({
      cors: true,
      service: [
        {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'SMART-on-FHIR' }],
        },
      ],
    });
  });
});

describe('pages of other origins', () => {
  const ORIGIN = 'https://app.example';
  it.each(['/fhir/Patient', '/fhir/metadata', '/.well-known/smart-configuration', '/oauth/token'])(
    'may ask %s with a token, never with a cookie',
    async (path) => {
      const answer = await request(at.url)
        .options(path)
        .set('origin', ORIGIN)
        .set('access-control-request-method', 'POST')
        .set('access-control-request-headers', 'authorization');
      expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([204, '*']);
      expect(answer.headers['access-control-allow-headers']).toContain('authorization');
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    },
  );

  it.each(['/api/v1/session', '/auth/sign-in/email', '/ingest/v1/observations', '/fhirx', '/'])(
    'may not ask %s',
    async (path) => {
      const answer = await request(at.url)
        .options(path)
        .set('origin', ORIGIN)
        .set('access-control-request-method', 'GET');
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      const read = await request(at.url).get(path).set('origin', ORIGIN);
      expect(read.headers['access-control-allow-origin']).toBeUndefined();
    },
  );
});

describe('forms', () => {
  it('are for the authorisation server only', async () => {
    const token = await tokenFor(at, (await createClinic(at, 'forms')).id);
    const send = () => request(at.url).post('/fhir/Observation').type('form').send({ a: 'b' });
    await send().set('authorization', `Bearer ${token}`).expect(415);
    // Who asks comes first.
    await send().expect(401);
    await request(at.url).post('/auth/sign-in/email').type('form').send({ email: 'a', password: 'b' }).expect(415);
  });

  it('that are too long are refused', async () => {
    const answer = await request(at.url)
      .post('/oauth/token')
      .type('form')
      .send({ grant_type: 'x'.repeat(80_000) });
    expect(answer.status).toBe(400);
  });
});
