import type { Caller } from './caller.js';
import { decideAppReach, decideReach } from './policy.js';

/**
 * Whoever has created something, as a reader of it: creating may reach the whole clinic where reading does not. A program
 * that may only create reads what it has created, as in the answer it had.
 */
export function asReader(caller: Caller): Caller {
  const { kind, role, type, scopes, recordType } = caller;
  const allowed = (kind === 'app' ? decideAppReach : decideReach)(role, type, 'read', scopes, recordType);
  // In a patient's context the compartment is that patient already.
  const reach = typeof allowed === 'object' ? (allowed.context === 'patient' ? caller.reach : allowed.reach) : allowed;
  return { ...caller, interaction: 'read', reach: reach ?? caller.reach };
}
