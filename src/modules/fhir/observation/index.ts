/** Between a FHIR R4 Observation and our typed columns, both ways, without loss. */
export { countsForTrends, type ObservationFacts } from './observation-facts.js';
export { readObservation, type ReadObservation } from './read-observation.js';
export type { FhirObservation } from './fhir-observation.js';
export { codeOf, shortKey, variantOf } from './identity.js';
export {
  isPlaceOfDevice,
  joinObservation,
  splitObservation,
  type ObservationColumns,
  type StoredParts,
} from './storage-form.js';
export { canonicalInstant } from './canonical-instant.js';
export { bundleReader, observationReader } from './observation-texts.js';
export { isKnownToBeValid, rememberValid, shapeOf } from './shape.js';
