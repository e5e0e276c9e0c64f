import { randomUUID } from 'node:crypto';
import type { Test } from 'supertest';
import { toBatch, toObservation } from '../../support/fhir.js';
import { clinicDay } from '../../support/people.js';
import { protectedProbes } from './probes-protected.js';
import type { Act, Naming, Send, Target } from './who.js';

/**
 * One way to get at something about a patient.
 *
 * direct: asks for it by id, so that any success shows it. list: shows whatever its answer holds. write: any success has
 * changed something. never: no such road may be open to anybody, whatever the role.
 */
export interface Probe extends Act {
  readonly path: string;
  readonly kind: 'direct' | 'list' | 'write' | 'never';
  readonly naming: Naming;
  readonly ask: (send: Send, target: Target) => Test;
  /** Of an answer that also holds other things of the patient: what it takes to get it, and the words of what is asked about. */
  readonly within?: { readonly act: Act; readonly words: (target: Target) => readonly string[] };
}

const fhirJson = (test: Test, body: object) =>
  test.set('content-type', 'application/fhir+json').send(JSON.stringify(body));
/** Each write is another reading, so that none is taken for a repeat. */
let minutes = 0;
const reading = () => {
  const start = new Date(Date.parse(`${clinicDay(-20)}T00:00:00Z`) + ++minutes * 60_000);
  return {
    metric: 'steps' as const,
    value: 1,
    start: start.toISOString(),
    end: new Date(+start + 60_000).toISOString(),
  };
};
const bundle = (type: 'batch' | 'transaction', target: Target) => ({ ...toBatch(target.patientId, [reading()]), type });

/** Under the id of a record that was merged these do what the record that lives on is asked for. */
const FOLLOWS = [
  'GET /api/v1/patients/{patientId}',
  'GET /api/v1/patients/{PATIENTID}',
  'GET /api/v1/patients/{patientId}/consents',
  'GET /fhir/Observation?patient={patientId}',
  'GET /fhir/Observation?subject=Patient/{patientId}',
  'GET /fhir/Observation?patient:Patient={patientId}',
  'GET /fhir/Observation/$lastn?patient={patientId}',
  'GET /fhir/MedicationStatement?patient={patientId}',
  'GET /fhir/MedicationStatement?subject=Patient/{patientId}',
  'POST /fhir/Observation/_search of {patientId}',
  'POST /fhir/Observation',
  'POST /fhir, entry of a batch',
  'POST /fhir, entry of a transaction',
  'POST /ingest/v1/observations',
  'GET /ingest/v1/payloads?patient={patientId}',
];
/** What was held back about a record stays with it. */
const STAYS = 'GET /api/v1/alerts/suppressed';
/** These list patients, and whoever was merged is found as the one who lives on. */
const LISTS_PATIENTS = /^GET \/(api\/v1\/patients|fhir\/Patient(\?(name|birthdate)=.*)?)$/;

function namingOf(path: string, kind: Probe['kind']): Naming {
  if (FOLLOWS.includes(path)) return 'living';
  if (LISTS_PATIENTS.test(path)) return 'content';
  if (path === STAYS) return 'record';
  if (!path.includes('{patientId}')) return 'thing';
  return kind === 'list' && !path.endsWith('_id={patientId}') ? 'content' : 'record';
}

const probe = (
  what: `${Act['type']}.${Act['interaction']}`,
  kind: Probe['kind'],
  path: string,
  ask: Probe['ask'],
  recordType?: string,
): Probe => {
  const [type, interaction] = what.split('.') as [Act['type'], Act['interaction']];
  return { type, interaction, kind, path, ask, naming: namingOf(path, kind), ...(recordType ? { recordType } : {}) };
};
/** A GET of a path in which `{patientId}` and the like stand for the target's. */
const get = (what: `${Act['type']}.${Act['interaction']}`, kind: Probe['kind'], path: string, recordType?: string) =>
  probe(what, kind, `GET ${path}`, (send, target) => send('get', fill(path, target)), recordType);

const DAYS: Record<string, string> = { from: clinicDay(-28), before: clinicDay(-2), to: clinicDay(0) };
const fill = (path: string, target: Target) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'PATIENTID') return target.patientId.toUpperCase();
    return DAYS[name] ?? encodeURIComponent(String(target[name as keyof Target]));
  });

