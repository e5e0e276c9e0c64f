import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isTimeZone } from '../../metrics/index.js';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { hashSecret, newSecret } from '../../platform/auth/secrets.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { Config } from '../../platform/config/config.js';
import { weaknessOf } from '../../platform/auth/common-passwords.js';
import { afterCommit, Database } from '../../platform/database/database.js';
import { invitationLetter, verifyLetter } from '../../platform/mail/letters.js';
import { Mail } from '../../platform/mail/mail.js';
import { DomainError, forbidden, invalid, notFound } from '../../platform/http/domain-error.js';
import type { AcceptInvitation, NewInvitation } from './clinics.schema.js';
import { refuseSharedAddress } from './refuse-shared-address.js';
import * as repository from './clinics.repository.js';

export const INVITATION_DAYS = 7;

/** How whoever holds an invitation comes to accept it. */
interface Acceptance {
  readonly requestId?: string;
  readonly address?: string;
  /** Of a browser that may be signed in with the invited address already. */
  readonly cookie?: string | undefined;
  /** The address needs no mail to be confirmed: the demo's. */
  readonly emailVerified?: boolean;
}

@Injectable()
export class ClinicsService {
  constructor(
    private readonly database: Database,
    private readonly signIn: SignIn,
    private readonly config: Config,
    private readonly mail: Mail,
  ) {}

  /** A new, empty clinic. Only the command line does this. */
  async createClinic(input: { slug: string; name: string; timeZone: string; demo?: boolean }): Promise<string> {
    if (!isTimeZone(input.timeZone))
      throw invalid([{ path: 'timeZone', message: 'must be an IANA zone such as Europe/Berlin' }]);
    const id = randomUUID();
    try {
      await this.database.inClinic(id, () => repository.insertClinic({ id, ...input, demo: input.demo ?? false }));
    } catch (error) {
      const constraint = (error as { driverError?: { constraint?: string } }).driverError?.constraint;
      if (constraint === 'clinic_slug_uq')
        throw new DomainError('CLINIC_EXISTS', 409, `There is a clinic with the short name ${input.slug} already.`);
      if (constraint === 'clinic_slug_check')
        throw invalid([{ path: 'slug', message: 'must be 2 to 41 lower-case letters, digits or hyphens' }]);
      throw error;
    }
    return id;
  }

  members(caller: Caller) {
    return this.database.inClinic(caller.clinicId, () => repository.findMembers());
  }

  /** Makes a one-use link. Sent by mail where SMTP is configured, and shown once to the one who invites. */
  async invite(caller: Caller, invitation: NewInvitation): Promise<{ id: string; link: string; expiresAt: string }> {
    if (invitation.role !== 'patient' && invitation.role !== 'caregiver' && caller.role !== 'admin')
      throw forbidden('Only a clinic admin invites staff.');
    return this.database.inClinic(caller.clinicId, async () => {
      if (invitation.patientId) await reachPatient(caller, invitation.patientId);
      const link = await this.writeInvitation(invitation, caller.actor);
      caller.act.objectId = invitation.id;
      await audit(caller);
      return link;
    });
  }

  /** Somebody whom a patient asks to look on. Joins the open transaction, in which the patient was reached. */
  async inviteFollower(
    caller: Caller,
    patientId: string,
    follower: {
      id: string;
      email: string;
      name: string;
      relationship: string;
      categories: readonly string[];
      until: string | null;
    },
  ) {
    const { id, email, name } = follower;
    const invitation = { id, email, name, role: 'caregiver' as const, profession: null, patientId };
    const link = await this.writeInvitation(invitation, caller.actor);
    await repository.setGrant(id, follower);
    return link;
  }

  /** The first admin of a clinic is invited by whoever runs the server. */
  inviteFirstAdmin(clinicId: string, admin: { email: string; name: string }) {
    return this.database.inClinic(clinicId, () =>
      this.writeInvitation(
        { ...admin, id: randomUUID(), role: 'admin', profession: null, patientId: null },
        'command-line',
      ),
    );
  }

  /** The link is shown once; asked for again with the same id, the newest is the one that opens. */
  async writeInvitation(invitation: NewInvitation, createdBy: string) {
    const patientId = invitation.patientId ?? null;
    await refuseSharedAddress(invitation);
    if (await repository.hasOpenInvitation({ ...invitation, patientId }))
      throw new DomainError(
        'INVITATION_OPEN',
        409,
        'This address has an invitation that is still open. Take that one back first, or send it again.',
      );
    const { secret, hash } = newSecret('inv');
    const expiresAt = new Date(Date.now() + INVITATION_DAYS * 86_400_000);
    const written = await repository.insertInvitation({
      ...invitation,
      profession: invitation.profession ?? null,
      patientId,
      tokenHash: hash,
      createdBy,
      expiresAt,
    });
    if (!written)
      throw new DomainError(
        'INVITATION_EXISTS',
        409,
        'An invitation with this id exists already and differs, or was accepted.',
      );
    const link = `${this.config.publicUrl}/invite/${secret}`;
    afterCommit(() => void this.mail.send(invitation.email, invitationLetter(link)));
    return { id: invitation.id, link, expiresAt: expiresAt.toISOString() };
  }

  async readInvitation(token: string) {
    const invitation = await this.findInvitation(token);
    const clinic = await this.database.inClinic(invitation.clinicId, () => repository.findClinic(invitation.clinicId));
    const { email, name, role, profession } = invitation;
    return { clinicName: clinic?.name ?? '', email, name, role, profession, singleSignOn: this.hasSingleSignOn(email) };
  }

