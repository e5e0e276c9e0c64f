import type { Probe } from './probes.js';
import type { Label, Send, Target } from './who.js';

/** Every way to a protected note, and to what tells that there is one. */
export function protectedProbes(label: Label): readonly Probe[] {
  const get =
    (path: (target: Target, visitId: string) => string): Probe['ask'] =>
    (send: Send, target) =>
      send('get', path(target, target.notes[label].visitId));
  const dose =
    (path: (id: string) => string): Probe['ask'] =>
    (send: Send, target) =>
      send('get', path(target.notes[label].doseId));
  const document = (_: Target, visitId: string) => `/fhir/DocumentReference/${visitId}`;
  const record = { type: 'Record', interaction: 'read', recordType: 'DocumentReference' } as const;
  const [direct, list] = [
    { kind: 'direct', naming: 'thing', label } as const,
    { kind: 'list', naming: 'thing', label } as const,
  ];
  const named = (path: string) => `GET ${path}, ${label}`;
  return [
    {
      ...direct,
      type: 'Note',
      interaction: 'read',
      path: named('/api/v1/visits/{visitId}/note'),
      ask: get((_, visitId) => `/api/v1/visits/${visitId}/note`),
    },
    { ...direct, ...record, path: named('/fhir/DocumentReference/{visitId}'), ask: get(document) },
    {
      ...direct,
      ...record,
      isDraft: true,
      path: named('/fhir/DocumentReference/{visitId}/_history/1'),
      ask: get((target, visitId) => `${document(target, visitId)}/_history/1`),
    },
    {
      ...direct,
      ...record,
      recordType: 'MedicationStatement',
      path: named('/fhir/MedicationStatement/{doseId}'),
      ask: dose((id) => `/fhir/MedicationStatement/${id}`),
    },
    {
      ...list,
      ...record,
      naming: 'living',
      interaction: 'search',
      recordType: 'MedicationStatement',
      path: named('/fhir/MedicationStatement?patient={patientId}'),
      ask: get(({ patientId }) => `/fhir/MedicationStatement?patient=${patientId}`),
    },
    {
      ...list,
      naming: 'content',
      type: 'Treatment',
      interaction: 'search',
      path: named('/api/v1/patients/{patientId}/treatments'),
      ask: get(({ patientId }) => `/api/v1/patients/${patientId}/treatments`),
    },
    {
      ...list,
      type: 'Visit',
      interaction: 'read',
      path: named('/api/v1/visits/{visitId}'),
      ask: get((_, visitId) => `/api/v1/visits/${visitId}`),
    },
    {
      ...list,
      type: 'Visit',
      interaction: 'search',
      path: named('/api/v1/visits'),
      ask: get(() => '/api/v1/visits'),
    },
    {
      ...list,
      type: 'Correction',
      interaction: 'search',
      path: named('/api/v1/corrections'),
      ask: get(() => '/api/v1/corrections'),
    },
    {
      ...list,
      naming: 'content',
      type: 'Correction',
      interaction: 'search',
      path: named('/api/v1/patients/{patientId}/corrections'),
      ask: get(({ patientId }) => `/api/v1/patients/${patientId}/corrections`),
    },
  ];
}
