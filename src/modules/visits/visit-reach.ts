import type { Caller } from '../../platform/auth/caller.js';
import { canReach } from '../../platform/auth/compartment.js';
import { notFound } from '../../platform/http/domain-error.js';
import type { Visit } from './visit.js';
import { findVisit } from './visits.repository.js';

/**
 * A visit whose patient the caller may see.
 *
 * @throws DomainError NOT_FOUND, the same for absent, another clinic's and out of reach
 */
export async function reachVisit(caller: Caller, id: string): Promise<Visit> {
  const visit = await findVisit(caller, id);
  caller.act.objectId = id;
  if (!visit || !(await canReach(caller, visit.patientId))) throw notFound('visit');
  caller.act.patientId = visit.patientId;
  return visit;
}
