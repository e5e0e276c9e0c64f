import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { hashSecret, newSecret } from '../../platform/auth/secrets.js';
import { reachPatient } from '../../platform/auth/compartment.js';
import { SignIn } from '../../platform/auth/sign-in.js';
import { Config } from '../../platform/config/config.js';
import { afterCommit, Database } from '../../platform/database/database.js';
import { invitationLetter, verifyLetter } from '../../platform/mail/letters.js';
import { Mail } from '../../platform/mail/mail.js';
import { DomainError, forbidden, invalid } from '../../platform/http/domain-error.js';
import { toFieldErrors } from '../../platform/http/plain-issues.js';
import { type AcceptInvitation, NewClinic, type NewInvitation } from './clinics.schema.js';
import { tellAsked } from './asked-patients.js';
import { handsOutLink, mayInvite } from './invitation-link.js';
import { InvitedAccountService, unknownInvitation, usedInvitation } from './invited-account.service.js';
import { ringAround, settleFollower } from './invited-follower.js';
import { refuseTakenAddress } from './refuse-taken-address.js';
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

/** What is said of an invitation to whoever made it. */
export interface MadeInvitation {
  readonly id: string;
  readonly link?: string;
  readonly expiresAt: string;
}
type WrittenInvitation = Required<MadeInvitation>;

@Injectable()
export class ClinicsService {
  constructor(
    private readonly database: Database,
    private readonly signIn: SignIn,
    private readonly config: Config,
    private readonly mail: Mail,
    private readonly accounts: InvitedAccountService,
  ) {}

  /** A new, empty clinic. Only the command line does this. */
  async createClinic(input: { slug: string; name: string; timeZone: string; demo?: boolean }): Promise<string> {
    const checked = NewClinic.safeParse(input);
    if (!checked.success) throw invalid(toFieldErrors(checked.error.issues, input));
    const id = randomUUID();
    try {
      await this.database.inClinic(id, () => repository.insertClinic({ id, ...input, demo: input.demo ?? false }));
    } catch (error) {
      if ((error as { constraint?: string }).constraint === 'clinic_slug_uq')
        throw new DomainError('CLINIC_EXISTS', 409, `There is a clinic with the short name ${input.slug} already.`);
      throw error;
    }
    return id;
  }

  members(caller: Caller) {
    return this.database.inClinic(caller.clinicId, () => repository.findMembers());
  }

  /** Makes a one-use link, mailed to its address; whoever invites is shown it once if they may have it. */
  async invite(caller: Caller, invitation: NewInvitation): Promise<MadeInvitation> {
    return this.toMade(invitation, await this.makeInvitation(caller, invitation));
  }

  /** The same, with the link whoever it is for: the demo's own people come in by it. */
  async makeInvitation(caller: Caller, invitation: NewInvitation): Promise<WrittenInvitation> {
    if (!mayInvite(caller.role, invitation.role)) throw mayNot(invitation);
    return this.database.inClinic(caller.clinicId, async () => {
      if (invitation.patientId) await reachPatient(caller, invitation.patientId);
      const asked = await settleFollower(invitation, caller.actor);
      const { isNew, ...written } = await this.writeInvitation(invitation, caller.actor);
      if (asked) await repository.setGrant(invitation.id, asked.grant, asked.agreed);
      caller.act.objectId = invitation.id;
      await audit(caller);
      if (asked?.tells && isNew) await tellAsked(asked.tells);
      if (asked) await ringAround(asked.patientId);
      return written;
    });
  }

  /** Somebody whom a patient asks to look on, and thereby agrees to. Joins the open transaction, in which the patient was reached. */
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
    const written = await this.writeInvitation(invitation, caller.actor);
    await repository.setGrant(id, follower, { how: 'in-app', by: caller.actor });
    return this.toMade(invitation, written);
  }

  /** The first admin of a clinic is invited by whoever runs the server. */
  inviteFirstAdmin(clinicId: string, admin: { id: string; email: string; name: string }) {
    return this.database.inClinic(clinicId, () =>
      this.writeInvitation({ ...admin, role: 'admin', profession: null, patientId: null }, 'command-line'),
    );
  }

  /** Asked for again with the same id, the newest link is the one that opens. */
  private async writeInvitation(invitation: NewInvitation, createdBy: string) {
    const patientId = invitation.patientId ?? null;
    await refuseTakenAddress({ ...invitation, patientId });
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
    return { id: invitation.id, link, expiresAt: expiresAt.toISOString(), isNew: written === 'made' };
  }

  private toMade({ role }: Pick<NewInvitation, 'role'>, { id, link, expiresAt }: WrittenInvitation): MadeInvitation {
    const made = { id, expiresAt };
    return handsOutLink(role, this.mail.leaves) ? { ...made, link } : made;
  }

  async readInvitation(token: string) {
    const invitation = await this.findInvitation(token);
    const clinic = await this.database.inClinic(invitation.clinicId, () => repository.findClinic(invitation.clinicId));
    const { email, name, role, profession } = invitation;
    return {
      clinicName: clinic?.name ?? '',
      email,
      name,
      role,
      profession,
      singleSignOn: this.accounts.hasSingleSignOn(email),
    };
  }

  /** Makes the account if there is none, else asks for a proof that it is theirs; then the membership. */
  async accept(token: string, body: AcceptInvitation, how: Acceptance = {}): Promise<void> {
    const invitation = await this.findInvitation(token);
    const name = body.name ?? invitation.name;
    const { cookie, emailVerified } = how;
    const account = await this.accounts.findOrMake(invitation, { ...body, name, cookie, emailVerified });
    const personId = await this.database.outside(() =>
      repository.ensurePerson(invitation.email, name, account.authUserId),
    );
    await this.database.inClinic(invitation.clinicId, async () => {
      if (!(await repository.acceptInvitation(invitation.id))) throw await closedInvitation(hashSecret(token));
      await joinClinic(invitation, personId);
      await audit(joining(invitation, { id: personId, name }, how));
      if (invitation.role === 'caregiver' && invitation.patientId) await ringAround(invitation.patientId);
    });
    if (invitation.role !== 'patient' && invitation.role !== 'caregiver')
      await this.signIn.sessions.tighten(account.authUserId, this.config.accounts.limits.staff);
    if (account.unconfirmed) await this.askToConfirm(account.authUserId, invitation.email);
  }

  private async askToConfirm(authUserId: string, email: string): Promise<void> {
    const { secret } = await this.signIn.mailTokens.issue({ authUserId, purpose: 'verify-email', email });
    void this.mail.send(email, verifyLetter(`${this.config.publicUrl}/verify#${secret}`));
  }

  private async findInvitation(token: string) {
    const hash = hashSecret(token);
    return this.database.asHolder(hash, async () => {
      const invitation = await repository.findInvitation(hash);
      if (invitation) return invitation;
      throw await closedInvitation(hash);
    });
  }
}

/** Used, or taken back: also in the moment in which somebody accepts it. */
const closedInvitation = async (hash: string) =>
  (await repository.wasInvitationUsed(hash)) ? usedInvitation() : unknownInvitation();

const mayNot = ({ role }: NewInvitation) =>
  forbidden(
    role === 'caregiver'
      ? 'Whoever looks on is invited by the patient, or by a coordinator.'
      : 'Only a clinic admin invites staff.',
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
