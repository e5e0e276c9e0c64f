import { describe, expect, it } from '@jest/globals';
import type { MetricId } from '../metrics/index.js';
import { DeviceSince } from './device-since.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { PatientDays } from './patient-days.js';
import { tellStory } from './story.testkit.js';

describe('since when one device has spoken', () => {
  it.each<[string, (string | null)[], number[]]>([
    ['one all along', ['a', 'a', 'a'], [0, 0, 0]],
    ['another from the third day on', ['a', 'a', 'b', 'b'], [0, 0, 2, 2]],
    ['days without one are the last one’s', ['a', null, 'b', null, 'b'], [0, 0, 2, 2, 2]],
    ['the first that is known is no other', [null, null, 'a'], [0, 0, 0]],
  ])('%s', (_name, devices, expected) => {
    const followed = new DeviceSince();
    for (const device of devices) followed.push(device);
    expect(followed.since).toEqual(expected);
  });
});

describe('a second watch for steps', () => {
  const SWITCHED = 86;
  const told = tellStory({
    days: 90,
    steps: () => 6000,
    sleep: () => 7,
    restingHeartRate: () => 62,
    device: (t) => (t < SWITCHED ? 'first' : 'second'),
  });
  /** Each metric says whose it is; `metrics` are those that have gone over to the second watch. */
  const withOwn = (metrics: readonly MetricId[]): PatientDays => ({
    ...told,
    metrics: Object.fromEntries(
      Object.entries(told.metrics).map(([metric, samples]) => [
        metric,
        samples!.map((sample, t) => {
          const device = t >= SWITCHED && metrics.includes(metric as MetricId) ? 'second' : 'first';
          return { ...sample, device };
        }),
      ]),
    ),
  });
  const usual = (input: PatientDays) => {
    const { metrics } = evaluatePatient(input);
    return [metrics.steps, metrics.sleepDuration, metrics.restingHeartRate].map((m) => m!.usual !== null);
  };

  it('takes away what is usual of steps, and nothing of what still comes from the first', () => {
    expect(usual(withOwn(['steps']))).toEqual([false, true, true]);
  });

  it('that measures all of it is a new beginning for all', () => {
    expect(usual(withOwn(['steps', 'sleepDuration', 'restingHeartRate']))).toEqual([false, false, false]);
  });

  it('is a new beginning for all where nobody says whose the nights are', () => {
    expect(usual(told)).toEqual([false, false, false]);
  });

  it('for the night alone leaves the steps what they were', () => {
    const steps = { ...withOwn(['sleepDuration']), device: told.device.map(() => 'first') };
    expect(usual(steps)).toEqual([true, false, true]);
  });
});
