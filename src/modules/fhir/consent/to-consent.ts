import { createHash } from 'node:crypto';
import type { ConsentPurpose } from '../../../platform/auth/consent-condition.js';
import type { ConsentText, DecisionRow } from '../../consents/index.js';
import type { Json } from '../validate/index.js';

const TERMINOLOGY = 'http://terminology.hl7.org/CodeSystem';
/** What a consent is about, in HL7's two lists: consentscope, and v3-ActReason for the purpose of use. */
const MEANING: Readonly<Record<ConsentPurpose, readonly [scope: string, reason: string]>> = {
  monitoring: ['treatment', 'TREAT'],
  telehealth: ['treatment', 'TREAT'],
  recording: ['patient-privacy', 'TREAT'],
  'share-caregiver': ['patient-privacy', 'FAMRQT'],
  'share-primary-care': ['patient-privacy', 'COC'],
  research: ['research', 'HRESCH'],
  'sensitive-notes': ['patient-privacy', 'TREAT'],
};

/**
 * One answer as a FHIR Consent, with the words that were shown. An answer that was followed by another is inactive,
 * and that is its second version.
 *
 * @param supersededAt - when the next answer to the same question came
 */
export function toConsent(
  decision: DecisionRow,
  facts: {
    readonly patientId: string;
    readonly text: ConsentText | undefined;
    readonly supersededAt: Date | undefined;
  },
): Json {
  const { patientId, text, supersededAt } = facts;
  const [scope, reason] = MEANING[decision.purpose];
  const isGiven = decision.status === 'given';
  const at = decision.recordedAt.toISOString();
  const patient = { reference: `Patient/${patientId}` };
  return {
    resourceType: 'Consent',
    id: decision.id,
    meta: { versionId: supersededAt ? '2' : '1', lastUpdated: (supersededAt ?? decision.recordedAt).toISOString() },
    extension: [
      { url: 'urn:stepwell:consent-how', valueCode: decision.how },
      { url: 'urn:stepwell:consent-recorder', valueReference: recorderOf(decision, patientId) },
      ...(decision.reason ? [{ url: 'urn:stepwell:consent-reason', valueString: decision.reason }] : []),
    ],
    ...(text ? { identifier: [{ system: 'urn:stepwell:consent-text-sha256', value: text.sha256 }] } : {}),
    status: statusOf(decision, supersededAt !== undefined),
    scope: { coding: [{ system: `${TERMINOLOGY}/consentscope`, code: scope }] },
    category: [
      { coding: [{ system: 'http://loinc.org', code: '59284-0', display: 'Patient Consent' }] },
      { coding: [{ system: 'urn:stepwell:consent-purpose', code: decision.purpose }] },
    ],
    patient,
    dateTime: at,
    performer: [patient],
    ...(text ? { sourceAttachment: toAttachment(text) } : {}),
    policyRule: { coding: [{ system: `${TERMINOLOGY}/v3-ActCode`, code: 'OPTIN' }] },
    provision: {
      type: isGiven ? 'permit' : 'deny',
      period: { start: at, ...(supersededAt ? { end: supersededAt.toISOString() } : {}) },
      purpose: [{ system: `${TERMINOLOGY}/v3-ActReason`, code: reason }],
    },
  };
}

const statusOf = ({ status }: DecisionRow, isSuperseded: boolean): string => {
  if (isSuperseded || status === 'withdrawn') return 'inactive';
  return status === 'given' ? 'active' : 'rejected';
};

/** Who wrote it down: the patient, or somebody by name. */
function recorderOf({ byPatient, byName, recordedBy }: DecisionRow, patientId: string): Json {
  if (byPatient) return { reference: `Patient/${patientId}` };
  const [kind, id] = recordedBy.split('/');
  if (kind === 'person' && id)
    return {
      type: 'Practitioner',
      identifier: { system: 'urn:stepwell:person', value: id },
      ...(byName ? { display: byName } : {}),
    };
  return { type: 'Device', identifier: { system: 'urn:stepwell:client', value: recordedBy } };
}

/** FHIR wants the SHA-1 here; ours, the SHA-256, is the identifier. */
function toAttachment({ title, body, language, publishedAt }: ConsentText): Json {
  const data = Buffer.from(`${title}\n\n${body}`);
  return {
    contentType: 'text/plain; charset=utf-8',
    language,
    data: data.toString('base64'),
    hash: createHash('sha1').update(data).digest('base64'),
    title,
    ...(publishedAt ? { creation: publishedAt.toISOString() } : {}),
  };
}
