import { dayBounds, type MetricId, type ZoneHistory } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import { computeDay, type DailyValue, type DayFacts } from './compute-day.js';

const BERLIN = [{ sinceMs: Number.NEGATIVE_INFINITY, zone: 'Europe/Berlin' }];
const SOURCES = { watch: 1, phone: 2, file: 3, form: 4, other: 5 } as const;

let count = 0;

/** What one source says of a metric, from `start` to `end` (or at a moment). */
export function says(
  kind: keyof typeof SOURCES,
  metric: MetricId,
  value: number,
  start: string | number,
  end: string | number = start,
  more: Partial<DayObservation> = {},
): DayObservation {
  const ms = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at));
  return {
    id: `o${++count}`,
    version: 1,
    metric,
    sourceId: SOURCES[kind],
    system: 'test',
    device: `my ${kind}`,
    kind,
    startMs: ms(start),
    endMs: ms(end),
    value,
    receivedMs: ms(end),
    saidMs: ms(end),
    ...more,
  };
}

/** The values of a civil day of somebody who lived there, by metric. */
export function dayAt(
  zones: ZoneHistory,
  day: string,
  observations: readonly DayObservation[],
  facts: DayFacts = {},
): Partial<Record<MetricId, DailyValue>> {
  const values = computeDay(observations, dayBounds(zones, day), facts);
  return Object.fromEntries(values.map((value) => [value.metric, value]));
}

export const dayInBerlin = (day: string, observations: readonly DayObservation[], facts: DayFacts = {}) =>
  dayAt(BERLIN, day, observations, facts);

/** A heart beat every minute: somebody wears a watch. */
export function worn(start: string, end: string): DayObservation[] {
  const from = Date.parse(start);
  const minutes = (Date.parse(end) - from) / 60_000;
  return Array.from({ length: minutes }, (_, i) => says('watch', 'heartRate', 70, from + i * 60_000));
}
