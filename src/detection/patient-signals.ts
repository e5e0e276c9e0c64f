import { METRICS, type MetricId } from '../metrics/index.js';
import { findWeekday } from './civil-days.js';
import { STEPS_SCALE, WALKING_SCALE, type DailyInput } from './daily-input.js';
import type { MetricSeries } from './metric-series.js';
import { PARAMETERS, type SignalId, type SignalParameters } from './parameters.js';
import type { DaySample, PatientDays } from './patient-days.js';
import { scaleParameters } from './scale-parameters.js';
import { buildSignals, toSignal, type Signal, type Signals } from './signals.js';

/** The detector's view of a patient, and which of the patient's metrics plays which signal. */
export interface PatientSignals {
  readonly signals: Signals;
  readonly metricOf: Readonly<Record<SignalId, MetricId>>;
}

/** Walking minutes stand in for steps that were hardly ever counted in the first weeks. */
const FEW_DAYS = 5;

export function buildPatientSignals(input: PatientDays, baselineDays: number): PatientSignals {
  const early = (metric: MetricId) => input.metrics[metric]?.slice(0, baselineDays).filter(isReported).length ?? 0;
  const walks = early('steps') < FEW_DAYS && early('walkingMinutes') >= FEW_DAYS;
  const activity: MetricId = walks ? 'walkingMinutes' : 'steps';
  const read = (metric: MetricId) => readValues(input, metric);
  const daily: DailyInput = {
    days: input.days,
    startDow: findWeekday(input.firstDay),
    baselineDays,
    activity: read(activity),
    ...(walks ? WALKING_SCALE : STEPS_SCALE),
    wearMinutes: input.metrics[activity]?.map((s) => s.wearMinutes) ?? null,
    sleepMinutes: read('sleepDuration').map((hours) => (hours === null ? null : hours * 60)),
    restingHeartRate: read('restingHeartRate'),
    nrs: read('painIntensity'),
    peg: read('pegScore'),
    device: input.device,
  };
  const metricOf = { activity, sleep: 'sleepDuration', nrs: 'painIntensity', peg: 'pegScore' } as const;
  return { signals: buildSignals(daily), metricOf };
}

const isReported = (s: DaySample) => s.state === 'ok' && s.value !== null;

function readValues(input: PatientDays, metric: MetricId): (number | null)[] {
  const samples = input.metrics[metric];
  if (!samples) return new Array<null>(input.days).fill(null);
  return samples.map((s) => (isReported(s) ? s.value : null));
}

/** How one metric alone is judged: the fused signals as they are, other scores like the daily pain score on their scale. */
export function findOwnSignal(
  series: MetricSeries,
  patient: PatientSignals,
): { readonly signal: Signal; readonly parameters: SignalParameters } | null {
  const { metric, values } = series;
  const fused = (Object.keys(patient.metricOf) as SignalId[]).find((id) => patient.metricOf[id] === metric);
  if (fused) return { signal: patient.signals.byId[fused], parameters: PARAMETERS[fused] };
  const { better, selfReported } = METRICS[metric];
  if (better === 'none') return null;
  const days = values.length;
  const weight = (t: number) => (values[t] == null ? 0 : 1);
  if (metric === 'walkingMinutes' || metric === 'steps') {
    const log = (t: number) => (values[t] == null ? null : Math.log(Math.max(values[t], 1)));
    return { signal: toSignal(days, log, weight), parameters: PARAMETERS.activity };
  }
  if (!selfReported) return null;
  const sign = better === 'up' ? 1 : -1;
  return {
    signal: toSignal(days, (t) => (values[t] == null ? null : sign * values[t]), weight),
    parameters: scaleParameters(metric),
  };
}
