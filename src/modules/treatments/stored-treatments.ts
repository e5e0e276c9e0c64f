import type { ZoneHistory } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import type { Sensitivity } from '../../platform/auth/sensitivity.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import {
  labelOf,
  lockId,
  mayReadRecord,
  reachRecord,
  readRecord,
  readRecordVersion,
  type Resource,
  saveRecord,
  type StoredRecord,
} from '../record/index.js';
import { readTreatment } from './read-treatment.js';
import { ALL_FACTS, isSame, TREATMENT_TYPES, type TreatmentFacts, type TreatmentKind, TYPE_OF } from './treatment.js';
import { treatmentChanged, treatmentExists, treatmentTakenBack } from './treatments.errors.js';

interface Named {
  readonly id: string;
  readonly patientId: string;
}

/**
 * What is there under the id of a new treatment: the same one, sent before. Until the transaction ends nobody else notes
 * one under this id.
 *
 * @throws DomainError TREATMENT_EXISTS when what was noted first is something else, or not the caller's to read;
 * TREATMENT_TAKEN_BACK
 */
export async function findKnown(
  caller: Caller,
  { id, patientId, facts, label }: Named & { readonly facts: TreatmentFacts; readonly label: Sensitivity | null },
  zones: ZoneHistory,
): Promise<StoredRecord | undefined> {
  await lockId(id);
  for (const type of TREATMENT_TYPES) {
    const known = await readRecord(type, id);
    if (!known) continue;
    const isOther = type !== TYPE_OF[facts.kind] || known.patientId !== patientId;
    if (isOther || !(await mayReadRecord(caller, type, id))) throw treatmentExists();
    if (!readTreatment(known.resource, zones)) throw treatmentTakenBack();
    const first = await readRecordVersion(type, id, 1);
    const noted = first && readTreatment(first.resource, zones);
    if (!noted || !isSame(noted, facts, ALL_FACTS) || labelOf(first) !== label) throw treatmentExists();
    return known;
  }
  return undefined;
}

/** One of this patient that the caller may read. @throws DomainError NOT_FOUND; TREATMENT_TAKEN_BACK where it must stand */
export async function reachTreatment(
  caller: Caller,
  place: Named & { readonly kind: TreatmentKind },
  zones: ZoneHistory,
): Promise<{ record: StoredRecord; facts: TreatmentFacts }>;
export async function reachTreatment(
  caller: Caller,
  place: Named,
  zones: ZoneHistory,
  also: 'also taken back',
): Promise<{ record: StoredRecord; facts: TreatmentFacts | null }>;
export async function reachTreatment(
  caller: Caller,
  { kind, id, patientId }: Named & { readonly kind?: TreatmentKind },
  zones: ZoneHistory,
  also?: 'also taken back',
): Promise<{ record: StoredRecord; facts: TreatmentFacts | null }> {
  for (const type of kind ? [TYPE_OF[kind]] : TREATMENT_TYPES) {
    const record = await reachRecord(caller, type, id);
    if (!record || record.patientId !== patientId) continue;
    const facts = readTreatment(record.resource, zones);
    if (!facts && !also) throw treatmentTakenBack();
    return { record, facts };
  }
  throw notFound('treatment');
}

/** Its next version. @throws DomainError TREATMENT_CHANGED when somebody was faster */
export async function saveTreatment(
  caller: Caller,
  wanted: Named & { readonly resource: Resource; readonly expectedVersion: number },
): Promise<StoredRecord> {
  try {
    return await saveRecord({ type: wanted.resource.resourceType, ...wanted, authorId: caller.personId });
  } catch (error) {
    if (error instanceof DomainError && error.code === 'RECORD_VERSION_CONFLICT') throw treatmentChanged();
    throw error;
  }
}
