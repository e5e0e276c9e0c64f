import { findAlertFacts, lockConcerns } from './alert-facts.repository.js';
import type { Evidence } from './evidence.schema.js';
import { isOfFamily, type Kind } from './kinds.js';

/**
 * What the team was told of concerns of a kind: of each the open alert, else the last one. For whoever reports what has
 * become of it since; nobody else judges this patient until the transaction ends.
 */
export async function findKnown(
  patientId: string,
  kind: Kind,
): Promise<{ readonly concernKey: string; readonly isOpen: boolean; readonly evidence: Evidence }[]> {
  await lockConcerns(patientId);
  const all = await findAlertFacts(patientId);
  return all
    .filter(({ concernKey }) => isOfFamily(kind, concernKey))
    .map(({ concernKey, state, evidence }) => ({ concernKey, isOpen: state !== 'resolved', evidence }));
}
