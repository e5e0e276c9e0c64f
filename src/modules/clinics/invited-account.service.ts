import { Injectable } from '@nestjs/common';
import { weaknessOf } from '../../platform/auth/common-passwords.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { Config } from '../../platform/config/config.js';
import { Database } from '../../platform/database/database.js';
import { DomainError, invalid } from '../../platform/http/domain-error.js';
import type { InvitationRow } from './clinics.repository.js';
import * as repository from './clinics.repository.js';

/** What somebody offers who accepts an invitation. */
interface Offer {
  readonly name: string;
  readonly password?: string | undefined;
  readonly cookie?: string | undefined;
  readonly emailVerified?: boolean | undefined;
}

/**
 * The account behind an invited address: proven to be theirs, or made now. Staff of any clinic may hold the link, so what
 * is refused is refused alike, at the same cost, whether or not there is one.
 */
@Injectable()
export class InvitedAccountService {
  constructor(
    private readonly database: Database,
    private readonly signIn: SignIn,
    private readonly config: Config,
  ) {}

  async findOrMake(invitation: InvitationRow, offer: Offer): Promise<{ authUserId: string; unconfirmed: boolean }> {
    const { email } = invitation;
    const { password, name, cookie } = offer;
    const session = await this.signIn.read(cookie, true);
    const known = await this.signIn.accounts.findByEmail(email);
    if (known && session?.authUserId === known.id) return { authUserId: known.id, unconfirmed: false };
    // An organisation's sign-on will vouch for the address; there is no other way into such an account.
    const vouched = password === undefined && !known && this.hasSingleSignOn(email);
    if (password === undefined && !vouched) {
      await this.takeAttempt(invitation);
      throw session ? otherAddress() : passwordNeeded();
    }
    if (password !== undefined) await this.refuseNames(invitation, name, password);
    if (known) {
      await this.checkPassword(invitation, password ?? '');
      return { authUserId: known.id, unconfirmed: false };
    }
    const emailVerified = offer.emailVerified ?? vouched;
    const { authUserId, created } = await this.signIn.accounts.ensure({ email, name, password, emailVerified });
    // Somebody made it in between: it takes its proof, as if it had been there from the start.
    if (!created) return this.findOrMake(invitation, offer);
    return { authUserId, unconfirmed: !emailVerified };
  }

  hasSingleSignOn(email: string): boolean {
    const domain = email.slice(email.lastIndexOf('@') + 1);
    return this.config.accounts.singleSignOn.some(({ domains }) => domains.includes(domain));
  }

  /** The clinic's name, one's own and one's address are tried first. What is weak everywhere the schema of the request refuses. */
  private async refuseNames({ clinicId, email }: InvitationRow, name: string, password: string): Promise<void> {
    if (weaknessOf(password)) return;
    const clinic = await this.database.inClinic(clinicId, () => repository.findClinic(clinicId));
    const message = weaknessOf(password, [clinic?.name ?? '', name, email]);
    if (message) throw invalid([{ path: 'password', message }]);
  }

  /** Each look at the password costs one of few attempts. */
  private async checkPassword(invitation: InvitationRow, password: string): Promise<void> {
    const { id, clinicId, email } = invitation;
    await this.takeAttempt(invitation);
    if (!(await this.signIn.accounts.passwordFits(email, password))) throw accountExists();
    await this.database.inClinic(clinicId, () => repository.returnAttempt(id));
  }

  /** In a transaction of its own: a refusal must not undo it. */
  private async takeAttempt({ id, clinicId }: InvitationRow): Promise<void> {
    if (!(await this.database.inClinic(clinicId, () => repository.takeAttempt(id)))) throw unknownInvitation();
  }
}

export const unknownInvitation = () =>
  new DomainError('NOT_FOUND', 404, 'This invitation is unknown or expired. Ask your clinic for a new one.');
/** By whom is not said: a link may have come to a stranger. */
export const usedInvitation = () =>
  new DomainError(
    'INVITATION_USED',
    410,
    'This invitation was used already. If it was you, sign in with the address it came to; else ask your clinic for a new one.',
  );
const passwordNeeded = () =>
  new DomainError(
    'PASSWORD_NEEDED',
    422,
    'Choose a password. If you have an account with this address already, enter its password, or sign in and open the link again.',
    [{ path: 'password', message: 'is needed: choose one, or enter the one of your account' }],
  );
/** Says nothing of the invited address: only that the session is not its. No field's fault: a page shows the sentence. */
const otherAddress = () =>
  new DomainError(
    'PASSWORD_NEEDED',
    422,
    'You are signed in with another address than the one that is invited. Choose a password for the invited address, or sign out, sign in with that one and open the link again.',
  );
const accountExists = () =>
  new DomainError(
    'ACCOUNT_EXISTS',
    409,
    'There is an account with this address: enter its password to join the clinic, or sign in and open the link again.',
  );
