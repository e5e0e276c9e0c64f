import { compareText, type ZoneHistory } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { coversRecords } from '../../platform/auth/policy.js';
import { findZones } from '../patients/index.js';
import { searchRecords, type StoredRecord } from '../record/index.js';
import { NEVER, OVER, readTreatment } from './read-treatment.js';
import { type Treatment, TREATMENT_TYPES } from './treatment.js';

/** Nobody takes so many; a program that sends thousands is not read to the end. */
const MOST = 2000;

export interface FoundTreatments {
  /** Newest first. */
  readonly items: readonly Treatment[];
  /** There are more than can be read: of those that are over, or else all, the ones that were written down first are missing. */
  readonly isCut: boolean;
}

/**
 * What stands of a patient's doses and procedures and the caller may read, those that have ended too. Empty
 * for whoever may read none: somebody who follows the patient without the category of notes, a program without the scope.
 */
export async function findTreatments(caller: Caller, patientId: string, zones?: ZoneHistory): Promise<FoundTreatments> {
  const types = TREATMENT_TYPES.filter((type) => coversRecords(caller, type, patientId));
  if (types.length === 0) return { items: [], isCut: false };
  // Whatever else is asked for, these are read as what they are.
  const reader: Caller = { ...caller, type: 'Treatment', interaction: 'search' };
  // What may be in force comes before what is over.
  const wanted = { patientId, without: [...NEVER], last: [...OVER], limit: MOST + 1 };
  const records = await searchRecords(types, reader, wanted);
  const lived = zones ?? (await findZones(patientId));
  const items = records
    .slice(0, MOST)
    .flatMap((record) => toTreatment(record, lived) ?? [])
    .sort((a, b) => compareText(b.on ?? '', a.on ?? '') || b.notedAt.getTime() - a.notedAt.getTime());
  return { items, isCut: records.length > MOST };
}

/** Null: taken back, or it never happened. */
export function toTreatment(record: StoredRecord, zones: ZoneHistory): Treatment | null {
  const facts = readTreatment(record.resource, zones);
  return facts && { ...facts, record, notedAt: record.lastUpdated };
}
