import { type Caller, touchPatients } from '../../platform/auth/caller.js';
import { UUID } from '../../platform/auth/compartment.js';
import { DomainError } from '../../platform/http/domain-error.js';

/**
 * Of things that were tried each on its own, those that were refused for whom they are about, as one act for the audit.
 *
 * @param became - what became of each, in their order
 * @returns undefined when none was refused so; what merely cannot be read or stored is no denial
 */
export function refusedAct(
  caller: Caller,
  items: readonly { readonly patientId: string }[],
  became: readonly unknown[],
): Caller | undefined {
  const refused = items.filter((_, i) => isDenial(became[i]));
  if (refused.length === 0) return undefined;
  const denied = { ...caller, act: { patientId: null, objectId: null, count: refused.length, written: false } };
  touchPatients(
    denied,
    refused.map(({ patientId }) => patientId).filter((id) => UUID.test(id)),
  );
  return denied;
}

const isDenial = (one: unknown): boolean => one instanceof DomainError && (one.status === 403 || one.status === 404);

/** Notes, in case the act is refused, for whom: the first of these who is out of reach or has not consented. */
export function noteWanted(
  caller: Caller,
  patientIds: readonly string[],
  patients: ReadonlyMap<string, { readonly consented: boolean }>,
): void {
  const wanted = patientIds.find((id) => !patients.get(id)?.consented && UUID.test(id));
  if (wanted !== undefined) caller.act.wantedPatientId = wanted;
}
