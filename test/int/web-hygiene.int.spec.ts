import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createTestApp, type TestApp } from '../support/app.js';
import { createClinic, PASSWORD, type Person } from '../support/people.js';

/** What a browser is told, as behind a proxy with TLS. */
let app: TestApp;
let admin: Person;
let secure: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  admin = (await createClinic(app, 'clean')).admin;
  secure = await createTestApp({
    database: app.database,
    env: { PUBLIC_URL: 'https://clinic.example.org', SMTP_URL: 'smtp://127.0.0.1:1' },
  });
}, 60_000);
afterAll(async () => {
  await secure?.close();
  await app?.close();
});

const DYNAMIC = [
  '/api/v1/session',
  '/api/v1/patients',
  '/api/v1/sign-in/options',
  '/fhir/Patient',
  '/fhir/metadata',
  '/ingest/v1/payloads',
  '/oauth/jwks',
  '/api/v1/nothing',
];

describe('every answer', () => {
  it.each(DYNAMIC)('%s is kept in no cache, sniffed by no browser, framed by no page', async (path) => {
    const { headers } = await admin.agent.get(path);
    expect(headers['cache-control']).toMatch(/no-store|public/);
    if (!path.startsWith('/oauth')) expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toMatch(/frame-ancestors 'none'/);
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['server']).toBeUndefined();
  });

  it('lets pages use camera and microphone, and no script from elsewhere', async () => {
    const { headers } = await admin.agent.get('/api/v1/session').expect(200);
    expect(headers['permissions-policy']).toMatch(/^camera=\(self\), microphone=\(self\)/);
    expect(headers['content-security-policy']).toMatch(/script-src 'self'(;|$)/);
    expect(headers['content-security-policy']).toMatch(/worker-src 'self'(;|$)/);
    expect(headers['content-security-policy']).toMatch(/object-src 'none'.*base-uri 'none'/);
  });

  it('asks for https for a year, subdomains too, where the address is https', async () => {
    const { headers } = await request(secure.url).get('/fhir/metadata').expect(200);
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains');
    expect((await request(app.url).get('/fhir/metadata')).headers['strict-transport-security']).toBeUndefined();
  });

  it('has a content type that names its characters', async () => {
    for (const path of ['/api/v1/session', '/fhir/Patient', '/fhir/metadata'])
      expect((await admin.agent.get(path)).headers['content-type']).toMatch(/json; charset=utf-8$/);
  });
});

describe('a cookie', () => {
  it('is for no script, no other site, and https only where the address is', async () => {
    await app.database.asOwner('DELETE FROM auth.sign_in_attempt');
    const answer = await request(secure.url)
      .post('/auth/sign-in/email')
      .set('origin', 'https://clinic.example.org')
      .send({ email: admin.email, password: PASSWORD })
      .expect(200);
    const cookies = answer.headers['set-cookie'] as unknown as string[];
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__(Secure|Host)-/);
      for (const word of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(word);
      expect(cookie).not.toMatch(/domain=/i);
    }
  });
});

describe('a failed sign-in', () => {
  it('stands in the audit of the person’s clinic with its address; of an unknown account nothing is kept', async () => {
    const denied = () =>
      app.database.asOwner<{ actor: string; address: string }>(
        `SELECT actor, address FROM audit_event WHERE type = 'Session' AND interaction = 'sign-in' AND outcome = 'denied'`,
      );
    const attempt = (email: string) =>
      request(app.url)
        .post('/auth/sign-in/email')
        .set('origin', app.url)
        .send({ email, password: 'not the right one' });
    await attempt('stranger@clean.example').expect(401);
    expect(await denied()).toEqual([]);
    await attempt(admin.email).expect(401);
    expect(await denied()).toEqual([{ actor: `person/${admin.personId}`, address: '127.0.0.1' }]);
  });
});
