import { type FieldError } from '../../platform/http/domain-error.js';
import { toFieldErrors } from '../../platform/http/plain-issues.js';
import {
  dateTimeMs,
  findOverlong,
  FUTURE_LIMIT_MS,
  type MetricId,
  METRICS,
  toCanonical,
  TOO_FAR_AHEAD,
} from '../../metrics/index.js';
import {
  CONTRADICTION,
  deviceObservation,
  findContradictions,
  type NewObservation,
  sourceOf,
} from '../observations/index.js';
import { checkReading } from './check-reading.js';
import type { NewReading } from './ingest.schema.js';
import type { ParsedObservation } from './vendors/index.js';

/** A reading of a longer time says nothing about a day. */
const LONGEST_MS = 48 * 3_600_000;

/** Readings in our own JSON. Every wrong one is named; none is taken when any is wrong. */
export function readReadings(
  body: { readonly observations: readonly unknown[] },
  nowMs: number,
): { observations: NewObservation[]; errors: FieldError[] } {
  const errors: FieldError[] = [];
  const observations = body.observations.flatMap((reading, i) => {
    const checked = checkReading(reading);
    const read = checked.success ? readReading(checked.data, nowMs) : toFieldErrors(checked.error.issues, reading);
    if (!Array.isArray(read)) return [read];
    errors.push(...read.map(({ path, message }) => ({ path: placeOf(i, path), message })));
    return [];
  });
  // Places in the list are those in the body only where every one could be read.
  if (errors.length === 0)
    for (const i of findContradictions(observations))
      errors.push({ path: placeOf(i, 'value'), message: CONTRADICTION });
  return { observations, errors };
}

/** Of a whole reading, or of a member of it. */
export const placeOf = (i: number, member: string): string => `observations.${i}${member && `.${member}`}`;

/** Nearly all without `Date.parse`, which takes half as long again; it knows the year 0 and more zones than there are. */
function instantMs(text: string): number {
  const ms = dateTimeMs(text);
  return Number.isNaN(ms) ? Date.parse(text) : ms;
}

/** One reading, or everything that is wrong with it. */
export function readReading(reading: NewReading, nowMs: number): NewObservation | FieldError[] {
  const metric = METRICS[reading.metric as MetricId];
  const startMs = instantMs(reading.start);
  const endMs = reading.end === undefined ? startMs : instantMs(reading.end);
  const errors: FieldError[] = [];
  const wrong = (path: string, message: string) => void errors.push({ path, message });
  const converted = toCanonical(metric, reading.value, reading.unit);
  if (!converted.ok) wrong(converted.reason === 'unit' ? 'unit' : 'value', converted.message);
  if (endMs < startMs) wrong('end', 'must not be before start');
  if (endMs - startMs > LONGEST_MS) wrong('end', 'must be at most 48 hours after start');
  if (endMs > nowMs + FUTURE_LIMIT_MS) wrong(reading.end === undefined ? 'start' : 'end', TOO_FAR_AHEAD);
  const overlong = converted.ok ? findOverlong(metric.id, { value: converted.value, startMs, endMs }) : null;
  if (overlong !== null && endMs >= startMs) wrong('value', overlong);
  if (!converted.ok || errors.length > 0) return errors;
  const original = { value: reading.value, unit: reading.unit ?? metric.unit };
  return deviceObservation({
    patientId: reading.patient,
    metric: metric.id,
    startMs,
    endMs,
    value: converted.value,
    original,
    source: sourceOf(reading.source),
  });
}

/** What a vendor's payload or file said, for one patient. */
export function fromParsed(parsed: ParsedObservation, patientId: string): NewObservation {
  const { system } = parsed.source;
  return deviceObservation({
    patientId,
    metric: parsed.metric,
    startMs: parsed.startMs,
    endMs: parsed.endMs,
    value: parsed.value,
    original: parsed.original,
    source: sourceOf(parsed.source),
    ...(parsed.externalId === null
      ? {}
      : { identifier: { system: `urn:stepwell:${system}`, value: parsed.externalId } }),
  });
}
