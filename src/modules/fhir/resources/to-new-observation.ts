import {
  convertedText,
  dayBounds,
  findOverlong,
  FUTURE_LIMIT_MS,
  METRICS,
  TOO_FAR_AHEAD,
  type ZoneHistory,
} from '../../../metrics/index.js';
import { type NewObservation, sourceOf } from '../../observations/index.js';
import {
  codeOf,
  type FhirObservation,
  type ObservationFacts,
  shapeOf,
  shortKey,
  splitObservation,
  variantOf,
} from '../observation/index.js';
import type { Issue } from '../validate/index.js';

const HOUR_MS = 3_600_000;
/** What a device saw over a longer time says nothing of any day; /ingest refuses the same. */
const LONGEST_HOURS = 48;
/** "The past month" of a questionnaire. */
const LONGEST_TOLD_DAYS = 31;

/** A checked Observation becomes a row to store; or what is wrong about its time. */
export function toNewObservation(
  resource: object,
  facts: ObservationFacts,
  zones: ZoneHistory,
  nowMs: number,
): NewObservation | Issue {
  const isUntimed = facts.startMs === null && facts.civilDay === null && facts.issuedMs === null;
  const period = periodOf(facts, zones, nowMs);
  if ((facts.begunMs ?? period.endMs) > nowMs + FUTURE_LIMIT_MS)
    return {
      severity: 'error',
      code: 'value',
      expression: 'Observation.effective',
      diagnostics: `effective ${TOO_FAR_AHEAD}`,
    };
  const isTold = facts.metric !== null && METRICS[facts.metric].selfReported;
  const longestHours = isTold ? LONGEST_TOLD_DAYS * 24 : LONGEST_HOURS;
  if (facts.metric !== null && period.endMs - period.startMs > longestHours * HOUR_MS)
    return {
      severity: 'error',
      code: 'value',
      expression: 'Observation.effectivePeriod',
      diagnostics: `effectivePeriod must be at most ${isTold ? '31 days' : '48 hours'} long for this code`,
    };
  const overlong =
    facts.metric !== null && facts.value !== null && facts.status !== 'entered-in-error'
      ? findOverlong(facts.metric, { ...period, value: facts.value })
      : null;
  if (overlong !== null)
    return { severity: 'error', code: 'value', expression: 'Observation.valueQuantity.value', diagnostics: overlong };
  const { skeleton, remainder, device, isNamed } = shapeOf(resource);
  const o = resource as FhirObservation;
  const converted = facts.value !== null && facts.valueText !== null && facts.value !== Number(facts.valueText);
  return {
    patientId: facts.patientRef,
    concept: { ...codeOf(o, facts.coding), metric: facts.metric },
    source: sourceOfFacts(facts),
    variant: variantOf(o, facts, isUntimed ? splitObservation(resource) : null),
    ...(isUntimed ? { isUntimed } : {}),
    ...period,
    valueText: converted ? convertedText(facts.value!) : facts.valueText,
    originalText: converted ? facts.valueText : null,
    status: facts.status,
    issuedMs: facts.issuedMs,
    identifier: isNamed ? facts.identifier!.value : null,
    skeleton,
    remainder,
    device,
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
    return {
      system: 'fhir-other',
      device: shortKey(`${identifier.system ?? ''}|${identifier.value}`),
      kind: 'other' as const,
    };
  if (deviceLabel !== null && REFERENCE.test(deviceLabel))
    return { system: 'fhir', device: shortKey(deviceLabel), kind: 'other' as const };
  return sourceOf({ system: 'fhir', device: deviceLabel, kind: 'other' });
}
