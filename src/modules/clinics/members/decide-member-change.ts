import type { Role } from '../../../platform/auth/caller.js';

export interface Member {
  readonly role: Role;
  readonly profession: string | null;
  readonly active: boolean;
}

export type MemberDecision =
  | { readonly kind: 'change' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refuse'; readonly code: string; readonly reason: string };

/**
 * May an admin make this of a membership? Rights are never one's own to change, and a clinic is never left without an
 * admin. Patients and caregivers are no staff: their memberships follow the patient.
 *
 * @param facts.otherAdmins - active admins besides the member
 */
export function decideMemberChange(
  before: Member,
  after: Member,
  facts: { readonly isOwn: boolean; readonly otherAdmins: number },
): MemberDecision {
  if (before.role === 'patient' || before.role === 'caregiver')
    return refuse(
      'NOT_STAFF',
      'This person belongs to a patient, not to the staff. End what the patient granted instead.',
    );
  const rights = before.role !== after.role || before.active !== after.active;
  if (!rights && before.profession === after.profession) return { kind: 'nothing' };
  if (rights && facts.isOwn)
    return refuse('OWN_MEMBERSHIP', 'Nobody changes their own role or ends their own membership: ask another admin.');
  const losesAdmin = before.role === 'admin' && before.active && (after.role !== 'admin' || !after.active);
  if (losesAdmin && facts.otherAdmins === 0)
    return refuse('LAST_ADMIN', 'This is the last admin of the clinic: make somebody else an admin first.');
  return { kind: 'change' };
}

const refuse = (code: string, reason: string): MemberDecision => ({ kind: 'refuse', code, reason });
