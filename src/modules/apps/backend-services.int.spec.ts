import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { createTestApp, type TestApp } from '../../../test/support/app.js';
import { type CareCircle, gatherCareCircle } from '../../../test/support/care.js';
import { createClinic } from '../../../test/support/people.js';
import {
  askWithAssertion,
  assertionClaims,
  ASSERTION,
  codeFor,
  exchange,
  fhir,
  type KeyPair,
  newKeyPair,
  newVerifier,
  registerApp,
  sendForm,
  servePlace,
  type SmartApp,
} from '../../../test/support/smart-app.js';
import { endsWithin5s } from '../../../test/support/token-ends.js';
import { AuthorizationServer } from './authorization-server.js';

const SCOPE = 'system/Patient.rs';

let at: TestApp;
let north: CareCircle;
let south: CareCircle;
let keys: Record<'RS384' | 'ES384', KeyPair>;
let app: SmartApp;

beforeAll(async () => {
  at = await createTestApp();
  north = await gatherCareCircle(at, await createClinic(at, 'north'), 'Zephyrine');
  south = await gatherCareCircle(at, await createClinic(at, 'south'), 'Someone');
  keys = { RS384: await newKeyPair('RS384'), ES384: await newKeyPair('ES384') };
  app = await registerApp(north.admin, {
    kind: 'backend',
    scopes: 'system/*.rs',
    jwks: { keys: [keys.RS384.publicJwk, keys.ES384.publicJwk] },
  });
}, 120_000);
afterAll(() => at?.close());

const nowS = () => Math.floor(Date.now() / 1000);
const ask = async (wrong: Record<string, unknown> = {}, pair: KeyPair = keys.ES384, header = {}) =>
  askWithAssertion(at, await pair.sign(assertionClaims(at, app, wrong), header), SCOPE);

describe('a backend service', () => {
  it.each(['RS384', 'ES384'] as const)('gets a token for 300 s with %s, in its clinic only', async (alg) => {
    const { status, body } = await ask({}, keys[alg]);
    expect([status, body]).toEqual([
      200,
      { access_token: expect.any(String), token_type: 'Bearer', expires_in: 300, scope: SCOPE },
    ]);
    await fhir(at, body.access_token, `/Patient/${north.patientId}`).expect(200);
    await fhir(at, body.access_token, `/Patient/${south.patientId}`).expect(404);
    await fhir(at, body.access_token, `/Observation?patient=${north.patientId}`).expect(403);
  });

  it('may have a clock that is some seconds ahead of ours', async () => {
    expect((await ask({ iat: nowS() + 5, nbf: nowS() + 5 })).status).toBe(200);
  });

  it('may name the issuer as the audience, as RFC 7523 allows', async () => {
    expect((await ask({ aud: `${at.url}/oauth` })).status).toBe(200);
  });

  it('is over after its seconds', async () => {
    const { body } = await ask();
    await at.database.asOwner(`UPDATE oauth.item SET expires_at = now() WHERE kind = 'ClientCredentials'`);
    await fhir(at, body.access_token, '/Patient').expect(401);
  });

  it('gives a token back, and it ends within 5 seconds', async () => {
    const { body } = await ask();
    await fhir(at, body.access_token, '/Patient').expect(200);
    const assertion = await keys.ES384.sign(assertionClaims(at, app, { aud: `${at.url}/oauth/revoke` }));
    const fields = {
      client_assertion_type: ASSERTION,
      client_assertion: assertion,
    };
    expect((await sendForm(at, 'revoke', { ...fields, token: body.access_token })).status).toBe(200);
    await endsWithin5s(() => fhir(at, body.access_token, '/Patient'));
  });
});

