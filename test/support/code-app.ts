import { base32 } from '@better-auth/utils/base32';
import { createOTP } from '@better-auth/utils/otp';
import type { TestApp } from './app.js';
import type { Person } from './people.js';

/** What an authenticator app shows that has read this picture. */
export function codeFrom(uri: string): Promise<string> {
  const secret = new TextDecoder().decode(base32.decode(new URL(uri).searchParams.get('secret') ?? ''));
  return createOTP(secret).totp();
}

/** A code that is not the one of now, nor of the half minutes beside it. */
export async function wrongCodeFrom(uri: string): Promise<string> {
  const right = await codeFrom(uri);
  return String((Number(right) + 500_000) % 1_000_000).padStart(6, '0');
}

/** Sets up an authenticator app for somebody who has just signed in. */
export async function addCodeApp(person: Person): Promise<{ uri: string; recoveryCodes: string[] }> {
  const { body } = await person.agent.post('/api/v1/account/code-app').send({}).expect(200);
  const confirmed = await person.agent
    .post('/api/v1/account/code-app/confirm')
    .send({ code: await codeFrom(body.uri) })
    .expect(200);
  return { uri: body.uri, recoveryCodes: confirmed.body.codes };
}

/** As if the person's last proof of who they are were so old. */
export async function ageProof(app: TestApp, person: Person, minutes: number): Promise<void> {
  await app.database.asOwner(
    `UPDATE auth."session" SET "provenAt" = now() - make_interval(mins => $2)
     WHERE "userId" = (SELECT auth_user_id FROM person WHERE id = $1)`,
    [person.personId, minutes],
  );
}

/** Codes that were used may be used again: a test cannot wait half a minute for the next one. */
export const forgetUsedCodes = (app: TestApp) => app.database.asOwner('DELETE FROM auth.used_code');
