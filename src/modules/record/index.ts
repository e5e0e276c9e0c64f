/**
 * Versioned FHIR resources, kept as the text they came in. Every function runs in the open transaction of a clinic.
 * What leaves to a caller comes from `reachRecord` or `searchRecords`, which look at patient and labels. `readRecord` is
 * for the room's own work: it does not look at anybody.
 */
export type { Resource, StoredRecord } from './record.js';
export { labelsOf, labelledAs } from './labels.js';
export { findChangeable, labelOf, mayChangeLabel } from './label-rights.js';
export { mayReadRecord, reachRecord, readRecord, readRecordVersion, saveRecord } from './record.repository.js';
export {
  findAllRecords,
  findIdentified,
  isLabelledSince,
  lockId,
  lockIdentifier,
  type RecordPlace,
  searchRecords,
  type WantedIdentifier,
} from './find-records.repository.js';
