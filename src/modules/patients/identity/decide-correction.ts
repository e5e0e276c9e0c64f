import { readFhirPatient } from '../patient-resource.js';

/** What a correction is about: two who correct different parts do not stand in each other's way. */
export type CorrectedPart = 'identity' | 'contact';

const FACTS = {
  identity: ['givenName', 'familyName', 'birthDate', 'gender'],
  contact: ['email', 'phone', 'language'],
} as const;

/**
 * Decides whether a correction may be written, or would undo what its author has not seen.
 *
 * @param patient.seen - the FHIR Patient in the version that was read; undefined when there is no such version
 * @param patient.current - as it is now
 * @param patient.wanted - as it would be
 * @returns same: it is so already, as when the answer to a first try was lost
 */
export function decideCorrection(
  part: CorrectedPart,
  patient: { readonly seen: object | undefined; readonly current: object; readonly wanted: object },
): 'write' | 'same' | 'stale' {
  const current = readFhirPatient(patient.current);
  const isAsNow = (other: object) => {
    const facts = readFhirPatient(other);
    return FACTS[part].every((fact) => facts[fact] === current[fact]);
  };
  if (isAsNow(patient.wanted)) return 'same';
  return patient.seen && isAsNow(patient.seen) ? 'write' : 'stale';
}
