import { isPatientSide, type Role } from '../../platform/auth/caller.js';
import type { InvitedRole } from './clinics.repository.js';

/** Whom somebody of the clinic may invite. Who looks on sees measurements, which an admin does not: never by an admin. */
export function mayInvite(by: Role, invited: InvitedRole): boolean {
  if (by === 'admin') return invited !== 'caregiver';
  return by === 'coordinator' && isPatientSide({ role: invited });
}

/**
 * Does whoever makes an invitation get its link as well? Whoever holds a link becomes the one it is for: a patient's or
 * caregiver's goes to their own address alone, where mails leave this server. Elsewhere it is handed over.
 */
export const handsOutLink = (invited: InvitedRole, mailsLeave: boolean): boolean =>
  !mailsLeave || !isPatientSide({ role: invited });

/** The same when it is sent again: what the patient made is the patient's, and nobody gets what they could not have made. */
export const handsOutNewLink = (
  by: Role,
  invitation: { readonly role: InvitedRole; readonly byPatient: boolean },
  mailsLeave: boolean,
): boolean => !invitation.byPatient && mayInvite(by, invitation.role) && handsOutLink(invitation.role, mailsLeave);
