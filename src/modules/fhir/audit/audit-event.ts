import type { AuditRecord } from '../../audit/index.js';
import type { Json } from '../validate/index.js';

const DICOM = 'http://terminology.hl7.org/CodeSystem';
/** FHIR's own word for what we do, where it has one. */
const REST: Readonly<Record<string, string>> = {
  read: 'read',
  search: 'search-type',
  create: 'create',
  update: 'update',
};
const ACTION: Readonly<Record<string, string>> = { read: 'R', search: 'R', create: 'C', export: 'R' };
/** HL7 v3 ActReason: what the clinic's people and programs look at data for. */
const PURPOSE: Readonly<Record<string, { code: string; display: string }>> = {
  patient: { code: 'PATRQT', display: 'patient requested' },
  caregiver: { code: 'FAMRQT', display: 'family requested' },
  clinician: { code: 'TREAT', display: 'treatment' },
  coordinator: { code: 'TREAT', display: 'treatment' },
  system: { code: 'TREAT', display: 'treatment' },
  admin: { code: 'HOPERAT', display: 'healthcare operations' },
  auditor: { code: 'HSYSADMIN', display: 'health system administration' },
};
const KINDS: Readonly<Record<string, string>> = { patient: 'Patient', caregiver: 'RelatedPerson', system: 'Device' };

/** @param base - our FHIR address: what identifiers of people and programs are told apart by */
export function toAuditEvent(row: AuditRecord, base: string): Json {
  const rest = REST[row.interaction];
  const purpose = PURPOSE[row.role];
  return {
    resourceType: 'AuditEvent',
    id: String(row.id),
    meta: { versionId: '1', lastUpdated: `${row.at.slice(0, 23)}Z` },
    type: { system: `${DICOM}/audit-event-type`, code: 'rest', display: 'RESTful Operation' },
    subtype: [
      ...(rest ? [{ system: 'http://hl7.org/fhir/restful-interaction', code: rest }] : []),
      { system: `${base}/CodeSystem/act`, code: `${row.type}.${row.interaction}` },
    ],
    action: ACTION[row.interaction] ?? 'U',
    recorded: row.at,
    outcome: row.outcome === 'success' ? '0' : '4',
    ...(row.outcome === 'success' ? {} : { outcomeDesc: 'denied' }),
    ...(purpose || row.reason
      ? {
          purposeOfEvent: [
            {
              ...(purpose ? { coding: [{ system: `${DICOM}/v3-ActReason`, ...purpose }] } : {}),
              ...(row.reason ? { text: row.reason } : {}),
            },
          ],
        }
      : {}),
    agent: [toAgent(row, base)],
    source: {
      observer: { display: 'Stepwell' },
      type: [{ system: `${DICOM}/security-source-type`, code: '4', display: 'Application Server' }],
    },
    entity: [
      ...(row.patientIds ?? (row.patientId === null ? [] : [row.patientId])).map((id) => ({
        what: { reference: `Patient/${id}` },
        type: { system: `${DICOM}/audit-entity-type`, code: '1', display: 'Person' },
        role: { system: `${DICOM}/object-role`, code: '1', display: 'Patient' },
      })),
      toObject(row, base),
    ],
  };
}

function toAgent({ actor, role, address }: AuditRecord, base: string): Json {
  const [kind = '', id = ''] = actor.split('/');
  return {
    role: [{ coding: [{ system: `${base}/CodeSystem/role`, code: role }] }],
    who: { type: KINDS[role] ?? 'Practitioner', identifier: { system: `${base}/${kind}`, value: id || actor } },
    requestor: true,
    ...(address ? { network: { address, type: '2' } } : {}),
  };
}

/** What else it was about: the alert, the visit, the reading; and how many rows went in or out. */
function toObject({ objectId, type, count, requestId }: AuditRecord, base: string): Json {
  return {
    what: { identifier: { system: `${base}/object`, value: objectId ?? type } },
    type: { system: `${DICOM}/audit-entity-type`, code: '2', display: 'System Object' },
    detail: [
      { type: 'count', valueString: String(count) },
      ...(requestId ? [{ type: 'request', valueString: requestId }] : []),
    ],
  };
}
