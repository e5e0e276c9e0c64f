/** What does a FHIR search ask for? Strict about meaning, bounded in cost, no database. */
export { parseObservationSearch, type ObservationQuery, type ObservationSearch } from './observation-search.js';
export { parsePatientSearch, type PatientQuery, type PatientSearch } from './patient-search.js';
export { isWithin, type MomentSpan, spanOf } from './last-updated.js';
export { parseSearchDate, type DateCondition, type DateOp } from './search-date.js';
export { MAX_COUNT } from './search-params.js';
export type { SearchOptions, Token } from './search-params.js';
