import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import request, { type Response } from 'supertest';
import type { TestApp } from './app.js';
import { ok, type Person } from './people.js';

export const BACK = 'https://app.example/back';

/** An app from outside, written by hand as its maker would: it knows its client id and how it proves itself. */
export interface SmartApp {
  readonly id: string;
  readonly clientId: string;
  readonly secret: string | null;
  readonly redirectUri: string;
}

/** Registers an app as the clinic's admin does. */
export async function registerApp(
  admin: Person,
  input: { kind: 'public' | 'confidential' | 'backend'; scopes: string; redirectUri?: string; [more: string]: unknown },
): Promise<SmartApp> {
  const { kind, scopes, redirectUri = BACK, ...more } = input;
  const id = randomUUID();
  const { body } = await admin.agent
    .post('/api/v1/apps')
    .send({
      id,
      name: `App of kind ${kind}`,
      kind,
      scopes: scopes.split(' '),
      redirectUris: kind === 'backend' ? [] : [redirectUri],
      ...more,
    })
    .expect(ok);
  return { id, clientId: body.clientId, secret: body.clientSecret, redirectUri };
}

export const newVerifier = () => randomBytes(32).toString('base64url');
export const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

/** The address an app sends the browser to. */
export function authorizeUrl(
  at: TestApp,
  app: SmartApp,
  scope: string,
  verifier: string,
  more: Record<string, string | undefined> = {},
): string {
  const fields = {
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope,
    state: 'state-of-the-app',
    aud: `${at.url}/fhir`,
    code_challenge: challengeOf(verifier),
    code_challenge_method: 'S256',
    ...more,
  };
  const given = Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined);
  return `/oauth/authorize?${new URLSearchParams(given)}`;
}

/** Sends the person's browser to us and answers with the id of the request it is asked about. */
export async function startRequest(person: Person, url: string): Promise<string> {
  const answer = await person.agent.get(url);
  const uid = /\/authorize\/([\w-]+)$/.exec(answer.headers['location'] ?? '')?.[1];
  if (answer.status !== 303 || !uid) throw new Error(`${answer.status} ${answer.headers['location']} ${answer.text}`);
  return uid;
}

/** The person decides; answers with the address the browser ends at, in the app. */
export async function decide(
  at: TestApp,
  person: Person,
  uid: string,
  decision: { allow: boolean; patientId?: string | null },
): Promise<URL> {
  const { body } = await person.agent.post(`/api/v1/app-requests/${uid}/decision`).send(decision).expect(ok);
  const { headers, status, text } = await person.agent.get(String(body.next).replace(at.url, ''));
  if (status !== 303 || !headers['location']) throw new Error(`${status} ${text}`);
  return new URL(headers['location']);
}

/** A whole standalone launch: the code of the person who allowed it. */
export async function codeFor(
  at: TestApp,
  app: SmartApp,
  person: Person,
  scope: string,
  verifier: string,
  patientId?: string,
): Promise<string> {
  const uid = await startRequest(person, authorizeUrl(at, app, scope, verifier));
  const back = await decide(at, person, uid, { allow: true, ...(patientId ? { patientId } : {}) });
  const code = back.searchParams.get('code');
  if (!code) throw new Error(`no code in ${back.href}`);
  return code;
}

/** A form to the authorisation server, as the app sends it. */
export function sendForm(
  at: TestApp,
  path: 'token' | 'introspect' | 'revoke',
  fields: Record<string, string>,
  app?: SmartApp,
): Promise<Response> {
  const ask = request(at.url).post(`/oauth/${path}`).type('form');
  if (app?.secret) void ask.auth(app.clientId, app.secret);
  return Promise.resolve(ask.send({ ...(app && !app.secret ? { client_id: app.clientId } : {}), ...fields }));
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly scope: string;
  readonly patient?: string;
  readonly expires_in: number;
}

/** Launch and exchange in one. */
export async function connect(
  at: TestApp,
  app: SmartApp,
  person: Person,
  scope: string,
  patientId?: string,
): Promise<Tokens> {
  const verifier = newVerifier();
  const code = await codeFor(at, app, person, scope, verifier, patientId);
  const answer = await exchange(at, app, code, verifier);
  if (answer.status !== 200) throw new Error(`${answer.status} ${answer.text}`);
  return answer.body as Tokens;
}

export const exchange = (at: TestApp, app: SmartApp, code: string, verifier: string) =>
  sendForm(
    at,
    'token',
    { grant_type: 'authorization_code', code, redirect_uri: app.redirectUri, code_verifier: verifier },
    app,
  );

export const refresh = (at: TestApp, app: SmartApp, token: string, more: Record<string, string> = {}) =>
  sendForm(at, 'token', { grant_type: 'refresh_token', refresh_token: token, ...more }, app);

/** A FHIR request with the token, as from the app's own server. */
export const fhir = (at: TestApp, token: string, path: string) =>
  request(at.url).get(`/fhir${path}`).set('authorization', `Bearer ${token}`);

export interface KeyPair {
  readonly alg: 'RS384' | 'ES384';
  readonly publicJwk: JWK;
  readonly sign: (claims: Record<string, unknown>, header?: Record<string, unknown>) => Promise<string>;
}

export async function newKeyPair(alg: 'RS384' | 'ES384'): Promise<KeyPair> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    alg,
    publicJwk: { ...jwk, kid, alg },
    sign: (claims, header = {}) => new SignJWT(claims).setProtectedHeader({ alg, kid, ...header }).sign(privateKey),
  };
}

export const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The claims of SMART backend services; `wrong` puts something else in their place. */
export const assertionClaims = (at: TestApp, app: SmartApp, wrong: Record<string, unknown> = {}) => ({
  iss: app.clientId,
  sub: app.clientId,
  aud: `${at.url}/oauth/token`,
  exp: Math.floor(Date.now() / 1000) + 240,
  jti: randomUUID(),
  ...wrong,
});

export const askWithAssertion = (at: TestApp, assertion: string, scope: string) =>
  sendForm(at, 'token', {
    grant_type: 'client_credentials',
    scope,
    client_assertion_type: ASSERTION,
    client_assertion: assertion,
  });

/** A web server on loopback that answers what it is told to: the place of an app's keys. */
export async function servePlace(): Promise<{
  readonly url: string;
  asked: () => number;
  answer: (status: number, body: string, headers?: Record<string, string>) => void;
  readonly close: () => Promise<void>;
}> {
  let count = 0;
  let next = { status: 200, body: '{}', headers: {} as Record<string, string> };
  const server = createServer((_, response) => {
    count++;
    response.writeHead(next.status, { 'content-type': 'application/json', ...next.headers }).end(next.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}/keys`,
    asked: () => count,
    answer: (status, body, headers = {}) => (next = { status, body, headers }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
