/** Treatments: which doses a patient takes since when, and what was done. Kept as FHIR in `record`. */
export { TreatmentsModule } from './treatments.module.js';
export { TreatmentsService } from './treatments.service.js';
export { findTreatments } from './find-treatments.js';
export { type DoseChange, findDoseChanges, sayBefore } from './dose-changes.js';
export { isForever } from './read-days.js';
export { NEVER, readTreatment } from './read-treatment.js';
export { TREATMENT_TYPES } from './treatment.js';
