import { parseJson } from '../../platform/json/index.js';
import type { ZoneHistory } from '../../metrics/index.js';
import { isConsented } from '../consents/index.js';
import { countRows } from '../observations/index.js';
import { findLivingId, findRecordIds, findZones, readFhirPatient } from '../patients/index.js';
import { labelsOf, readRecord, type Resource } from '../record/index.js';
import { gone } from './transfers.errors.js';
import { countDocuments, findDocuments } from './transfers.repository.js';

/** What the sending clinic hands over of one patient, besides the observations, which follow page by page. */
export interface PackedPatient {
  readonly id: string;
  /** All by which this clinic has known the patient. */
  readonly recordIds: readonly string[];
  readonly patient: Resource;
  readonly zones: ZoneHistory;
  readonly documents: readonly { readonly type: string; readonly id: string; readonly resource: Resource }[];
  /** How many of the documents are protected: none without the patient's consent. */
  readonly protectedDocuments: number;
}

/** In the sending clinic: who it is and how much would come. Whether there is anything protected is not told. */
export async function describePatient(patientId: string) {
  const { id, patient } = await readPatient(patientId);
  return {
    facts: readFhirPatient(patient),
    zones: await findZones(id),
    documents: await countDocuments(id),
    includesProtected: await isConsented(id, 'sensitive-notes'),
    observations: await countRows(id),
  };
}

/**
 * In the sending clinic. References to the patient, under whatever id, speak of the one the person becomes, in the other clinic.
 */
export async function packPatient(patientId: string, newId: string): Promise<PackedPatient> {
  const { id, patient } = await readPatient(patientId);
  const recordIds = await findRecordIds(id);
  const asTheirs = (body: string) =>
    recordIds.reduce((text, recordId) => text.replaceAll(`"Patient/${recordId}"`, `"Patient/${newId}"`), body);
  const documents = (await findDocuments(id)).map(({ type, id: documentId, body }) => ({
    type,
    id: documentId,
    resource: parseJson(Buffer.from(asTheirs(body))) as Resource,
  }));
  return {
    id,
    recordIds,
    patient: withoutLinks(patient),
    zones: await findZones(id),
    documents,
    protectedDocuments: documents.filter(({ resource }) => labelsOf(resource).length > 0).length,
  };
}

/** @throws DomainError TRANSFER_GONE when the patient was erased since the offer */
async function readPatient(patientId: string): Promise<{ id: string; patient: Resource }> {
  const id = await findLivingId(patientId);
  const record = await readRecord('Patient', id);
  if (!record) throw gone();
  return { id, patient: record.resource };
}

/** Links name other records of the sending clinic. */
function withoutLinks(patient: Resource): Resource {
  const { link: _, ...rest } = patient as Resource & { link?: unknown };
  return rest as Resource;
}
