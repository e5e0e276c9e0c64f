import { compareText, type ZoneHistory } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { coversRecords } from '../../platform/auth/policy.js';
import { findZones } from '../patients/index.js';
import { searchRecords, type StoredRecord } from '../record/index.js';
import { readTreatment } from './read-treatment.js';
import { type Treatment, TREATMENT_TYPES } from './treatment.js';

/** Nobody takes so many; a program that sends thousands is not read to the end. */
const MOST = 1000;

/**
 * What stands of a patient's doses and procedures and the caller may read, newest first, those that have ended too. Empty
 * for whoever may read none: somebody who follows the patient without the category of notes, a program without the scope.
 */
export async function findTreatments(caller: Caller, patientId: string, zones?: ZoneHistory): Promise<Treatment[]> {
  const types = TREATMENT_TYPES.filter((type) => coversRecords(caller, type, patientId));
  if (types.length === 0) return [];
  // Whatever else is asked for, these are read as what they are.
  const reader: Caller = { ...caller, type: 'Treatment', interaction: 'search' };
  const [records, lived] = [
    await searchRecords(types, reader, { patientId, limit: MOST }),
    zones ?? (await findZones(patientId)),
  ];
  return records
    .flatMap((record) => toTreatment(record, lived) ?? [])
    .sort((a, b) => compareText(b.on ?? '', a.on ?? '') || b.notedAt.getTime() - a.notedAt.getTime());
}

/** Null: taken back, or it never happened. */
export function toTreatment(record: StoredRecord, zones: ZoneHistory): Treatment | null {
  const facts = readTreatment(record.resource, zones);
  return facts && { ...facts, record, notedAt: record.lastUpdated };
}
