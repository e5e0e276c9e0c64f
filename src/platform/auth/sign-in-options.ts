import { passkey } from '@better-auth/passkey';
import { APIError } from 'better-auth/api';
import { genericOAuth, twoFactor } from 'better-auth/plugins';
import type { AuthPool } from './auth-pool.js';
import { hashPassword, verifyPassword } from './passwords.js';
import type { SessionLimits } from './session-limits.js';
import { currentFacts } from './sign-in-facts.js';
import { checkProfile, type SignOnRules, toProvider } from './single-sign-on.js';

/** What better-auth must ask us: it knows no memberships. */
export interface SignInRules extends SignOnRules {
  readonly limits: { readonly staff: SessionLimits; readonly patient: SessionLimits };
}

const NOBODY: SignInRules = {
  isStaff: () => Promise.resolve(true),
  limits: { staff: { idleSeconds: 60, absoluteSeconds: 60 }, patient: { idleSeconds: 60, absoluteSeconds: 60 } },
  providers: [],
  subjectsOf: () => Promise.resolve([]),
};

/** Passkeys stand for two factors only when the person was verified: by PIN, finger or face. */
function requireVerified(verified: boolean): void {
  if (!verified)
    throw new APIError('UNAUTHORIZED', {
      code: 'PASSKEY_UNVERIFIED',
      message: 'This passkey did not check who you are. Use one with a PIN, a finger or a face.',
    });
}

/** better-auth's options: also what the migration test compares our tables with. */
export function signInOptions(
  pool: AuthPool,
  secret: string,
  baseUrl: string,
  origins: string[],
  rules: SignInRules = NOBODY,
) {
  return {
    database: pool,
    secret,
    baseURL: baseUrl,
    basePath: '/auth',
    appName: 'Stepwell',
    trustedOrigins: origins,
    emailAndPassword: {
      enabled: true,
      // Accounts are made by invitation only.
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 200,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: {
      // The cookie's life; each session ends sooner, by its own limits.
      expiresIn: Math.max(rules.limits.staff.absoluteSeconds, rules.limits.patient.absoluteSeconds),
      disableSessionRefresh: true,
      // Freshness is our step-up (step-up.ts), which asks again instead of ending the session.
      freshAge: 0,
      cookieCache: { enabled: false },
      additionalFields: {
        seenAt: { type: 'date' as const, required: true, input: false },
        idleSeconds: { type: 'number' as const, required: true, input: false },
        provenAt: { type: 'date' as const, required: false, input: false },
      },
    },
    databaseHooks: {
      account: {
        create: {
          // A provider's tokens are of no use to us: what is not kept cannot be stolen.
          before: async (account: object) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
        },
      },
      session: {
        create: {
          before: async (session: { userId: string }) => {
            const { idleSeconds, absoluteSeconds } =
              rules.limits[(await rules.isStaff(session.userId)) ? 'staff' : 'patient'];
            const now = Date.now();
            const { provenAt = new Date(now) } = currentFacts();
            const expiresAt = new Date(now + absoluteSeconds * 1000);
            return { data: { ...session, expiresAt, idleSeconds, seenAt: new Date(now), provenAt } };
          },
          after: async (session: { id: string; userId: string }) => {
            currentFacts().session = { id: session.id, userId: session.userId };
          },
        },
      },
    },
    user: {
      validateUserInfo: (data: Parameters<typeof checkProfile>[1]) => checkProfile(rules, data),
    },
    account: {
      updateAccountOnSignIn: false,
      // By an address that both sides have proven; a provider proves those of its own domains (single-sign-on.ts).
      accountLinking: { enabled: true, requireLocalEmailVerified: true },
    },
    plugins: [
      twoFactor({
        issuer: 'Stepwell',
        allowPasswordless: true,
        // No browser is trusted to come in without the code; what was trusted before ends at its next use.
        trustDeviceMaxAge: 0,
        backupCodeOptions: { amount: 10, storeBackupCodes: 'encrypted' as const },
      }),
      passkey({
        rpName: 'Stepwell',
        rpID: new URL(baseUrl).hostname,
        origin: new URL(baseUrl).origin,
        authenticatorSelection: { residentKey: 'required' as const, userVerification: 'required' as const },
        registration: {
          afterVerification: ({ verification }) =>
            requireVerified(verification.registrationInfo?.userVerified === true),
        },
        authentication: {
          afterVerification: ({ verification }) => requireVerified(verification.authenticationInfo.userVerified),
        },
      }),
      genericOAuth({ config: rules.providers.map(toProvider) }),
    ],
    // Counted by attempts.ts, per account and address: one limit for a whole address would lock a clinic out.
    rateLimit: { enabled: false },
    // Nobody listens to its spans.
    experimental: { instrumentation: { enabled: false } },
    advanced: {
      cookiePrefix: 'stepwell',
      // As in service, also where NODE_ENV says test.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      useSecureCookies: baseUrl.startsWith('https:'),
      ipAddress: { ipAddressHeaders: ['x-stepwell-peer'] },
    },
    onAPIError: { errorURL: `${baseUrl}/sign-in` },
    telemetry: { enabled: false },
    logger: { disabled: true },
  };
}
