import { type Client, type Configuration, errors, type JWK, type KoaContextWithOIDC } from 'oidc-provider';
import { OFFERED_TYPES } from '../../platform/auth/scopes.js';
import { errorPage } from './error-page.js';
import { keyFetcher, MOST_KEY_BYTES } from './fetch-keys.js';
import { narrowScopes, PLAIN_SCOPES } from './narrow-scopes.js';
import { type AdapterDoors, adapterFor } from './oidc-adapter.js';
import { askEachTime } from './policy-of-asking.js';
import { OWN_METADATA } from './to-client-metadata.js';

const BACKEND_TOKEN_SECONDS = 300;
const PERSON_TOKEN_SECONDS = 900;
const REFRESH_DAYS = 90;
const GRANT_DAYS = 365;
const DAY_SECONDS = 86_400;
/** SMART: an assertion is good for five minutes at most. */
const MOST_ASSERTION_SECONDS = 300;
/** How far clocks may differ. */
const CLOCK_TOLERANCE_SECONDS = 10;

/** Path below which the cookie of a request under way is sent: our consent routes, nothing else. */
export const REQUESTS_PATH = '/api/v1/app-requests';

export interface ProviderDoors extends AdapterDoors {
  readonly publicUrl: string;
  readonly cookieKey: string;
  readonly keys: readonly JWK[];
  /** Is this person a member of the clinic whose app asks; and which patient is it there? */
  readonly findMember: (
    clinicId: string,
    personId: string,
  ) => Promise<{ readonly patientId: string | null } | undefined>;
  readonly findPatientOfGrant: (grantId: string) => Promise<string | null>;
}

export const fhirBase = (publicUrl: string) => `${publicUrl}/fhir`;
const ownMetadata = (client: Client) => ({
  clinicId: String(client['stepwell_clinic']),
  scopes: String(client['stepwell_scopes']),
});

/** The settings of oidc-provider as a SMART App Launch 2.2 authorisation server. */
export function providerConfiguration(doors: ProviderDoors): Configuration {
  const base = fhirBase(doors.publicUrl);
  return {
    adapter: adapterFor(doors),
    jwks: { keys: [...doors.keys] },
    scopes: [...PLAIN_SCOPES],
    claims: { openid: ['sub'], fhirUser: ['fhirUser'] },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    allowOmittingSingleRegisteredRedirectUri: false,
    discovery: { response_modes_supported: ['query'] },
    subjectTypes: ['public'],
    pkce: { required: () => true },
    clientAuthMethods: ['none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt'],
    enabledJWA: { clientAuthSigningAlgValues: ['RS384', 'ES384'], idTokenSigningAlgValues: ['RS256'] },
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    assertJwtClientAuthClaimsAndHeader: (_, claims, header) => assertOfSmart(claims, header),
    routes: {
      authorization: '/authorize',
      token: '/token',
      jwks: '/jwks',
      introspection: '/introspect',
      revocation: '/revoke',
    },
    cookies: {
      keys: [doors.cookieKey],
      names: { session: 'stepwell_app_session', interaction: 'stepwell_app_request', resume: 'stepwell_app_resume' },
      short: { httpOnly: true, sameSite: 'lax', path: REQUESTS_PATH },
      long: { httpOnly: true, sameSite: 'lax', path: '/oauth' },
    },
    interactions: { policy: askEachTime, url: (_, { uid }) => `${doors.publicUrl}/authorize/${uid}` },
    loadExistingGrant: (ctx) => {
      const grantId = (ctx.oidc.result as { consent?: { grantId?: string } } | undefined)?.consent?.grantId;
      return grantId ? ctx.oidc.provider.Grant.find(grantId) : undefined;
    },
    findAccount: async (ctx, accountId) => {
      const member = ctx.oidc.client && (await doors.findMember(ownMetadata(ctx.oidc.client).clinicId, accountId));
      if (!member) return undefined;
      const fhirUser = member.patientId ? { fhirUser: `${base}/Patient/${member.patientId}` } : {};
      return { accountId, claims: () => ({ sub: accountId, ...fhirUser }) };
    },
    extraClientMetadata: { properties: OWN_METADATA },
    extraParams: { aud: (_, aud) => assertMeant(aud, base) },
    extraTokenClaims: async (_, token) => {
      const patient = token.kind === 'AccessToken' ? await doors.findPatientOfGrant(token.grantId) : null;
      return patient ? { patient } : undefined;
    },
    expiresWithSession: () => false,
    issueRefreshToken: (_, client, code) =>
      client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    rotateRefreshToken: true,
    // Whoever gives back one token of a grant wants no more of it.
    revokeGrantPolicy: () => true,
    clientBasedCORS: (_, origin, client) =>
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    fetch: keyFetcher(doors.publicUrl) as typeof fetch,
    ...{ fetchResponseBodyLimits: { jwks_uri: MOST_KEY_BYTES } },
    renderError: (ctx, out) => {
      ctx.type = 'html';
      ctx.body = errorPage(out.error, out.error_description ?? '');
    },
    ttl: {
      AccessToken: PERSON_TOKEN_SECONDS,
      ClientCredentials: BACKEND_TOKEN_SECONDS,
      AuthorizationCode: 60,
      Interaction: 1800,
      Session: 1800,
      IdToken: PERSON_TOKEN_SECONDS,
      RefreshToken: REFRESH_DAYS * DAY_SECONDS,
      Grant: GRANT_DAYS * DAY_SECONDS,
    },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      dPoP: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
      introspection: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => base,
        useGrantedResource: () => true,
        getResourceServerInfo: (ctx, resource, client) => toResourceServer(ctx, resource, client, base),
      },
    },
  };
}