  /** Makes the account if there is none, else asks for a proof that it is theirs; then the membership. */
  async accept(token: string, body: AcceptInvitation, how: Acceptance = {}): Promise<void> {
    const invitation = await this.findInvitation(token);
    const name = body.name ?? invitation.name;
    const account = await this.findOrMakeAccount(invitation, { ...body, name }, how);
    const personId = await this.database.outside(() =>
      repository.ensurePerson(invitation.email, name, account.authUserId),
    );
    await this.database.inClinic(invitation.clinicId, async () => {
      if (!(await repository.acceptInvitation(invitation.id))) throw notFound('invitation');
      await joinClinic(invitation, personId);
      await audit(joining(invitation, { id: personId, name }, how));
    });
    if (invitation.role !== 'patient' && invitation.role !== 'caregiver')
      await this.signIn.sessions.tighten(account.authUserId, this.config.accounts.limits.staff);
    if (account.unconfirmed) await this.askToConfirm(account.authUserId, invitation.email);
  }

  private async findOrMakeAccount(
    invitation: repository.InvitationRow,
    { password, name }: { password?: string | undefined; name: string },
    how: Acceptance,
  ): Promise<{ authUserId: string; unconfirmed: boolean }> {
    const { email } = invitation;
    const known = await this.signIn.accounts.findByEmail(email);
    if (known) {
      const session = await this.signIn.read(how.cookie, true);
      if (session?.authUserId !== known.id) await this.checkPassword(invitation, password);
      return { authUserId: known.id, unconfirmed: false };
    }
    // An organisation's sign-on will vouch for the address; there is no other way into such an account.
    const vouched = password === undefined && this.hasSingleSignOn(email);
    if (password === undefined && !vouched) throw invalid([{ path: 'password', message: 'must be chosen' }]);
    if (password !== undefined) await this.refuseNames(invitation, name, password);
    const emailVerified = how.emailVerified ?? vouched;
    const { authUserId } = await this.signIn.accounts.ensure({ email, name, password, emailVerified });
    return { authUserId, unconfirmed: !emailVerified };
  }

  /** The clinic's name, one's own and one's address are tried first. What is weak everywhere the schema of the request refuses. */
  private async refuseNames(
    { clinicId, email }: repository.InvitationRow,
    name: string,
    password: string,
  ): Promise<void> {
    if (weaknessOf(password)) return;
    const clinic = await this.database.inClinic(clinicId, () => repository.findClinic(clinicId));
    const message = weaknessOf(password, [clinic?.name ?? '', name, email]);
    if (message) throw invalid([{ path: 'password', message }]);
  }

  private hasSingleSignOn(email: string): boolean {
    const domain = email.slice(email.lastIndexOf('@') + 1);
    return this.config.accounts.singleSignOn.some(({ domains }) => domains.includes(domain));
  }

  private async askToConfirm(authUserId: string, email: string): Promise<void> {
    const { secret } = await this.signIn.mailTokens.issue({ authUserId, purpose: 'verify-email', email });
    void this.mail.send(email, verifyLetter(`${this.config.publicUrl}/verify#${secret}`));
  }

  /** Each look at the password costs one of few attempts, in a transaction of its own: a refusal must not undo it. */
  private async checkPassword(invitation: repository.InvitationRow, password: string | undefined): Promise<void> {
    const { id, clinicId, email } = invitation;
    if (password === undefined) throw accountExists();
    if (!(await this.database.inClinic(clinicId, () => repository.takeAttempt(id)))) throw unknownInvitation();
    if (!(await this.signIn.accounts.passwordFits(email, password))) throw accountExists();
    await this.database.inClinic(clinicId, () => repository.returnAttempt(id));
  }

  private async findInvitation(token: string) {
    const hash = hashSecret(token);
    const invitation = await this.database.asHolder(hash, () => repository.findInvitation(hash));
    if (!invitation) throw unknownInvitation();
    return invitation;
  }
}

const unknownInvitation = () =>
  new DomainError('NOT_FOUND', 404, 'This invitation is unknown, used or expired. Ask your clinic for a new one.');
const accountExists = () =>
  new DomainError(
    'ACCOUNT_EXISTS',
    409,
    'There is an account with this address: enter its password to join the clinic, or sign in and open the link again.',
  );
const conflict = (sentence: string) => new DomainError('INVITATION_CONFLICT', 409, sentence);

/** Throws when the invitation contradicts what the person is already; the transaction then leaves it open. */
async function joinClinic(invitation: repository.InvitationRow, personId: string): Promise<void> {
  const { role, profession, patientId } = invitation;
  if (!(await repository.upsertMembership({ personId, role, profession })))
    throw conflict(
      'You belong to this clinic in another role already. Ask your clinic to invite another e-mail address, or to end that membership first.',
    );
  if (patientId && role === 'patient' && !(await repository.linkPatient(patientId, personId)))
    throw conflict(
      'This patient record has an account already, or your account has another patient record here. Ask your clinic which is right.',
    );
  if (patientId && role === 'caregiver') await repository.grantCaregiver(invitation.id, personId);
}

/** The act of becoming a member, for the audit: there is no session yet, and no role allows it. The token does. */
function joining(
  invitation: repository.InvitationRow,
  person: { id: string; name: string },
  how: { readonly requestId?: string; readonly address?: string },
): Caller {
  const { id, clinicId, role, profession, patientId } = invitation;
  return {
    kind: 'person',
    actor: `person/${person.id}`,
    personId: person.id,
    name: person.name,
    clinicId,
    role,
    profession,
    patientId: role === 'patient' ? patientId : null,
    sessionId: null,
    scopes: '',
    type: 'Member',
    interaction: 'create',
    reach: 'own',
    requestId: how.requestId ?? randomUUID(),
    address: how.address,
    act: { patientId, objectId: id, count: 1, written: false },
  };
}
