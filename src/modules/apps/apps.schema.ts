import { z } from 'zod';
import { SHARING_PURPOSES } from '../../platform/auth/consent-condition.js';
import { uuid } from '../clinics/index.js';
import { APP_KINDS } from './app.js';
import { scopeProblem } from './narrow-scopes.js';
import { keySetProblem, redirectProblem } from './registration-rules.js';

const MOST_KEYS = 10;

const redirectUri = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const problem = redirectProblem(text);
    if (problem) context.addIssue(problem);
  });
const jwks = z
  .strictObject({ keys: z.array(z.record(z.string(), z.unknown())).min(1).max(MOST_KEYS) })
  .superRefine(({ keys }, context) => {
    const problem = keySetProblem(keys);
    if (problem) context.addIssue(problem);
  });
/** How the app proves itself: public keys, an https address where they lie, or neither: then we make a secret. */
const proof = { jwks: jwks.nullish(), jwksUri: z.string().max(500).nullish() };
const oneProof = (value: { jwks?: unknown; jwksUri?: unknown }) => !(value.jwks && value.jwksUri);
const ONE_PROOF = { path: ['jwksUri'], message: 'give the keys or their address, not both' };

export const NewApp = z
  .strictObject({
    id: uuid,
    name: z.string().trim().min(1, 'must not be empty').max(120),
    kind: z.enum(APP_KINDS),
    redirectUris: z.array(redirectUri).max(10).default([]),
    scopes: z.array(z.string().max(120)).min(1, 'must name at least one scope').max(50),
    /** Of a backend service outside the treatment: it reads only patients who agreed to that. */
    sharesFor: z.enum(SHARING_PURPOSES).nullish(),
    ...proof,
  })
  .refine(oneProof, ONE_PROOF)
  .superRefine((app, context) => {
    const isBackend = app.kind === 'backend';
    const hasKeys = Boolean(app.jwks ?? app.jwksUri);
    const say = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message });
    app.scopes.forEach((scope, i) => {
      const problem = scopeProblem(scope, isBackend);
      if (problem) context.addIssue({ code: 'custom', path: ['scopes', i], message: problem });
    });
    if (isBackend && app.redirectUris.length) say('redirectUris', 'a backend service is never sent anybody');
    if (!isBackend && app.sharesFor)
      say('sharesFor', 'is for backend services: in an app people see what is theirs to see');
    if (!isBackend && !app.redirectUris.length) say('redirectUris', 'must name where people are sent back to');
    if (isBackend && !hasKeys) say('jwks', 'a backend service proves itself by keys: give them, or their address');
    if (app.kind === 'public' && hasKeys) say('jwks', 'an app that can keep a key is not public');
    if (!isBackend && app.scopes.some((s) => s.startsWith('patient/')) && !app.scopes.includes('launch/patient'))
      say('scopes', 'patient/… needs launch/patient');
  })
  .meta({ id: 'NewApp' });
export type NewApp = z.output<typeof NewApp>;

export const NewProof = z.strictObject(proof).refine(oneProof, ONE_PROOF).meta({ id: 'NewAppProof' });
export type NewProof = z.output<typeof NewProof>;

const AppView = z
  .object({
    id: z.string(),
    clientId: z.string(),
    name: z.string(),
    kind: z.enum(APP_KINDS),
    redirectUris: z.array(z.string()),
    scopes: z.array(z.string()),
    sharesFor: z.enum(SHARING_PURPOSES).nullable(),
    proof: z.enum(['none', 'secret', 'keys', 'key-address']),
    jwksUri: z.string().nullable(),
    createdAt: z.string(),
    revokedAt: z.string().nullable(),
    grants: z.number(),
  })
  .meta({ id: 'App' });
export const Apps = z.object({ items: z.array(AppView) }).meta({ id: 'Apps' });
/** A secret is shown this once. */
export const AppProof = z
  .object({ clientId: z.string(), clientSecret: z.string().nullable() })
  .meta({ id: 'AppProof' });

export const AppGrantList = z
  .object({
    items: z.array(
      z
        .object({
          id: z.string(),
          appName: z.string(),
          personName: z.string(),
          patientName: z.string().nullable(),
          scopes: z.array(z.string()),
          createdAt: z.string(),
        })
        .meta({ id: 'AppGrant' }),
    ),
  })
  .meta({ id: 'AppGrants' });

/** What an app asks for, as the page tells it to the person. */
export const AppRequestView = z
  .object({
    appName: z.string(),
    clinicName: z.string(),
    /** What of whom: `*` is everything we serve. */
    asks: z.array(
      z.object({
        of: z.enum(['patient', 'user']),
        type: z.string(),
        reads: z.boolean(),
        writes: z.boolean(),
      }),
    ),
    /** Also what is labelled psychology or substance use, as far as the person may see it. */
    protectedNotes: z.boolean(),
    signsIn: z.boolean(),
    staysConnected: z.boolean(),
    /** none: about no single patient. known: one of these. choose: the person looks for one. */
    patient: z.enum(['none', 'known', 'choose']),
    patients: z.array(z.object({ id: z.string(), name: z.string() })),
    /** Where the person is sent afterwards. */
    sentTo: z.string(),
  })
  .meta({ id: 'AppRequest' });
export type AppRequestView = z.output<typeof AppRequestView>;

export const AppDecision = z
  .strictObject({ allow: z.boolean(), patientId: uuid.nullish() })
  .meta({ id: 'AppDecision' });
export type AppDecision = z.output<typeof AppDecision>;
export const AppNext = z.object({ next: z.string() }).meta({ id: 'AppNext' });
