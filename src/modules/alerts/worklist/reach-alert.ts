import type { Caller } from '../../../platform/auth/caller.js';
import { reachPatient } from '../../../platform/auth/compartment.js';
import { notFound } from '../../../platform/http/domain-error.js';

/** What is about the clinic is for those who have all of it in reach; the rest goes by its patient. */
export async function reachAlert(caller: Caller, patientId: string | null): Promise<void> {
  if (patientId !== null) return reachPatient(caller, patientId);
  if (caller.reach !== 'clinic') throw notFound('alert');
}
