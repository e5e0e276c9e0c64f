import type { TestApp } from './app.js';

export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Mails to this address, the newest first, as the local outbox shows them. */
export async function mailsTo(app: TestApp, email: string): Promise<SentMail[]> {
  const { body } = await app.http().get('/api/v1/outbox').expect(200);
  return (body.items as SentMail[]).filter(({ to }) => to === email);
}

/** The secret in the link of the newest mail to this address. */
export async function linkSecret(app: TestApp, email: string): Promise<string> {
  const [mail] = await mailsTo(app, email);
  const secret = /#(ml_[\w-]+)/.exec(mail?.text ?? '')?.[1];
  if (!secret) throw new Error(`No link in the newest mail: ${mail?.subject ?? 'there is none'}`);
  return secret;
}
