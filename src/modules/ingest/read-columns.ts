import {
  findOverlong,
  FUTURE_LIMIT_MS,
  type MetricId,
  METRICS,
  toCanonical,
  TOO_FAR_AHEAD,
} from '../../metrics/index.js';
import type { FieldError } from '../../platform/http/domain-error.js';
import {
  CONTRADICTION,
  deviceObservation,
  findContradictions,
  type NewObservation,
  type Source,
  sourceOf,
} from '../observations/index.js';
import type { Column, DeviceColumns } from './columns.schema.js';

/**
 * Unrolls a phone's columns. An impossible value is refused alone and by its place: a phone that keeps sending the same
 * batch must not be stopped for ever by one bad sensor reading.
 *
 * @returns paths: where each of the observations stands
 */
export function readColumns(
  body: DeviceColumns,
  nowMs: number,
): { observations: NewObservation[]; paths: string[]; refused: FieldError[] } {
  const { maker, model, kind } = body.device;
  const source = sourceOf({ system: 'device', maker, device: model, kind });
  const observations: NewObservation[] = [];
  const refused: FieldError[] = [];
  const paths: string[] = [];
  body.columns.forEach((column, c) => {
    for (const { i, value, startMs, endMs } of unroll(column)) {
      const made = toObservation(body.patient, column, source, { value, startMs, endMs }, nowMs);
      const path = `columns.${c}.values.${i}`;
      if (typeof made === 'string') refused.push({ path, message: made });
      else {
        observations.push(made);
        paths.push(path);
      }
    }
  });
  const wrong = new Set(findContradictions(observations));
  for (const i of wrong) refused.push({ path: paths[i]!, message: CONTRADICTION });
  const isRight = (_: unknown, i: number) => !wrong.has(i);
  return { observations: observations.filter(isRight), paths: paths.filter(isRight), refused };
}

interface Cell {
  readonly value: number;
  readonly startMs: number;
  readonly endMs: number;
}

function* unroll({
  start,
  everySeconds,
  afterSeconds,
  lengthSeconds,
  values,
}: Column): Generator<Cell & { i: number }> {
  let atMs = Date.parse(start);
  for (const [i, value] of values.entries()) {
    if (afterSeconds) atMs += afterSeconds[i]! * 1000;
    else if (i > 0) atMs += everySeconds! * 1000;
    const length = Array.isArray(lengthSeconds) ? lengthSeconds[i]! : lengthSeconds;
    if (value !== null) yield { i, value, startMs: atMs, endMs: atMs + length * 1000 };
  }
}

function toObservation(
  patientId: string,
  { metric: id, unit }: Column,
  source: Source,
  { value, startMs, endMs }: Cell,
  nowMs: number,
): NewObservation | string {
  const metric = METRICS[id as MetricId];
  if (endMs > nowMs + FUTURE_LIMIT_MS) return TOO_FAR_AHEAD;
  const converted = toCanonical(metric, value, unit);
  if (!converted.ok) return converted.message;
  const overlong = findOverlong(metric.id, { value: converted.value, startMs, endMs });
  if (overlong !== null) return overlong;
  const original = { value, unit: unit ?? metric.unit };
  return deviceObservation({ patientId, metric: metric.id, startMs, endMs, value: converted.value, original, source });
}
