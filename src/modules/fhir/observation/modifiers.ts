import type { FhirComponent, FhirObservation } from './fhir-observation.js';
import type { Issue } from '../validate/index.js';
import { countsForTrends, issueAt } from './observation-facts.js';

/**
 * What may turn the meaning of a reading round ("not done", "a goal") and is not understood here: FHIR forbids to go by
 * such a reading, so none is counted. https://hl7.org/fhir/R4/extensibility.html#modifierExtension
 */
export function findModifier(o: FhirObservation): Issue | undefined {
  if (!countsForTrends(o.status)) return undefined;
  if (o.implicitRules !== undefined)
    return issueAt(
      'not-supported',
      'implicitRules',
      'implicitRules must be left out for this code: none are known here',
    );
  return findModifierOf(o, '');
}

/** @param at - where the part stands; empty: it is the Observation itself */
export function findModifierOf({ modifierExtension }: FhirObservation | FhirComponent, at: string): Issue | undefined {
  if (modifierExtension === undefined) return undefined;
  return issueAt(
    'extension',
    `${at}modifierExtension`,
    'modifierExtension must be left out for this code: none is understood here, and a reading that one modifies is not counted',
  );
}
