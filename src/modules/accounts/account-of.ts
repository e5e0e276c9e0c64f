import type { Caller } from '../../platform/auth/caller.js';
import { forbidden } from '../../platform/http/domain-error.js';

/** The session of a request that came with one. */
export function accountOf(caller: Caller): { authUserId: string; sessionId: string; personId: string } {
  const { authUserId, sessionId, personId } = caller;
  if (!authUserId || !sessionId || !personId) throw forbidden('Accounts are for people, not for integrations.');
  return { authUserId, sessionId, personId };
}