/** The FHIR API is the only thing tokens are for. Here the scopes asked for become those that can be granted. */
function toResourceServer(ctx: KoaContextWithOIDC, resource: string, client: Client, base: string) {
  if (resource !== base) throw new errors.InvalidTarget(`resource must be ${base}`);
  const { scopes } = ownMetadata(client);
  const { AuthorizationCode, RefreshToken } = ctx.oidc.entities;
  const asked = ctx.oidc.params?.['scope'] ?? AuthorizationCode?.scope ?? RefreshToken?.scope ?? '';
  const granted = narrowScopes(String(asked), scopes);
  if (granted.length === 0)
    throw new errors.InvalidScope(
      `nothing of this can be granted: this app is registered for ${scopes}; types served are ${[...OFFERED_TYPES].join(', ')}`,
      '',
    );
  if (ctx.oidc.params?.['scope'] !== undefined) ctx.oidc.params['scope'] = granted.join(' ');
  return {
    scope: granted.join(' '),
    audience: base,
    accessTokenFormat: 'opaque' as const,
  };
}

/** What SMART asks of an assertion beyond RFC 7523: the key is named, its life is short, and it was not made tomorrow. */
function assertOfSmart(claims: Record<string, unknown>, header: Record<string, unknown>): void {
  if (typeof header['kid'] !== 'string' || header['kid'] === '')
    throw new errors.InvalidClientAuth('kid (key ID) must be in the header of the client_assertion JWT');
  const nowS = Date.now() / 1000;
  if (Number(claims['exp']) - nowS > MOST_ASSERTION_SECONDS + CLOCK_TOLERANCE_SECONDS)
    throw new errors.InvalidClientAuth('exp must be at most five minutes ahead');
  // oidc-provider has asked that these are numbers, and looks at nbf itself.
  if (claims['iat'] !== undefined && Number(claims['iat']) > nowS + CLOCK_TOLERANCE_SECONDS)
    throw new errors.InvalidClientAuth('iat must not be in the future');
}

/** SMART's `aud`: an app that was led here by somebody else's server must not hand our token to it. */
function assertMeant(aud: string | undefined, base: string): void {
  if (aud?.replace(/\/$/, '') !== base) throw new errors.InvalidRequest(`aud must be ${base}`);
}
