import { METRICS, type MetricId } from '../metrics/index.js';
import type { Direction } from './candidates.js';
import type { MetricReading } from './metric-reading.js';
import { SIGNALS } from './parameters.js';
import type { PatientSignals } from './patient-signals.js';
import type { Readings } from './watched-metrics.js';

/** What else is known of the patient when a metric is of concern, and what of it moved the same way. */
export interface Company {
  readonly moved: readonly MetricReading[];
  readonly others: readonly MetricReading[];
}

/**
 * What else moved, and what did not? The fused signals first, then everything the person says; walking minutes beside steps
 * would say the same twice. What began to move after the alarm counts too, once it is clear on its own.
 *
 * @param atAlarm - metrics that spoke for the alarm itself
 */
export function findCompany(
  readings: Readings,
  patient: PatientSignals,
  metric: MetricId,
  direction: Direction,
  atAlarm: readonly MetricId[],
): Company {
  const fused = SIGNALS.map((id) => patient.metricOf[id]);
  const said = [...readings.keys()].filter((m) => METRICS[m].selfReported && !fused.includes(m));
  const company = [...fused, ...said]
    .filter((m) => m !== metric)
    .flatMap((m) => readings.get(m) ?? [])
    .map((reading) => ({ reading, m: reading.context.series.metric }));
  const joined = ({ reading, m }: (typeof company)[number]) =>
    atAlarm.includes(m) || reading.episode?.direction === direction;
  return {
    moved: company.filter(joined).map((c) => c.reading),
    others: company.filter((c) => !joined(c)).map((c) => c.reading),
  };
}
