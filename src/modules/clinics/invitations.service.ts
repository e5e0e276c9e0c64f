import { Injectable } from '@nestjs/common';
import { audit } from '../../platform/auth/audit.js';
import type { Caller } from '../../platform/auth/caller.js';
import { UUID } from '../../platform/auth/compartment.js';
import { newSecret } from '../../platform/auth/secrets.js';
import { Config } from '../../platform/config/config.js';
import { afterCommit, Database } from '../../platform/database/database.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import { invitationLetter } from '../../platform/mail/letters.js';
import { Mail } from '../../platform/mail/mail.js';
import type { InvitedRole } from './clinics.repository.js';
import { INVITATION_DAYS, type MadeInvitation } from './clinics.service.js';
import { handsOutNewLink } from './invitation-link.js';
import { enderOf, ringAround } from './invited-follower.js';
import { refuseTakenAddress } from './refuse-taken-address.js';
import * as repository from './invitations.repository.js';

/** Who invites patients may see, repeat and take back what waits of them and of those who look on; of staff the admin. */
const maySee = (caller: Caller, role: InvitedRole) =>
  caller.role === 'admin' || role === 'patient' || role === 'caregiver';

/** Invitations that nobody has accepted yet. */
@Injectable()
export class InvitationsService {
  constructor(
    private readonly database: Database,
    private readonly config: Config,
    private readonly mail: Mail,
  ) {}

  async list(caller: Caller) {
    const rows = await this.database.inClinic(caller.clinicId, () => repository.findPendingInvitations());
    const items = rows
      .filter(({ role }) => maySee(caller, role))
      .map(({ id, email, name, role, profession, patientId, createdAt, expiresAt, open }) => ({
        id,
        email,
        name,
        role,
        profession,
        patientId,
        state: open ? ('open' as const) : ('expired' as const),
        createdAt: createdAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
      }));
    caller.act.count = items.length;
    return { items };
  }

  /** A new link for the same person; the old one no longer opens anything. */
  resend(caller: Caller, id: string): Promise<MadeInvitation> {
    return this.database.inClinic(caller.clinicId, async () => {
      const invitation = await this.find(caller, id);
      const shown = handsOutNewLink(caller.role, invitation, this.mail.leaves);
      if (!shown && !this.mail.reachesPeople) throw noMail();
      await refuseTakenAddress(invitation);
      const { secret, hash } = newSecret('inv');
      const expiresAt = new Date(Date.now() + INVITATION_DAYS * 86_400_000);
      if (!(await repository.renewInvitation(id, hash, expiresAt))) throw notFound('invitation');
      await audit(caller);
      const link = `${this.config.publicUrl}/invite/${secret}`;
      afterCommit(() => void this.mail.send(invitation.email, invitationLetter(link)));
      return { id, ...(shown ? { link } : {}), expiresAt: expiresAt.toISOString() };
    });
  }

  revoke(caller: Caller, id: string): Promise<void> {
    return this.database.inClinic(caller.clinicId, async () => {
      const { role, patientId } = await this.find(caller, id);
      if (!(await repository.revokeInvitation(id, enderOf(caller)))) throw notFound('invitation');
      await audit(caller);
      if (role === 'caregiver' && patientId) await ringAround(patientId);
    });
  }

  private async find(caller: Caller, id: string): Promise<repository.PendingInvitation> {
    const invitation = UUID.test(id) ? await repository.findPendingInvitation(id) : undefined;
    if (!invitation || !maySee(caller, invitation.role)) throw notFound('invitation');
    caller.act.objectId = id;
    caller.act.patientId = invitation.patientId;
    return invitation;
  }
}

/** The old link stays good: a new one would reach nobody. */
const noMail = () =>
  new DomainError(
    'NO_MAIL',
    409,
    'This server sends no mail, and the link is not yours to see. Whoever made this invitation can take it back and invite again.',
  );
