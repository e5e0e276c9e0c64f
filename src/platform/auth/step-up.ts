import { DomainError } from '../http/domain-error.js';
import type { Principal, Role } from './caller.js';
import type { Interaction, ResourceType } from './policy.js';

/** A proof of who one is holds for the dangerous acts of the next ten minutes. */
export const PROOF_SECONDS = 600;

/**
 * Acts that an open session alone does not allow: an unlocked computer, or a stolen cookie, must not be enough to take
 * over an account, to hand out rights, to have a person's data copied or destroyed. `all`, or the roles for which the act is one of these.
 */
export const DANGEROUS: Partial<Record<ResourceType, Partial<Record<Interaction, 'all' | readonly Role[]>>>> = {
  // Address, password, second factor, passkeys.
  Credential: { create: 'all', update: 'all', delete: 'all' },
  // An administrator's invitation hands out a role among the staff.
  Invitation: { create: ['admin'], update: ['admin'] },
  // So does another role, or an end.
  Member: { update: 'all' },
  // A record of somebody else's patient.
  BreakGlass: { create: 'all' },
  // What nobody can undo, and what carries a whole person's data out of the house.
  PatientExport: { create: 'all' },
  Erasure: { create: 'all', approve: 'all' },
  LegalHold: { update: 'all' },
  Retention: { update: 'all' },
  Transfer: { create: 'all', resolve: 'all' },
  // What makes one person's record of two people's, if it is wrong, and the way back. A proposal that is refused moves nothing,
  // and is a `resolve` as well.
  Merge: { resolve: 'all', cancel: 'all' },
  // Among the settings: whether the staff must have a second factor.
  Clinic: { update: 'all' },
  // So does an app, or new keys for one.
  App: { create: 'all', update: 'all' },
};

const isDangerous = (role: Role, type: ResourceType, interaction: Interaction): boolean => {
  const whose = DANGEROUS[type]?.[interaction];
  return whose !== undefined && (whose === 'all' || whose.includes(role));
};

/** Does this act need a proof that the principal has not given lately? Without a session there is nobody to ask. */
export function needsProof(principal: Principal, type: ResourceType, interaction: Interaction, nowMs: number): boolean {
  if (principal.sessionId === null || !isDangerous(principal.role, type, interaction)) return false;
  return !principal.provenAt || nowMs - principal.provenAt.getTime() > PROOF_SECONDS * 1000;
}

export const proofNeeded = () =>
  new DomainError(
    'PROOF_NEEDED',
    403,
    'Prove once more who you are, then do this again: your last proof is over ten minutes old.',
  );
