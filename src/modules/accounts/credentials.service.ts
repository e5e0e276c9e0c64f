import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/auth/caller.js';
import type { AuthUser } from '../../platform/auth/auth-accounts.js';
import { Principals } from '../../platform/auth/principals.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { Config } from '../../platform/config/config.js';
import { DomainError, invalid, notFound } from '../../platform/http/domain-error.js';
import { changeEmailLetter, type Notice, noticeLetter, verifyLetter } from '../../platform/mail/letters.js';
import { Mail } from '../../platform/mail/mail.js';
import { accountOf } from './account-of.js';
import { refuseOwnNames } from './refuse-own-names.js';

/** The address, the password and the authenticator app of whoever is signed in. The choke point has asked for a proof. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly signIn: SignIn,
    private readonly principals: Principals,
    private readonly mail: Mail,
    private readonly config: Config,
  ) {}

  async read(caller: Caller) {
    const { id, email, emailVerified } = await this.userOf(caller);
    const { password, totp, providers } = await this.signIn.accounts.methods(id);
    const passkeys = await this.signIn.passkeys.list(id);
    return {
      email,
      emailVerified,
      mail: this.mail.reachesPeople,
      password,
      codeApp: totp,
      passkeys: passkeys.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
      singleSignOn: this.config.accounts.singleSignOn
        .filter((provider) => providers.includes(provider.id))
        .map(({ id: provider, name }) => ({ id: provider, name })),
    };
  }

  async sendVerification(caller: Caller): Promise<void> {
    const user = await this.userOf(caller);
    if (user.emailVerified) return;
    await this.takeMail(user.email);
    const { secret } = await this.signIn.mailTokens.issue({
      authUserId: user.id,
      purpose: 'verify-email',
      email: user.email,
    });
    void this.mail.send(user.email, verifyLetter(`${this.config.publicUrl}/verify#${secret}`));
  }

  /** The new address must answer first, and the old one hears of it at once. Whether somebody else has the new one is not told. */
  async changeEmail(caller: Caller, email: string): Promise<void> {
    const user = await this.userOf(caller);
    if (!this.mail.reachesPeople)
      throw new DomainError('NO_MAIL', 409, 'This server sends no mail, so a new address cannot be confirmed.');
    if (email === user.email) throw invalid([{ path: 'email', message: 'is your address already' }]);
    await this.takeMail(email);
    const { secret } = await this.signIn.mailTokens.issue({ authUserId: user.id, purpose: 'change-email', email });
    this.notify(caller, user, 'email-change-asked', 'email');
    if (await this.signIn.accounts.findByEmail(email)) return;
    void this.mail.send(email, changeEmailLetter(`${this.config.publicUrl}/verify#${secret}`));
  }

  /** All other sessions end, and links that are out: whoever knew the old password may have them. */
  async changePassword(caller: Caller, password: string): Promise<void> {
    const user = await this.userOf(caller);
    await refuseOwnNames(this.principals, { authUserId: user.id, email: user.email }, password);
    await this.signIn.accounts.setPassword(user.id, password);
    await this.signIn.sessions.endOthers(user.id, caller.sessionId);
    await this.signIn.secondFactors.forgetBrowsers(user.id);
    await this.signIn.mailTokens.forget(user.id);
    this.notify(caller, user, 'password-changed', 'password');
  }

  async beginCodeApp(caller: Caller) {
    const user = await this.userOf(caller);
    const { totp } = await this.signIn.accounts.methods(user.id);
    if (totp) throw new DomainError('CODE_APP_EXISTS', 409, 'There is an authenticator app already: remove it first.');
    return this.signIn.secondFactors.begin(user.id, user.email);
  }

  async confirmCodeApp(caller: Caller, code: string) {
    const user = await this.userOf(caller);
    const codes = await this.signIn.secondFactors.confirm(user.id, code);
    if (!codes)
      throw invalid([
        { path: 'code', message: 'does not fit: is the clock of the phone right? Wait for the next code' },
      ]);
    this.notify(caller, user, 'code-app-added', 'code-app');
    return { codes };
  }

  async removeCodeApp(caller: Caller): Promise<void> {
    const user = await this.userOf(caller);
    await this.signIn.secondFactors.remove(user.id);
    this.notify(caller, user, 'code-app-removed', 'code-app');
  }

  async renewRecoveryCodes(caller: Caller) {
    const user = await this.userOf(caller);
    const { totp } = await this.signIn.accounts.methods(user.id);
    if (!totp) throw notFound('authenticator app');
    const codes = await this.signIn.secondFactors.renewRecoveryCodes(user.id);
    this.notify(caller, user, 'recovery-codes-renewed', 'recovery-codes');
    return { codes };
  }

  async userOf(caller: Caller): Promise<AuthUser> {
    const user = await this.signIn.accounts.find(accountOf(caller).authUserId);
    if (!user) throw notFound('account');
    return user;
  }

  /** Tells the person by mail, and the audit what was changed. */
  notify(caller: Caller, user: AuthUser, notice: Notice, objectId: string): void {
    caller.act.objectId = objectId;
    if (user.emailVerified) void this.mail.send(user.email, noticeLetter(notice, `${this.config.publicUrl}/sign-in`));
  }

  private async takeMail(email: string): Promise<void> {
    const turn = await this.signIn.attempts.take([['mail', email]]);
    if (turn.waitSeconds > 0)
      throw new DomainError(
        'TOO_MANY_MAILS',
        429,
        'Enough mails were sent there. Look among the unwanted ones, or try again later.',
        [],
        undefined,
        turn.waitSeconds,
      );
  }
}
