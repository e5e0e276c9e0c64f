import { z } from 'zod';
import { email, newPassword } from '../clinics/index.js';

const code = z
  .string()
  .transform((text) => text.replace(/\s/g, ''))
  .refine((text) => /^\d{6}$/.test(text), 'must be the six digits that the app shows');
const passkeyName = z.string().trim().min(1, 'must not be empty').max(80);
/** What the browser answers; its content is judged by the WebAuthn library. */
const webAuthn = z.looseObject({ id: z.string().max(2000), response: z.looseObject({}) });

export const Account = z
  .object({
    email: z.string(),
    emailVerified: z.boolean(),
    /** Mails reach people on this server: links can be sent. */
    mail: z.boolean(),
    password: z.boolean(),
    codeApp: z.boolean(),
    passkeys: z.array(
      z.object({ id: z.string(), name: z.string().nullable(), createdAt: z.string(), backedUp: z.boolean() }),
    ),
    /** Organisations whose sign-on opens this account. */
    singleSignOn: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'Account' });

export const AccountSessions = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        current: z.boolean(),
        browser: z.string().nullable(),
        system: z.string().nullable(),
        address: z.string().nullable(),
        signedInAt: z.string(),
        seenAt: z.string(),
        endsAt: z.string(),
      }),
    ),
  })
  .meta({ id: 'AccountSessions' });

export const NewEmail = z.strictObject({ email }).meta({ id: 'NewEmail' });
export type NewEmail = z.output<typeof NewEmail>;
export const NewPassword = z.strictObject({ password: newPassword }).meta({ id: 'NewPassword' });
export type NewPassword = z.output<typeof NewPassword>;

export const CodeAppStart = z.object({ uri: z.string() }).meta({ id: 'CodeAppStart' });
export const CodeAppCode = z.strictObject({ code }).meta({ id: 'CodeAppCode' });
export type CodeAppCode = z.output<typeof CodeAppCode>;
export const RecoveryCodes = z.object({ codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });

/** Options for `navigator.credentials`, as WebAuthn level 3 writes them in JSON. */
export const PasskeyOptions = z.looseObject({ challenge: z.string() }).meta({ id: 'PasskeyOptions' });
export const NewPasskey = z.strictObject({ name: passkeyName, response: webAuthn }).meta({ id: 'NewPasskey' });
export type NewPasskey = z.output<typeof NewPasskey>;
export const PasskeyName = z.strictObject({ name: passkeyName }).meta({ id: 'PasskeyName' });
export type PasskeyName = z.output<typeof PasskeyName>;

export const PasswordProof = z
  .strictObject({ password: z.string().min(1).max(200), code: code.optional() })
  .meta({ id: 'PasswordProof' });
export type PasswordProof = z.output<typeof PasswordProof>;
export const PasskeyProof = z.strictObject({ response: webAuthn }).meta({ id: 'PasskeyProof' });
export type PasskeyProof = z.output<typeof PasskeyProof>;

export const SignInOptions = z
  .object({
    mail: z.boolean(),
    outbox: z.boolean(),
    singleSignOn: z.array(z.object({ id: z.string(), name: z.string() })),
  })
  .meta({ id: 'SignInOptions' });
export const ForgotPassword = z.strictObject({ email }).meta({ id: 'ForgotPassword' });
export type ForgotPassword = z.output<typeof ForgotPassword>;
const token = z.string().min(1).max(200);
export const ResetPassword = z.strictObject({ token, password: newPassword }).meta({ id: 'ResetPassword' });
export type ResetPassword = z.output<typeof ResetPassword>;
export const MailLink = z.strictObject({ token }).meta({ id: 'MailLink' });
export type MailLink = z.output<typeof MailLink>;
export const MailLinkDone = z
  .object({ done: z.enum(['email-verified', 'email-changed']) })
  .meta({ id: 'MailLinkDone' });
