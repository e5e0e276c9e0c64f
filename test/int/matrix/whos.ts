import request from 'supertest';
import type { Role } from '../../../src/platform/auth/caller.js';
import type { SharingPurpose } from '../../../src/platform/auth/consent-condition.js';
import type { TestApp } from '../../support/app.js';
import { type Person, tokenFor } from '../../support/people.js';
import { connect, type SmartApp } from '../../support/smart-app.js';
import type { Who } from './who.js';

/** What decides how far somebody gets; what is left out, they have not. */
export type Facts = Partial<Pick<Who, 'patientId' | 'teamOf' | 'memberOf' | 'granted' | 'glasses' | 'asks'>>;

const NOTHING = {
  clinicId: null,
  personId: null,
  role: null,
  patientId: null,
  teamOf: [],
  memberOf: [],
  granted: {},
  glasses: [],
  scopes: '',
  inPatient: null,
  sharesFor: null,
  asks: ['plain'],
  agent: null,
} as const satisfies Partial<Who>;

const bearer =
  (app: TestApp, token: string): Who['send'] =>
  (method, path) =>
    request(app.url)[method](path).set('authorization', `Bearer ${token}`);

export const nobody = (app: TestApp): Who => ({
  ...NOTHING,
  name: 'nobody',
  kind: 'nobody',
  asks: ['plain', 'merged'],
  send: (method, path) => request(app.url)[method](path).set('origin', app.url),
});

export const aPerson = (name: string, clinicId: string, person: Person, facts: Facts = {}): Who => ({
  ...NOTHING,
  ...facts,
  name,
  kind: 'person',
  clinicId,
  personId: person.personId,
  role: person.role as Role,
  send: (method, path) => person.agent[method](path),
  agent: person.agent,
});

/** An app that one of these people has let in, with their rights as far as its scopes go. */
export async function anApp(
  app: TestApp,
  smart: SmartApp,
  name: string,
  [who, person]: readonly [Who, Person],
  scopes: string,
  inPatient: string | null = null,
): Promise<Who> {
  const { access_token: token } = await connect(app, smart, person, scopes, inPatient ?? undefined);
  return { ...who, name, kind: 'app', scopes, inPatient, send: bearer(app, token), agent: null };
}

export async function aSystem(
  app: TestApp,
  name: string,
  clinicId: string,
  scopes: string,
  options: { readonly sharesFor?: SharingPurpose | null; readonly asks?: Who['asks'] } = {},
): Promise<Who> {
  const { sharesFor = null, asks = ['plain'] } = options;
  const send = bearer(app, await tokenFor(app, clinicId, scopes, sharesFor));
  return { ...NOTHING, name, kind: 'system', clinicId, role: 'system', scopes, sharesFor, asks, send };
}
