import { convertedText, FUTURE_LIMIT_MS, dayBounds, type ZoneHistory } from '../../../metrics/index.js';
import { type NewObservation, type ObservationRow, sourceOf } from '../../observations/index.js';
import { parseJson, stringifyJson } from '../../../platform/json/index.js';
import { joinObservation, type ObservationFacts, splitObservation } from '../observation/index.js';
import type { Issue, Json } from '../validate/index.js';

/** A reading of a longer time says nothing of any day, and all its days would be added up anew. */
const LONGEST_MS = 31 * 24 * 3_600_000;

/** A checked Observation becomes a row to store; or what is wrong about its time. */
export function toNewObservation(
  resource: object,
  facts: ObservationFacts,
  zones: ZoneHistory,
  nowMs: number,
): NewObservation | Issue {
  const period = periodOf(facts, zones, nowMs);
  if (period.endMs > nowMs + FUTURE_LIMIT_MS)
    return {
      severity: 'error',
      code: 'value',
      expression: 'Observation.effective',
      diagnostics: 'effective must not be more than 24 hours ahead of now',
    };
  if (facts.metric !== null && period.endMs - period.startMs > LONGEST_MS)
    return {
      severity: 'error',
      code: 'value',
      expression: 'Observation.effectivePeriod',
      diagnostics: 'effectivePeriod must be at most 31 days long for this code',
    };
  const { skeleton, variable } = splitObservation(resource);
  const converted = facts.value !== null && facts.valueText !== null && facts.value !== Number(facts.valueText);
  return {
    patientId: facts.patientRef,
    concept: { system: facts.coding.system ?? '', code: facts.coding.code ?? '', metric: facts.metric },
    source: sourceOfFacts(facts),
    ...period,
    valueText: converted ? convertedText(facts.value!) : facts.valueText,
    originalText: converted ? facts.valueText : null,
    status: facts.status,
    issuedMs: facts.issuedMs,
    skeleton: stringifyJson(skeleton),
    remainder: variable === null ? null : stringifyJson(variable),
  };
}

function periodOf(facts: ObservationFacts, zones: ZoneHistory, nowMs: number): { startMs: number; endMs: number } {
  if (facts.civilDay !== null) return dayBounds(zones, facts.civilDay);
  const startMs = facts.startMs ?? facts.issuedMs ?? nowMs;
  return { startMs, endMs: facts.endMs ?? startMs };
}

/** A reference such as Device/12 or an absolute one: the name of a row somewhere, not of an instrument. */
const REFERENCE = /^[A-Za-z]+\/|^(https?|urn):/;

/** Outside the catalogue two forms may speak of the same moment: their identifiers keep them apart. */
function sourceOfFacts({ deviceLabel, identifier, metric }: ObservationFacts) {
  if (metric === null && identifier !== null)
    return { system: 'fhir-other', device: `${identifier.system ?? ''}|${identifier.value}`, kind: 'other' as const };
  if (deviceLabel !== null && REFERENCE.test(deviceLabel))
    return { system: 'fhir', device: deviceLabel, kind: 'other' as const };
  return sourceOf({ system: 'fhir', device: deviceLabel, kind: 'other' });
}

/** The very resource that came in, with our id and version. */
export function toResource(row: ObservationRow): Json {
  return joinObservation({
    id: row.id,
    versionId: String(row.version),
    lastUpdatedMs: row.receivedMs,
    patientId: row.patientId,
    startMs: row.startMs,
    endMs: row.endMs,
    valueText: row.originalText ?? row.valueText,
    issuedMs: row.issuedMs,
    skeleton: parseSkeleton(row.skeleton),
    variable: row.remainder === null ? null : (parseJson(Buffer.from(row.remainder)) as Json),
  });
}

/** Shared by thousands of rows and never changed by joinObservation. */
const skeletons = new Map<string, Json>();
function parseSkeleton(text: string): Json {
  let skeleton = skeletons.get(text);
  if (!skeleton) {
    if (skeletons.size > 5000) skeletons.clear();
    skeleton = parseJson(Buffer.from(text)) as Json;
    skeletons.set(text, skeleton);
  }
  return skeleton;
}
