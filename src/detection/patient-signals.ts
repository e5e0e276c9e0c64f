import { METRICS, type MetricId } from '../metrics/index.js';
import { STEPS_SCALE, WALKING_SCALE, type ActivityScale, type DayInput } from './day-input.js';
import { PARAMETERS, SIGNALS, type SignalId, type SignalParameters } from './parameters.js';
import type { DaySample, PatientDays } from './patient-days.js';
import { scaleParameters } from './scale-parameters.js';
import { MISSING, type SignalDay, type Signals } from './signals.js';

/** Which of the patient's metrics plays which signal. */
export type MetricOfSignal = Readonly<Record<SignalId, MetricId>>;
export type ActivityMetric = 'steps' | 'walkingMinutes';

export const ACTIVITY_SCALE: Readonly<Record<ActivityMetric, ActivityScale>> = {
  steps: STEPS_SCALE,
  walkingMinutes: WALKING_SCALE,
};

/** Walking minutes stand in for steps that were hardly ever counted in the first weeks. */
const FEW_DAYS = 5;

export function chooseActivity(input: PatientDays, baselineDays: number): ActivityMetric {
  const early = (metric: MetricId) => input.metrics[metric]?.slice(0, baselineDays).filter(isReported).length ?? 0;
  return early('steps') < FEW_DAYS && early('walkingMinutes') >= FEW_DAYS ? 'walkingMinutes' : 'steps';
}

export function mapSignals(activity: ActivityMetric): MetricOfSignal {
  return { activity, sleep: 'sleepDuration', nrs: 'painIntensity', peg: 'pegScore' };
}

/** Day t of the patient as the fused score reads it. */
export function readDay(input: PatientDays, activity: ActivityMetric, t: number): DayInput {
  const read = (metric: MetricId) => {
    const sample = input.metrics[metric]?.[t];
    return sample && isReported(sample) ? sample.value : null;
  };
  const hours = read('sleepDuration');
  return {
    activity: read(activity),
    wearMinutes: input.metrics[activity]?.[t]?.wearMinutes ?? null,
    sleepMinutes: hours === null ? null : hours * 60,
    restingHeartRate: read('restingHeartRate'),
    nrs: read('painIntensity'),
    peg: read('pegScore'),
    device: input.device[t]!,
  };
}

const isReported = (s: DaySample) => s.state === 'ok' && s.value !== null;

/** How one metric alone is looked at. */
export interface OwnSignal {
  readonly parameters: SignalParameters;
  /** @param value - of day t, null = missing */
  readonly read: (value: number | null, signals: Signals, t: number) => SignalDay;
}

/** The fused signals as they are, other scores like the daily pain score on their own scale; null = has no better and worse. */
export function findOwnSignal(metric: MetricId, metricOf: MetricOfSignal): OwnSignal | null {
  const fused = SIGNALS.find((id) => metricOf[id] === metric);
  if (fused) return { parameters: PARAMETERS[fused], read: (_value, signals, t) => signals.at(fused, t) };
  const { better, selfReported } = METRICS[metric];
  if (better === 'none') return null;
  const reading = (toY: (value: number) => number) => (value: number | null) =>
    value === null ? MISSING : { y: toY(value), w: 1 };
  if (metric === 'walkingMinutes' || metric === 'steps') {
    return { parameters: PARAMETERS.activity, read: reading((v) => Math.log(Math.max(v, 1))) };
  }
  const sign = better === 'up' ? 1 : -1;
  return selfReported ? { parameters: scaleParameters(metric), read: reading((v) => sign * v) } : null;
}
