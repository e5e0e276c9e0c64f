import { convertedText, METRICS, type MetricId, UCUM } from '../../metrics/index.js';
import type { Concept, NewObservation, Source } from './observation.js';

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
  const converted = reading.original !== undefined && reading.original.value !== reading.value;
  return {
    patientId: reading.patientId,
    concept: conceptOf(reading.metric),
    source: reading.source,
    variant: '',
    inOwnWords: true,
    startMs: reading.startMs,
    endMs: reading.endMs,
    valueText: convertedText(reading.value),
    originalText: converted ? convertedText(reading.original!.value) : null,
    status: 'final',
    issuedMs: null,
    identifier: null,
    skeleton: skeletonOf(reading.metric, converted ? reading.original!.unit : null),
    device: deviceOf(reading.source.device || reading.source.system),
    remainder: remainderOf(reading),
  };
}

function remainderOf({
  identifier,
  derivedFrom,
}: {
  identifier?: { system: string; value: string };
  derivedFrom?: string;
}): string | null {
  if (!identifier && !derivedFrom) return null;
  return JSON.stringify({
    ...(identifier ? { identifier: [identifier] } : {}),
    ...(derivedFrom ? { derivedFrom: [{ reference: derivedFrom }] } : {}),
  });
}

/** Written once a device, of which thousands of readings come one after another. */
const devices = new Map<string, string>();
const MOST_DEVICES = 2000;

function deviceOf(display: string): string {
  let device = devices.get(display);
  if (device === undefined) {
    if (devices.size >= MOST_DEVICES) devices.clear();
    devices.set(display, (device = JSON.stringify({ display })));
  }
  return device;
}

const concepts = new Map<MetricId, Concept>();
function conceptOf(metric: MetricId): Concept {
  let concept = concepts.get(metric);
  if (!concept) {
    const [{ system, code }] = METRICS[metric].codings;
    concepts.set(metric, (concept = { system, code, metric }));
  }
  return concept;
}

/** What the readings of one metric share, written once: thousands of them come one after another. */
const skeletons = new Map<MetricId, Map<string, string>>();
const MOST_OF_A_METRIC = 200;

/** @param writtenUnit - the unit of a value that had to be converted */
function skeletonOf(metric: MetricId, writtenUnit: string | null): string {
  let ofMetric = skeletons.get(metric);
  if (!ofMetric) skeletons.set(metric, (ofMetric = new Map()));
  const key = writtenUnit ?? '';
  let skeleton = ofMetric.get(key);
  if (skeleton === undefined) {
    if (ofMetric.size >= MOST_OF_A_METRIC) ofMetric.clear();
    ofMetric.set(key, (skeleton = writeSkeleton(metric, writtenUnit)));
  }
  return skeleton;
}

function writeSkeleton(metric: MetricId, writtenUnit: string | null): string {
  const { codings, unitDisplay, unit, selfReported } = METRICS[metric];
  const category = selfReported ? 'survey' : VITAL.has(metric) ? 'vital-signs' : 'activity';
  return JSON.stringify({
    resourceType: 'Observation',
    status: 'final',
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: category }] }],
    code: { coding: [codings[0]] },
    device: {},
    valueQuantity: writtenUnit === null ? { unit: unitDisplay, system: UCUM, code: unit } : { unit: writtenUnit },
  });
}
