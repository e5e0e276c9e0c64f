import type { MetricId } from '../metrics/index.js';
import { checkPatient } from './check-patient.js';
import type { DaySample, DetectorOptions, PatientDays } from './patient-days.js';
import { PatientMonitor } from './patient-monitor.js';
import type { PatientTrend } from './patient-trend.js';

/**
 * How is this patient doing on the last day, and what deserves attention? Pushes every day from the start through a
 * monitor, so the answer of a day never depends on what came after it.
 *
 * @throws DetectionInputError naming field and index when the input cannot be true
 */
export function evaluatePatient(input: PatientDays, options: DetectorOptions = {}): PatientTrend {
  checkPatient(input);
  const monitor = new PatientMonitor(input, options);
  const series = Object.entries(input.metrics).filter(([, samples]) => samples !== undefined);
  for (let t = 0; t < input.days; t++) {
    const metrics: Partial<Record<MetricId, DaySample>> = {};
    for (const [metric, samples] of series) metrics[metric as MetricId] = samples[t]!;
    monitor.push({ metrics, device: input.device[t]! });
  }
  return monitor.read();
}
