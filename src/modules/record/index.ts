/**
 * Versioned FHIR resources, kept as the text they came in. Every function runs in the open transaction of a clinic.
 * Reading does not look at the caller: ask `reachPatient` with the answer's `patientId` before anything leaves.
 */
export type { Resource, StoredRecord } from './record.js';
export { findAllRecords, readRecord, readRecordVersion, saveRecord, searchRecords } from './record.repository.js';
