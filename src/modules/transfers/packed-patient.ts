import { parseJson } from '../../platform/json/index.js';
import type { ZoneHistory } from '../../metrics/index.js';
import { findLivingId, findZones, readFhirPatient } from '../patients/index.js';
import { readRecord, type Resource } from '../record/index.js';
import { countRows } from '../observations/index.js';
import { findDocuments } from './transfers.repository.js';

/** What the sending clinic hands over of one patient, besides the observations, which follow page by page. */
export interface PackedPatient {
  readonly id: string;
  readonly patient: Resource;
  readonly facts: ReturnType<typeof readFhirPatient>;
  readonly zones: ZoneHistory;
  readonly documents: readonly { readonly type: string; readonly id: string; readonly resource: Resource }[];
  readonly observations: number;
}

/**
 * In the sending clinic. References to the patient speak of the one the person becomes, in the other clinic.
 *
 * @param newId - undefined: only to look at
 */
export async function packPatient(patientId: string, newId = patientId): Promise<PackedPatient> {
  const id = await findLivingId(patientId);
  const record = await readRecord('Patient', id);
  if (!record) throw new Error('A patient without a Patient resource cannot be handed over');
  const documents = await findDocuments(id);
  return {
    id,
    patient: withoutLinks(record.resource),
    facts: readFhirPatient(record.resource),
    zones: await findZones(id),
    documents: documents.map(({ type, id: documentId, body }) => ({
      type,
      id: documentId,
      resource: parseJson(Buffer.from(body.replaceAll(`"Patient/${id}"`, `"Patient/${newId}"`))) as Resource,
    })),
    observations: await countRows(id),
  };
}

/** Links name other records of the sending clinic. */
function withoutLinks(patient: Resource): Resource {
  const { link: _, ...rest } = patient as Resource & { link?: unknown };
  return rest as Resource;
}
