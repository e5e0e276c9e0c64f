import { addDays, daysBetween } from '../../dist/src/metrics/index.js';
import { windowStart } from '../../dist/src/modules/trends/patient-days.js';
import { spanOf } from './person.mjs';

/** Days at the start on which the detector only learns. */
const LEARNING_DAYS = 28;
const JUDGED = { valid: 7, within: 14 };
/** What the wear gate asks of a device that does not report wear. */
const LEAST_STEPS = 300;

/**
 * A person's whole history as the detector is fed it: `inputOf(i)` is what day i brings, `windowFrom(i)` the first day
 * the product would load to judge day i.
 */
export function toHistory(person, { withPain }) {
  const { first, last } = spanOf(person, { withPain });
  const days = daysBetween(first, last) + 1;
  const list = (take) => Array.from({ length: days }, (_, i) => take(addDays(first, i)) ?? null);
  const series = {
    steps: list((day) => person.steps.get(day)?.value),
    sleepDuration: list((day) => person.sleepHours.get(day)),
    restingHeartRate: list((day) => person.restingHeartRate.get(day)),
    painIntensity: list((day) => (withPain ? person.pain.get(day) : null)),
  };
  const device = list((day) => person.steps.get(day)?.device);
  const known = Object.entries(series).filter(([, values]) => values.some((value) => value !== null));
  const windowFrom = (i) => daysBetween(first, windowStart(first, addDays(first, i)));
  return {
    first,
    days,
    series,
    device,
    windowFrom,
    dayAt: (i) => addDays(first, i),
    isJudged: findJudgedDays({ series, days, withPain }),
    inputOf: (i) => ({
      metrics: Object.fromEntries(known.map(([metric, values]) => [metric, toSample(metric, values[i])])),
      device: device[i],
    }),
  };
}

function toSample(metric, value) {
  const missing = metric === 'painIntensity' ? 'notAsked' : 'notWorn';
  return { value, wearMinutes: null, state: value === null ? missing : 'ok' };
}

/**
 * Days that count as watched, for the denominator: after the first four weeks, with at least 7 of 14 days of steps,
 * sleep or pain. Otherwise years without a device would make any detector look quiet.
 */
function findJudgedDays({ series, days, withPain }) {
  const counted = {
    steps: (value) => value !== null && value >= LEAST_STEPS,
    sleepDuration: (value) => value !== null,
    painIntensity: (value) => withPain && value !== null,
  };
  const enough = (metric, i) => {
    const recent = series[metric].slice(Math.max(0, i + 1 - JUDGED.within), i + 1);
    return recent.filter(counted[metric]).length >= JUDGED.valid;
  };
  return Array.from(
    { length: days },
    (_, i) => i >= LEARNING_DAYS && Object.keys(counted).some((metric) => enough(metric, i)),
  );
}