/** Every type × path × action that leads to a patient's data, for one generated matrix. */
export const PROBES: readonly Probe[] = [
  get('Patient.read', 'direct', '/api/v1/patients/{patientId}'),
  get('Patient.read', 'direct', '/api/v1/patients/{PATIENTID}'),
  get('Patient.search', 'list', '/api/v1/patients'),
  get('Patient.read', 'direct', '/fhir/Patient/{patientId}'),
  probe('Patient.read', 'direct', 'HEAD /fhir/Patient/{patientId}', (send, t) =>
    send('head', `/fhir/Patient/${t.patientId}`),
  ),
  get('Patient.read', 'direct', '/fhir/Patient/{patientId}/_history/1'),
  get('Patient.search', 'list', '/fhir/Patient'),
  get('Patient.search', 'list', '/fhir/Patient?_id={patientId}'),
  get('Patient.search', 'list', '/fhir/Patient?name={familyName}'),
  get('Patient.search', 'list', '/fhir/Patient?birthdate=1970-05-17&_count=200'),

  get('Observation.read', 'direct', '/fhir/Observation/{observationId}'),
  get('Observation.read', 'direct', '/fhir/Observation/{observationId}/_history/1'),
  get('Observation.search', 'list', '/fhir/Observation?patient={patientId}'),
  get('Observation.search', 'list', '/fhir/Observation?subject=Patient/{patientId}'),
  get('Observation.search', 'list', '/fhir/Observation?patient:Patient={patientId}'),
  get('Observation.search', 'list', '/fhir/Observation?_id={observationId}'),
  get('Observation.search', 'list', '/fhir/Observation?patient={patientId}&_sort=date&_count=1'),
  get('Observation.search', 'direct', '/fhir/Observation/$lastn?patient={patientId}'),
  probe('Observation.search', 'list', 'POST /fhir/Observation/_search of {patientId}', (send, t) =>
    send('post', '/fhir/Observation/_search').type('form').send({ patient: t.patientId }),
  ),
  get('Observation.search', 'direct', '/api/v1/patients/{patientId}/observations?metric=steps&from={from}&to={to}'),
  get('Observation.search', 'direct', '/ingest/v1/payloads?patient={patientId}'),
  get('Source.read', 'direct', '/api/v1/patients/{patientId}/sources'),
  get('TimeZone.read', 'direct', '/api/v1/patients/{patientId}/time-zones'),
  get('Trend.read', 'direct', '/api/v1/patients/{patientId}/series?from={from}&to={to}'),
  get('Trend.read', 'direct', '/api/v1/patients/{patientId}/days/steps/{before}'),
  {
    ...get('Record.search', 'list', '/api/v1/patients/{patientId}/series?from={from}', 'MedicationStatement'),
    within: { act: { type: 'Trend', interaction: 'read' }, words: ({ medication }) => [medication] },
  },

  get('Consent.search', 'direct', '/api/v1/patients/{patientId}/consents'),
  get('Follower.search', 'direct', '/api/v1/patients/{patientId}/followers'),
  get('Response.search', 'direct', '/api/v1/patients/{patientId}/responses'),
  get('Record.read', 'direct', '/fhir/QuestionnaireResponse/{responseId}', 'QuestionnaireResponse'),
  get('Record.read', 'direct', '/fhir/QuestionnaireResponse/{responseId}/_history/1', 'QuestionnaireResponse'),
  get('Treatment.search', 'direct', '/api/v1/patients/{patientId}/treatments'),
  get('Record.read', 'direct', '/fhir/MedicationStatement/{doseId}', 'MedicationStatement'),
  get('Record.read', 'direct', '/fhir/MedicationStatement/{doseId}/_history/1', 'MedicationStatement'),
  get('Record.search', 'list', '/fhir/MedicationStatement?patient={patientId}', 'MedicationStatement'),
  get('Record.search', 'list', '/fhir/MedicationStatement?subject=Patient/{patientId}', 'MedicationStatement'),
  get('Alert.read', 'direct', '/api/v1/alerts/{alertId}'),
  get('Alert.search', 'list', '/api/v1/alerts'),
  get('WeeklyReview.search', 'list', '/api/v1/weekly-review'),
  get('Alert.search', 'list', '/api/v1/alerts?patientId={patientId}'),
  get('Alert.search', 'list', '/api/v1/alerts/suppressed'),
  get('Notice.search', 'direct', '/api/v1/notices?patientId={patientId}'),
  get('Visit.read', 'direct', '/api/v1/visits/{visitId}'),
  get('Visit.search', 'list', '/api/v1/visits'),
  get('Note.read', 'direct', '/api/v1/visits/{visitId}/note'),
  get('Note.search', 'direct', '/api/v1/patients/{patientId}/notes'),
  get('AccessLog.read', 'direct', '/api/v1/patients/{patientId}/access-log'),
  get('PatientExport.search', 'direct', '/api/v1/patients/{patientId}/exports'),
  get('Correction.search', 'direct', '/api/v1/patients/{patientId}/corrections'),
  get('Correction.search', 'list', '/api/v1/corrections'),
  get('Erasure.read', 'direct', '/api/v1/patients/{patientId}/erasure'),

  probe('Observation.create', 'write', 'POST /fhir/Observation', (send, t) =>
    fhirJson(send('post', '/fhir/Observation'), toObservation(t.patientId, reading())),
  ),
  probe('Observation.create', 'write', 'POST /fhir, entry of a batch', (send, t) =>
    fhirJson(send('post', '/fhir'), bundle('batch', t)),
  ),
  probe('Observation.create', 'write', 'POST /fhir, entry of a transaction', (send, t) =>
    fhirJson(send('post', '/fhir'), bundle('transaction', t)),
  ),
  probe('Observation.create', 'write', 'POST /ingest/v1/observations', (send, t) => {
    const { metric, value, start, end } = reading();
    const source = { system: 'test' };
    const observation = { patient: t.patientId, metric, value, start, end, unit: '{steps}', source };
    return send('post', '/ingest/v1/observations').send({ observations: [observation] });
  }),
  probe('Response.create', 'write', 'POST /api/v1/patients/{patientId}/responses', (send, t) =>
    send('post', `/api/v1/patients/${t.patientId}/responses`).send({
      id: randomUUID(),
      instrument: 'peg',
      authoredAt: new Date().toISOString(),
      answers: { pain: 5, enjoyment: 4, activity: 3 },
    }),
  ),

  probe('Treatment.create', 'write', 'POST /api/v1/patients/{patientId}/treatments', (send, t) =>
    send('post', `/api/v1/patients/${t.patientId}/treatments`).send({
      id: randomUUID(),
      kind: 'procedure',
      text: 'Injection',
      on: clinicDay(-2),
    }),
  ),
  probe(
    'Record.create',
    'write',
    'POST /fhir/Procedure of {patientId}',
    (send, t) =>
      fhirJson(send('post', '/fhir/Procedure'), {
        resourceType: 'Procedure',
        status: 'completed',
        code: { text: 'Injection' },
        subject: { reference: `Patient/${t.patientId}` },
      }),
    'Procedure',
  ),

  ...protectedProbes('psychology'),
  ...protectedProbes('substance-use'),

  // Roads by which others have leaked: joins, history lists, reads inside a Bundle, writes FHIR has and we do not.
  get('Observation.search', 'never', '/fhir/Observation?patient={patientId}&_include=Observation:subject'),
  get('Observation.search', 'never', '/fhir/Observation?subject:Patient.name={familyName}'),
  get('Observation.search', 'never', '/fhir/Observation?patient.name={familyName}'),
  get('Patient.search', 'never', '/fhir/Patient?_id={patientId}&_revinclude=Observation:subject'),
  get('Patient.search', 'never', '/fhir/Patient?_has:Observation:patient:_id={observationId}'),
  get('Patient.read', 'never', '/fhir/Patient/{patientId}/$everything'),
  get('Patient.read', 'never', '/fhir/Patient/{patientId}/_history'),
  get('Observation.search', 'never', '/fhir/Observation'),
  get('Observation.search', 'never', '/fhir/Observation/_history'),
  get('Record.search', 'never', '/fhir/QuestionnaireResponse?patient={patientId}'),
  get('Record.search', 'never', '/fhir/DocumentReference?patient={patientId}'),
  get('Record.search', 'never', '/fhir/MedicationStatement'),
  get('Record.search', 'never', '/fhir/MedicationStatement?patient={patientId}&_include=MedicationStatement:subject'),
  get('Record.read', 'never', '/fhir/Procedure/{doseId}', 'Procedure'),
  get('Record.read', 'never', '/fhir/Binary/{responseId}'),
  get('Record.read', 'never', '/fhir/DocumentReference/{responseId}', 'DocumentReference'),
  probe('Observation.read', 'never', 'POST /fhir, GET as entry of a batch', (send, t) =>
    fhirJson(send('post', '/fhir'), {
      resourceType: 'Bundle',
      type: 'batch',
      entry: [{ request: { method: 'GET', url: `Observation/${t.observationId}` } }],
    }),
  ),
  probe('Patient.update', 'never', 'PUT /fhir/Patient/{patientId}', (send, t) =>
    fhirJson(send('put', `/fhir/Patient/${t.patientId}`), { resourceType: 'Patient', id: t.patientId }),
  ),
  probe('Observation.create', 'never', 'DELETE /fhir/Observation/{observationId}', (send, t) =>
    send('delete', `/fhir/Observation/${t.observationId}`),
  ),
];
