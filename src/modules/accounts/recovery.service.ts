import { Injectable } from '@nestjs/common';
import { tooManyAttempts } from '../../platform/auth/auth-doors.js';
import { networkOf } from '../../platform/auth/attempt-limits.js';
import type { MailToken } from '../../platform/auth/mail-tokens.js';
import { Principals } from '../../platform/auth/principals.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { SignInRecord } from '../../platform/auth/sign-in-record.js';
import { untilFloor } from '../../platform/auth/uniform-time.js';
import { Config } from '../../platform/config/config.js';
import { Database, query } from '../../platform/database/database.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { noticeLetter, resetLetter, signsOnElsewhereLetter } from '../../platform/mail/letters.js';
import { Mail } from '../../platform/mail/mail.js';
import { refuseOwnNames } from './refuse-own-names.js';

/** The request that a link came with, for the audit. */
interface Knock {
  readonly requestId: string;
  readonly address: string;
}

/** What a link in a mail does, for people who are not signed in. */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly signIn: SignIn,
    private readonly principals: Principals,
    private readonly database: Database,
    private readonly record: SignInRecord,
    private readonly mail: Mail,
    private readonly config: Config,
  ) {}

  options() {
    const { outbox, singleSignOn } = this.config.accounts;
    return { mail: this.mail.reachesPeople, outbox, singleSignOn: singleSignOn.map(({ id, name }) => ({ id, name })) };
  }

  /** The same answer after the same time, whether or not there is such an account, and whatever becomes of the mail. */
  async forgot(email: string, address: string): Promise<void> {
    const startedMs = performance.now();
    const mailer = await this.signIn.attempts.take([['mailer', networkOf(address)]]);
    if (mailer.waitSeconds > 0) throw tooManyAttempts(mailer.waitSeconds);
    const { waitSeconds } = await this.signIn.attempts.take([['mail', email]]);
    const user = waitSeconds === 0 ? await this.signIn.accounts.findByEmail(email) : undefined;
    // To an address that nobody has confirmed no key is sent: whoever mistyped it would let a stranger in.
    if (user?.emailVerified) await this.sendReset(user.id, user.email);
    await untilFloor(startedMs);
  }

  private async sendReset(authUserId: string, email: string): Promise<void> {
    const { password, providers } = await this.signIn.accounts.methods(authUserId);
    if (!password && providers.length > 0) {
      void this.mail.send(email, signsOnElsewhereLetter(`${this.config.publicUrl}/sign-in`));
      return;
    }
    const { secret, minutes } = await this.signIn.mailTokens.issue({ authUserId, purpose: 'reset-password', email });
    void this.mail.send(email, resetLetter(`${this.config.publicUrl}/reset#${secret}`, minutes));
  }

  /** The new password ends every session, every link and every browser's good name; a second factor is still asked for. */
  async reset(secret: string, password: string, from: Knock): Promise<void> {
    const { authUserId, email } = await this.read(secret, ['reset-password']);
    await refuseOwnNames(this.principals, { authUserId, email }, password);
    if (!(await this.signIn.mailTokens.use(secret))) throw unknownLink();
    await this.signIn.accounts.setPassword(authUserId, password);
    await this.signIn.sessions.endOthers(authUserId, null);
    await this.signIn.devices.forget(authUserId);
    await this.signIn.secondFactors.forgetBrowsers(authUserId);
    // After the sessions: none is left that could ask for another one.
    await this.signIn.mailTokens.forget(authUserId);
    await this.record.write(authUserId, 'Credential', 'recover', { objectId: 'password', ...from });
    void this.mail.send(email, noticeLetter('password-changed', `${this.config.publicUrl}/sign-in`));
  }

  async confirmEmail(secret: string, from: Knock): Promise<{ done: 'email-verified' | 'email-changed' }> {
    const { authUserId, email, purpose } = await this.read(secret, ['verify-email', 'change-email']);
    const before = await this.signIn.accounts.find(authUserId);
    const stillTheirs = purpose === 'change-email' || before?.email === email;
    const holder = await this.signIn.accounts.findByEmail(email);
    if (!before || !stillTheirs || (holder && holder.id !== authUserId)) throw unknownLink();
    // Two databases' worth of rights, so no one transaction: the link is used up last, and opened again it ends the work.
    await this.database.outside(async () => {
      await givePersonAddress(authUserId, email);
      if (!(await this.signIn.accounts.setEmail(authUserId, email))) throw unknownLink();
    });
    await this.signIn.mailTokens.use(secret);
    if (purpose === 'verify-email') return { done: 'email-verified' };
    // A link that waits in the old mailbox would still choose the password.
    await this.signIn.mailTokens.forget(authUserId);
    await this.record.write(authUserId, 'Credential', 'recover', { objectId: 'email', ...from });
    if (before.emailVerified)
      void this.mail.send(before.email, noticeLetter('email-changed', `${this.config.publicUrl}/sign-in`));
    return { done: 'email-changed' };
  }

  private async read(secret: string, purposes: readonly MailToken['purpose'][]): Promise<MailToken> {
    const token = await this.signIn.mailTokens.read(secret);
    if (!token || !purposes.includes(token.purpose)) throw unknownLink();
    return token;
  }
}

/** Two may open the link to one address at the same moment: the second has no more to take than if it had come later. */
async function givePersonAddress(authUserId: string, email: string): Promise<void> {
  try {
    await query('UPDATE person SET email = $2 WHERE auth_user_id = $1', [authUserId, email]);
  } catch (error) {
    if ((error as { constraint?: string }).constraint === 'person_email_uq') throw unknownLink();
    throw error;
  }
}

const unknownLink = () =>
  new DomainError('LINK_UNKNOWN', 404, 'This link is unknown, used or too old. Ask for a new one.');
