import { z } from 'zod';
import { networks } from './networks.js';

const minutes = (most: number) => z.coerce.number().int().min(1).max(most);

/** One organisation's OpenID provider. The secret comes from a file. */
const Provider = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/, 'must be lower-case letters, digits and hyphens'),
  name: z.string().min(1).max(60),
  issuer: z.url({ protocol: /^https?$/ }),
  clientId: z.string().min(1),
  clientSecretFile: z.string().min(1),
  domains: z.array(z.string().regex(/^[a-z0-9.-]+\.[a-z0-9-]+$/, 'must be a domain in lower case')).min(1),
});

export interface SingleSignOn extends Omit<z.output<typeof Provider>, 'clientSecretFile'> {
  readonly clientSecret: string;
}

/** Settings about people who sign in. */
export const AccountsEnvironment = {
  STEPWELL_STAFF_IDLE_MINUTES: minutes(24 * 60).default(30),
  STEPWELL_STAFF_SESSION_HOURS: z.coerce.number().min(0.1).max(72).default(12),
  STEPWELL_PATIENT_IDLE_DAYS: z.coerce.number().min(0.01).max(90).default(14),
  STEPWELL_PATIENT_SESSION_DAYS: z.coerce.number().min(0.01).max(365).default(30),
  STEPWELL_OUTBOX: z.enum(['on', 'off']).optional(),
  MAIL_FROM: z.string().min(3).max(200).optional(),
  TRUSTED_PROXIES: networks('loopback'),
  STEPWELL_SINGLE_SIGN_ON: z
    .string()
    .default('[]')
    .transform((text, context) => {
      try {
        return z.array(Provider).parse(JSON.parse(text));
      } catch (error) {
        const where =
          error instanceof z.ZodError ? ` (${error.issues[0]?.path.join('.')}: ${error.issues[0]?.message})` : '';
        context.addIssue(
          `must be a JSON array like [{"id":"harbour","name":"Harbour","issuer":"https://id.harbour.example","clientId":"stepwell","clientSecretFile":"/run/secrets/sso","domains":["harbour.example"]}]${where}`,
        );
        return z.NEVER;
      }
    }),
};

export type AccountsSettings = z.output<ReturnType<typeof asObject>>;
const asObject = () => z.object(AccountsEnvironment);

export interface AccountsConfig {
  readonly limits: Record<'staff' | 'patient', { readonly idleSeconds: number; readonly absoluteSeconds: number }>;
  /** Mails that nobody can send are shown at /outbox: on a machine of one's own, never behind a public address. */
  readonly outbox: boolean;
  readonly mailFrom: string | undefined;
  readonly trustedProxies: readonly string[];
  readonly singleSignOn: readonly SingleSignOn[];
}

/** @param secretOf - of the provider with this id, what is in its file */
export function toAccountsConfig(
  e: AccountsSettings,
  around: { readonly loopback: boolean; readonly smtp: boolean; readonly secretOf: (id: string) => string },
): AccountsConfig {
  return {
    limits: {
      staff: {
        idleSeconds: e.STEPWELL_STAFF_IDLE_MINUTES * 60,
        absoluteSeconds: e.STEPWELL_STAFF_SESSION_HOURS * 3600,
      },
      patient: {
        idleSeconds: e.STEPWELL_PATIENT_IDLE_DAYS * 86_400,
        absoluteSeconds: e.STEPWELL_PATIENT_SESSION_DAYS * 86_400,
      },
    },
    outbox: !around.smtp && around.loopback && e.STEPWELL_OUTBOX !== 'off',
    mailFrom: e.MAIL_FROM,
    trustedProxies: e.TRUSTED_PROXIES,
    singleSignOn: e.STEPWELL_SINGLE_SIGN_ON.map(({ clientSecretFile: _file, ...provider }) => ({
      ...provider,
      clientSecret: around.secretOf(provider.id),
    })),
  };
}
