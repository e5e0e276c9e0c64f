import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient, UUID } from '../../../platform/auth/compartment.js';
import { notFound } from '../../../platform/http/domain-error.js';
import { findPatientOf } from '../acts/acts.repository.js';

/** What is about the clinic is for those who have all of it in reach; the rest goes by its patient. */
export async function reachAlert(caller: Caller, patientId: string | null): Promise<void> {
  if (patientId !== null) return reachPatient(caller, patientId);
  if (caller.reach !== 'clinic') throw notFound('alert');
}

/**
 * The same of an alert that is known by its id alone, as somebody wrote it.
 *
 * @returns whom it is about; null: the clinic
 * @throws DomainError NOT_FOUND when there is no such alert, or none in reach: the same answer for both
 */
export async function reachAlertById(caller: Caller, alertId: string): Promise<string | null> {
  const found = UUID.test(alertId) ? await findPatientOf(alertId) : undefined;
  if (!found) throw notFound('alert');
  await reachAlert(caller, found.patientId);
  return found.patientId;
}
