import type { ZoneHistory } from '../../metrics/index.js';
import type { Caller } from '../../platform/auth/caller.js';
import { DomainError, notFound } from '../../platform/http/domain-error.js';
import {
  mayReadRecord,
  reachRecord,
  readRecord,
  type Resource,
  saveRecord,
  type StoredRecord,
} from '../record/index.js';
import { readTreatment } from './read-treatment.js';
import { TREATMENT_TYPES, type TreatmentFacts, type TreatmentKind, TYPE_OF } from './treatment.js';
import { treatmentChanged, treatmentExists, treatmentTakenBack } from './treatments.errors.js';

interface Named {
  readonly id: string;
  readonly patientId: string;
}

/**
 * What is there under the id of a new treatment: the same one, sent before.
 *
 * @throws DomainError TREATMENT_EXISTS when it is something else, or not the caller's to read; TREATMENT_TAKEN_BACK
 */
export async function findKnown(
  caller: Caller,
  { kind, id, patientId }: Named & { readonly kind: TreatmentKind },
): Promise<StoredRecord | undefined> {
  for (const type of TREATMENT_TYPES) {
    const known = await readRecord(type, id);
    if (!known) continue;
    const isOther = type !== TYPE_OF[kind] || known.patientId !== patientId;
    if (isOther || !(await mayReadRecord(caller, type, id))) throw treatmentExists();
    if (known.resource['status'] === 'entered-in-error') throw treatmentTakenBack();
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

/** Its next version. A retry of a new one that runs beside us may have been faster: then it is that one. */
export async function saveTreatment(
  caller: Caller,
  wanted: Named & { readonly resource: Resource; readonly expectedVersion: number },
): Promise<StoredRecord> {
  const type = wanted.resource.resourceType;
  try {
    return await saveRecord({ type, ...wanted, authorId: caller.personId });
  } catch (error) {
    if (!(error instanceof DomainError && error.code === 'RECORD_VERSION_CONFLICT')) throw error;
    const faster = wanted.expectedVersion === 0 ? await readRecord(type, wanted.id) : undefined;
    if (faster?.patientId !== wanted.patientId) throw treatmentChanged();
    return faster;
  }
}