describe('a wrong assertion', () => {
  it.each<[string, () => Promise<{ status: number; body: { error?: string } }>]>([
    ['exp ten minutes ahead', () => ask({ exp: nowS() + 600 })],
    ['exp in the past', () => ask({ exp: nowS() - 60 })],
    ['no exp', () => ask({ exp: undefined })],
    ['iat ten minutes ahead', () => ask({ iat: nowS() + 600 })],
    ['nbf three minutes ahead', () => ask({ nbf: nowS() + 200 })],
    ['no kid', () => ask({}, keys.ES384, { kid: undefined })],
    ['an empty kid', () => ask({}, keys.ES384, { kid: '' })],
    ['no jti', () => ask({ jti: undefined })],
    ['another iss', () => ask({ iss: 'somebody' })],
    ['another sub', () => ask({ sub: 'somebody' })],
    ['the aud of another server', () => ask({ aud: 'https://other.example/token' })],
    ['no aud', () => ask({ aud: undefined })],
    ['a key of somebody else', async () => ask({}, await newKeyPair('ES384'))],
    [
      'a key of somebody else under our kid',
      async () => ask({}, await newKeyPair('ES384'), { kid: keys.ES384.publicJwk.kid }),
    ],
    ['a kid that is a path', async () => ask({}, await newKeyPair('ES384'), { kid: '../../../etc/passwd' })],
    ['a key in its own header', async () => withOwnKey()],
    ['no signature', async () => askWithAssertion(at, unsigned(), SCOPE)],
    ['no JWT', () => askWithAssertion(at, 'nonsense', SCOPE)],
  ])('%s is refused', async (_, attempt) => {
    const { status, body } = await attempt();
    expect([400, 401]).toContain(status);
    expect(['invalid_client', 'invalid_request']).toContain(body.error);
  });

  it('that was shown before is refused, also at the same moment', async () => {
    const assertion = await keys.ES384.sign(assertionClaims(at, app));
    const answers = await Promise.all(Array.from({ length: 5 }, () => askWithAssertion(at, assertion, SCOPE)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const again = await askWithAssertion(at, assertion, SCOPE);
    expect([again.status, again.body.error]).toEqual([401, 'invalid_client']);
  });

  it('with a secret in place of a key is refused', async () => {
    const fields = { grant_type: 'client_credentials', scope: SCOPE, client_id: app.clientId, client_secret: 'guess' };
    expect((await sendForm(at, 'token', fields)).body.error).toBe('invalid_client');
  });

  async function withOwnKey() {
    const thief = await newKeyPair('ES384');
    return ask({}, thief, { jwk: thief.publicJwk, jku: 'https://evil.example/keys', kid: randomUUID() });
  }
  function unsigned() {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    return `${encode({ alg: 'none' })}.${encode(assertionClaims(at, app))}.`;
  }
});

describe('scopes of a backend service', () => {
  it.each([
    ['too wide', 'system/*.cruds', 'system/*.rs'],
    ['partly unknown', 'system/Patient.rs system/Spaceship.rs user/Patient.rs', 'system/Patient.rs'],
  ])('%s are cut down', async (_, asked, granted) => {
    const { body } = await askWithAssertion(at, await keys.ES384.sign(assertionClaims(at, app)), asked);
    expect(body.scope).toBe(granted);
  });

  it.each(['', 'banana', 'user/*.rs', 'system/Patient.c', 'launch/patient openid'])(
    '"%s" are refused',
    async (asked) => {
      const { status, body } = await askWithAssertion(at, await keys.ES384.sign(assertionClaims(at, app)), asked);
      expect([status, body.error]).toEqual([400, 'invalid_scope']);
    },
  );

  it('are no way to people: no code, no refresh token', async () => {
    const fields = { grant_type: 'refresh_token', refresh_token: 'x', client_id: app.clientId };
    expect((await sendForm(at, 'token', fields)).status).toBeGreaterThanOrEqual(400);
    const person = await registerApp(north.admin, { kind: 'confidential', scopes: 'user/*.rs' });
    const answer = await sendForm(at, 'token', { grant_type: 'client_credentials', scope: 'user/*.rs' }, person);
    expect(answer.body).toMatchObject({
      error: 'invalid_request',
      error_description: expect.stringContaining('grant type'),
    });
  });
});

describe('keys at an address', () => {
  it('are fetched, and kept for a minute whatever the address says', async () => {
    const place = await servePlace();
    try {
      const own = await registerApp(north.admin, { kind: 'backend', scopes: 'system/*.rs', jwksUri: place.url });
      const askAs = async (pair: KeyPair) => askWithAssertion(at, await pair.sign(assertionClaims(at, own)), SCOPE);
      place.answer(200, JSON.stringify({ keys: [keys.ES384.publicJwk] }), { 'cache-control': 'max-age=86400' });
      expect((await askAs(keys.ES384)).status).toBe(200);
      expect((await askAs(keys.ES384)).status).toBe(200);
      expect(place.asked()).toBe(1);
      expect((await keyStoreOf(own)).freshUntil! - nowS()).toBeLessThanOrEqual(60);
      expect((await askAs(keys.RS384)).body.error).toBe('invalid_client');
    } finally {
      await place.close();
    }
  });

  // Each holds the right key, so that only the fault stands in the way.
  it.each<[string, (place: Place, elsewhere: Place, right: string) => void]>([
    ['a redirect', (place, elsewhere) => place.answer(302, '', { location: elsewhere.url })],
    ['an error', (place, _, right) => place.answer(500, right)],
    ['no JSON', (place, _, right) => place.answer(200, `<html>${right}`)],
    ['no keys', (place) => place.answer(200, '{"keys":"none"}')],
    ['too much', (place, _, right) => place.answer(200, `${right.slice(0, -1)},"more":"${'x'.repeat(70_000)}"}`)],
  ])('that answers with %s prove nothing', async (_, answerWith) => {
    const [place, elsewhere] = await Promise.all([servePlace(), servePlace()]);
    try {
      const right = JSON.stringify({ keys: [keys.ES384.publicJwk] });
      elsewhere.answer(200, right);
      answerWith(place, elsewhere, right);
      const own = await registerApp(north.admin, { kind: 'backend', scopes: 'system/*.rs', jwksUri: place.url });
      const askOwn = async () => askWithAssertion(at, await keys.ES384.sign(assertionClaims(at, own)), SCOPE);
      const answer = await askOwn();
      expect([answer.status, answer.body.access_token]).toEqual([401, undefined]);
      expect([place.asked(), elsewhere.asked()]).toEqual([1, 0]);
      expect(answer.text).not.toContain(place.url);
      // Nothing but the answer was wrong: the same app with the right one gets its token.
      place.answer(200, right);
      await forgetFreshness(own);
      expect((await askOwn()).status).toBe(200);
    } finally {
      await Promise.all([place.close(), elsewhere.close()]);
    }
  });
});

describe('a confidential app with keys', () => {
  it('proves itself by them', async () => {
    const own = await registerApp(north.admin, {
      kind: 'confidential',
      scopes: 'user/*.rs',
      jwks: { keys: [keys.RS384.publicJwk] },
    });
    expect(own.secret).toBeNull();
    const verifier = newVerifier();
    const code = await codeFor(at, own, north.treating, 'user/*.rs', verifier);
    expect((await exchange(at, own, code, verifier)).body.error).toBe('invalid_client');
    const fields = { grant_type: 'authorization_code', code, redirect_uri: own.redirectUri, code_verifier: verifier };
    const client_assertion = await keys.RS384.sign(assertionClaims(at, own));
    const answer = await sendForm(at, 'token', { ...fields, client_assertion_type: ASSERTION, client_assertion });
    expect([answer.status, answer.body.scope]).toEqual([200, 'user/*.rs']);
  });
});

describe('an app that the admin ends', () => {
  it('is over by its row alone, whatever became of its tokens', async () => {
    const jwks = { keys: [keys.ES384.publicJwk] };
    const own = await registerApp(north.admin, { kind: 'backend', scopes: 'system/*.rs', jwks });
    const { body } = await askWithAssertion(at, await keys.ES384.sign(assertionClaims(at, own)), SCOPE);
    await at.database.asOwner('UPDATE app SET revoked_at = now() WHERE client_id = $1', [own.clientId]);
    await fhir(at, body.access_token, '/Patient').expect(401);
  });

  it('gets nothing any more, and what it got ends within 5 seconds', async () => {
    const own = await registerApp(north.admin, {
      kind: 'backend',
      scopes: 'system/*.rs',
      jwks: { keys: [keys.ES384.publicJwk] },
    });
    const askOwn = async () => askWithAssertion(at, await keys.ES384.sign(assertionClaims(at, own)), SCOPE);
    const { body } = await askOwn();
    await fhir(at, body.access_token, '/Patient').expect(200);
    await south.admin.agent.delete(`/api/v1/apps/${own.id}`).expect(404);
    await north.admin.agent.delete(`/api/v1/apps/${own.id}`).expect(204);
    expect((await askOwn()).body.error).toBe('invalid_client');
    await endsWithin5s(() => fhir(at, body.access_token, '/Patient'));
  });
});

type Place = Awaited<ReturnType<typeof servePlace>>;

/** The keys of an app as the authorisation server keeps them; `freshUntil` in seconds since 1970. */
async function keyStoreOf(own: SmartApp): Promise<{ freshUntil?: number }> {
  const client = await (await at.nest.get(AuthorizationServer).provider()).Client.find(own.clientId);
  return (client as unknown as { asymmetricKeyStore: { freshUntil?: number } }).asymmetricKeyStore;
}
/** As if the minute were over. */
const forgetFreshness = async (own: SmartApp) => void delete (await keyStoreOf(own)).freshUntil;
