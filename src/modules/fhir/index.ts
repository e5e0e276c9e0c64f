/** The FHIR R4 door. */
export { FhirModule } from './fhir.module.js';
