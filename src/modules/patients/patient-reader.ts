import type { Caller } from '../../platform/auth/caller.js';
import { decideReach } from '../../platform/auth/policy.js';

/** The caller as a reader of patients: registering and looking for the same person reach the whole clinic, reading does not. */
export const asPatientReader = (caller: Caller): Caller => ({
  ...caller,
  reach: decideReach(caller.role, 'Patient', 'read', caller.scopes) ?? 'own',
});
