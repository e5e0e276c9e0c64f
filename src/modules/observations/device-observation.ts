import { convertedText, METRICS, type MetricId, UCUM } from '../../metrics/index.js';
import type { NewObservation, Source } from './observation.js';

const VITAL = new Set<MetricId>(['heartRate', 'restingHeartRate']);

/** A reading in our own words becomes the row of the FHIR Observation that says the same. */
export function deviceObservation(reading: {
  patientId: string;
  metric: MetricId;
  startMs: number;
  endMs: number;
  /** Canonical unit. */
  value: number;
  original?: { value: number; unit: string };
  source: Source;
  identifier?: { system: string; value: string };
  /** `QuestionnaireResponse/<id>` of the form a score comes from. */
  derivedFrom?: string;
}): NewObservation {
  const { codings, unitDisplay, unit, selfReported } = METRICS[reading.metric];
  const category = selfReported ? 'survey' : VITAL.has(reading.metric) ? 'vital-signs' : 'activity';
  const converted = reading.original !== undefined && reading.original.value !== reading.value;
  const skeleton = {
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }] }],
    code: { coding: [codings[0]] },
    device: { display: reading.source.device || reading.source.system },
    valueQuantity: converted ? { unit: reading.original!.unit } : { unit: unitDisplay, system: UCUM, code: unit },
  };
  const remainder = {
    ...(reading.identifier ? { identifier: [reading.identifier] } : {}),
    ...(reading.derivedFrom ? { derivedFrom: [{ reference: reading.derivedFrom }] } : {}),
  };
  return {
    patientId: reading.patientId,
    concept: { system: codings[0].system, code: codings[0].code, metric: reading.metric },
    source: reading.source,
    startMs: reading.startMs,
    endMs: reading.endMs,
    valueText: convertedText(reading.value),
    originalText: converted ? convertedText(reading.original!.value) : null,
    status: 'final',
    issuedMs: null,
    identifier: null,
    skeleton: JSON.stringify(skeleton),
    remainder: Object.keys(remainder).length > 0 ? JSON.stringify(remainder) : null,
  };
}
