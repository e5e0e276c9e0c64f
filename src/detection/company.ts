import { METRICS, type MetricId } from '../metrics/index.js';
import type { Direction } from './candidates.js';
import type { MetricReading } from './metric-reading.js';
import { SIGNALS } from './parameters.js';
import type { Readings } from './metric-readings.js';
import type { MetricOfSignal } from './patient-signals.js';

/** What else is known of the patient when a metric is of concern, and what of it moved the same way. */
export interface Company {
  readonly moved: readonly MetricReading[];
  readonly others: readonly MetricReading[];
}

export interface CompanyOf {
  readonly readings: Readings;
  readonly metricOf: MetricOfSignal;
  /** What is of concern, and which way it moved. */
  readonly metric: MetricId;
  readonly direction: Direction;
  /** Metrics that spoke for the alarm themselves. */
  readonly spoke: readonly MetricId[];
}

/**
 * What else moved, and what did not? The fused signals first, then everything the person says; walking minutes beside steps
 * would say the same twice. What began to move after the alarm counts too, once it is clear on its own.
 */
export function findCompany({ readings, metricOf, metric, direction, spoke }: CompanyOf): Company {
  const fused = SIGNALS.map((id) => metricOf[id]);
  const said = [...readings.keys()].filter((m) => METRICS[m].selfReported && !fused.includes(m));
  const company = [...fused, ...said].filter((m) => m !== metric).flatMap((m) => readings.get(m) ?? []);
  const joined = ({ context, episode }: MetricReading) =>
    spoke.includes(context.series.metric) || episode?.direction === direction;
  return { moved: company.filter(joined), others: company.filter((reading) => !joined(reading)) };
}
