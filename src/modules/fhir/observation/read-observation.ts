import type { FhirObservation } from './fhir-observation.js';
import { dateTimeMs, findMetricByCoding, type Metric } from '../../../metrics/index.js';
import type { Issue } from '../validate/index.js';
import { findModifier } from './modifiers.js';
import { issueAt, type ObservationFacts } from './observation-facts.js';
import { readCountedTime, readLooseTime } from './read-effective.js';
import { readCountedValue, readLooseValue } from './read-value.js';

export type ReadObservation =
  { readonly ok: true; readonly value: ObservationFacts } | { readonly ok: false; readonly issues: Issue[] };

const PATIENT = /^Patient\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/**
 * What our columns keep of an Observation that `validateResource` has found in order. Catalogue metrics must be exact
 * about when, how much and in which unit; other codes are taken as they are.
 */
export function readObservation(resource: object): ReadObservation {
  const o = resource as FhirObservation;
  const { coding, metric } = readCode(o);
  const patientRef = readPatient(o);
  const time = metric ? readCountedTime(o) : readLooseTime(o);
  const value = metric ? readCountedValue(o, metric) : readLooseValue(o);
  const modifier = metric && findModifier(o);
  if (typeof patientRef !== 'string' || isIssue(time) || isIssue(value) || modifier) {
    return { ok: false, issues: [patientRef, time, value, modifier].filter(isIssue) };
  }
  const facts: ObservationFacts = {
    patientRef: patientRef.toLowerCase(),
    coding,
    metric: metric?.id ?? null,
    status: o.status,
    ...time,
    ...value,
    issuedMs: o.issued === undefined ? null : dateTimeMs(o.issued),
    deviceLabel: o.device?.display ?? o.device?.reference ?? null,
    identifier: readIdentifier(o),
  };
  return { ok: true, value: facts };
}

function isIssue(read: unknown): read is Issue {
  return typeof read === 'object' && read !== null && 'severity' in read;
}

interface Named {
  readonly coding: ObservationFacts['coding'];
  readonly metric: Metric | undefined;
}

/**
 * FHIR's vital signs want "heart rate" beside any code that says more of it, such as "resting": the other one counts.
 * https://hl7.org/fhir/R4/observation-vitalsigns.html
 */
function readCode(o: FhirObservation): Named {
  const codings = o.code.coding ?? [];
  let pulse: Named | undefined;
  for (const { system, code } of codings) {
    const metric = findMetricByCoding(system, code);
    if (!metric) continue;
    const named = { coding: { system: system!, code: code! }, metric };
    if (metric.id !== 'heartRate') return named;
    pulse ??= named;
  }
  if (pulse) return pulse;
  const first = codings.find((c) => c.code !== undefined);
  return { coding: { system: first?.system ?? null, code: first?.code ?? null }, metric: undefined };
}

function readPatient(o: FhirObservation): string | Issue {
  const reference = o.subject?.reference;
  if (reference === undefined)
    return issueAt('required', 'subject.reference', 'subject.reference must be Patient/<id>');
  const id = PATIENT.exec(reference)?.[1];
  return id ?? issueAt('value', 'subject.reference', 'subject.reference must be Patient/<id> of a patient here');
}

function readIdentifier(o: FhirObservation): ObservationFacts['identifier'] {
  const named = o.identifier?.filter((i) => i.value !== undefined) ?? [];
  const best = named.find((i) => i.system !== undefined) ?? named[0];
  return best ? { system: best.system ?? null, value: best.value! } : null;
}
