import type { Principal } from '../../platform/auth/caller.js';
import type { ChokePoint } from '../../platform/auth/choke-point.js';
import { DomainError } from '../../platform/http/domain-error.js';
import type { VisitsService } from './visits.service.js';

/** Access ends within five seconds of the right to it. */
export const RIGHTS_EVERY_MS = 4_000;

/**
 * What somebody who came into a visit is in it now; undefined once they may not see it any more.
 *
 * @throws what the database says when it is away for a moment: that sends nobody out
 */
export async function lookAgain(
  by: { readonly chokePoint: ChokePoint; readonly visits: VisitsService },
  principal: Principal,
  visitId: string,
): Promise<Awaited<ReturnType<VisitsService['participation']>> | undefined> {
  try {
    return await by.visits.participation(await by.chokePoint.authorize(principal, 'Conference', 'join'), visitId);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return undefined;
  }
}
