import { makeRandom } from '../../test/support/random.js';
import { METRICS, type MetricId } from '../metrics/index.js';
import type { DaySample, PatientDays } from './patient-days.js';
import { findError } from './report-error.js';

export { makeRandom };

export function makeNormal(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

export const ok = (value: number, wearMinutes: number | null = null): DaySample => ({
  value,
  wearMinutes,
  state: 'ok',
});
export const notWorn: DaySample = { value: null, wearMinutes: 0, state: 'notWorn' };
export const notSynced: DaySample = { value: null, wearMinutes: null, state: 'notSynced' };
export const notAsked: DaySample = { value: null, wearMinutes: null, state: 'notAsked' };

export interface Story {
  readonly seed?: number;
  readonly days: number;
  /** Level of each metric on day t; null = missing that day. Metrics not named do not exist. */
  readonly steps?: (t: number) => number | null;
  readonly sleep?: (t: number) => number | null;
  readonly pain?: (t: number) => number | null;
  readonly peg?: (t: number) => number | null;
  /** Questionnaires by metric: scattered by their error of measurement, kept within their range. */
  readonly reports?: Partial<Record<MetricId, (t: number) => number | null>>;
  readonly restingHeartRate?: (t: number) => number | null;
  readonly device?: (t: number) => string | null;
  readonly sprint?: PatientDays['sprint'];
}

/** Believable days around the told levels: steps vary by a third, sleep by 50 minutes, pain by a point. */
export function tellStory(story: Story): PatientDays {
  const normal = makeNormal(makeRandom(story.seed ?? 1));
  const metrics: Partial<Record<MetricId, DaySample[]>> = {};
  const tell = (
    metric: MetricId,
    level: ((t: number) => number | null) | undefined,
    shape: (level: number, z: number) => number,
    missing: DaySample,
    wear: number | null = null,
  ) => {
    if (!level) return;
    metrics[metric] = Array.from({ length: story.days }, (_, t) => {
      const [value, z] = [level(t), normal()];
      return value === null ? missing : ok(shape(value, z), wear);
    });
  };
  const clamp = (v: number) => Math.max(0, Math.min(10, v));
  tell('steps', story.steps, (v, z) => Math.round(v * Math.exp(0.33 * z)), notWorn, 1200);
  tell('sleepDuration', story.sleep, (v, z) => Math.max(2, v + 0.85 * z), notWorn);
  tell('painIntensity', story.pain, (v, z) => clamp(Math.round(v + z)), notAsked);
  tell('pegScore', story.peg, (v, z) => clamp(Math.round(3 * (v + 0.5 * z)) / 3), notAsked);
  tell('restingHeartRate', story.restingHeartRate, (v, z) => v + 1.5 * z, notWorn);
  for (const [metric, level] of Object.entries(story.reports ?? {}) as [MetricId, (t: number) => number | null][]) {
    const { min, max } = METRICS[metric];
    const error = findError(metric);
    tell(metric, level, (v, z) => Math.max(min, Math.min(max, Math.round(v + error * z))), notAsked);
  }
  const device = Array.from({ length: story.days }, (_, t) => story.device?.(t) ?? 'watch-1');
  return { firstDay: '2026-06-01', days: story.days, metrics, device, sprint: story.sprint ?? null };
}

/** The same patient as known `days` days after the first one. */
export function cutAt(input: PatientDays, days: number): PatientDays {
  const metrics = Object.fromEntries(Object.entries(input.metrics).map(([id, s]) => [id, s!.slice(0, days)]));
  return { ...input, days, metrics, device: input.device.slice(0, days) };
}

/** A value on every n-th day only. */
export const every = (days: number, level: (t: number) => number) => (t: number) =>
  t % days === days - 1 ? level(t) : null;
export const weekly = (level: (t: number) => number) => every(7, level);
