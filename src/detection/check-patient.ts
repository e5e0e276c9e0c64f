import { METRICS, isMetricId } from '../metrics/index.js';
import { addDays, countDays } from './civil-days.js';
import { DetectionInputError } from './detection-input-error.js';
import type { DaySample, PatientDays } from './patient-days.js';

/** Refuses a history whose parts do not fit together; the days themselves are checked as they are pushed. */
export function checkPatient(input: PatientDays): void {
  addDays(input.firstDay, 0);
  if (!Number.isInteger(input.days) || input.days < 1) {
    throw new DetectionInputError('days', null, 'must be a whole number of at least 1');
  }
  if (input.device.length !== input.days) throw new DetectionInputError('device', null, lengthProblem(input.days));
  for (const [name, samples] of Object.entries(input.metrics)) {
    if (samples) checkLength(name, samples, input.days);
  }
}

const lengthProblem = (days: number) => `must have ${days} entries`;

function checkLength(name: string, samples: readonly DaySample[], days: number): void {
  if (!isMetricId(name)) throw new DetectionInputError(`metrics.${name}`, null, 'is not in the catalogue');
  if (samples.length !== days) throw new DetectionInputError(`metrics.${name}`, null, lengthProblem(days));
}

/** A day of a journey has more than 24 hours: westward over the date line nearly 50. */
const MOST_WEAR_MINUTES = 50 * 60;

/** Refuses a day's value that cannot be true. */
export function checkSample(name: string, { value, wearMinutes }: DaySample, day: number): void {
  if (!isMetricId(name)) throw new DetectionInputError(`metrics.${name}`, null, 'is not in the catalogue');
  const metric = METRICS[name];
  // Several observations make up a total: only the day itself bounds a duration, nothing bounds a count.
  const most = metric.daily === 'sum' && metric.unit === '{steps}' ? Number.POSITIVE_INFINITY : metric.max;
  if (value !== null && !(Number.isFinite(value) && value >= metric.min && value <= most)) {
    throw new DetectionInputError(`metrics.${name}`, day, `must be null or ${metric.min} to ${most}`);
  }
  if (wearMinutes !== null && !(wearMinutes >= 0 && wearMinutes <= MOST_WEAR_MINUTES)) {
    throw new DetectionInputError(`metrics.${name}`, day, `must have 0 to ${MOST_WEAR_MINUTES} wear minutes`);
  }
}

export function checkSprint(sprint: NonNullable<PatientDays['sprint']>): void {
  if (countDays(sprint.startsOn, sprint.endsOn) < 0) {
    throw new DetectionInputError('sprint', null, 'must end on or after its first day');
  }
  sprint.metrics.forEach(({ metric, target }, i) => {
    if (!isMetricId(metric)) throw new DetectionInputError('sprint.metrics', i, 'is not in the catalogue');
    if (!Number.isFinite(target)) throw new DetectionInputError('sprint.metrics', i, 'must have a finite target');
  });
}
