import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricId } from '../metrics/index.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { DaySample, PatientDays } from './patient-days.js';
import { every, tellStory, weekly, type Story } from './story.testkit.js';

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const map = (input: PatientDays, metric: MetricId, f: (value: number) => number): PatientDays => {
  const moved = input.metrics[metric]!.map((s: DaySample) => (s.value === null ? s : { ...s, value: f(s.value) }));
  return { ...input, metrics: { ...input.metrics, [metric]: moved } };
};
/** What is found, without the numbers that move along. */
const found = (input: PatientDays) =>
  evaluatePatient(input).concerns.map(({ kind, domain, since, severity, confidence, evidence }) => {
    return [kind, domain, since, severity, confidence.toFixed(6), evidence.metric, evidence.sinceInterval];
  });

/** A fall in everything, in the middle of the scales so that nothing is cut off at their ends. */
const fall = (seed: number): Story => ({
  seed,
  days: 80,
  steps: (t) => (t < 56 ? 6000 : 3600),
  sleep: (t) => (t < 56 ? 7 : 6),
  pain: (t) => (t < 56 ? 4 : 5.5),
  peg: weekly((t) => (t < 56 ? 4 : 5.5)),
  reports: { phq9Score: every(14, (t) => (t < 56 ? 8 : 15)) },
});
const within = (input: PatientDays, metric: MetricId, low: number, high: number) =>
  input.metrics[metric]!.every(({ value }) => value === null || (value >= low && value <= high));

describe('what is usual for somebody does not matter, only what becomes of it', () => {
  it('hours of sleep: an hour more all along', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(0.5, 1), (seed, more) => {
        const input = tellStory(fall(seed));
        fc.pre(within(input, 'sleepDuration', 2, 12));
        expect(found(map(input, 'sleepDuration', (v) => v + more))).toEqual(found(input));
      }),
      { numRuns: 10 },
    );
  });

  it.each<[MetricId, number, number]>([
    ['painIntensity', 0, 9],
    ['pegScore', 0, 9],
    ['phq9Score', 0, 26],
  ])('%s: a point more all along', (metric, low, high) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const input = tellStory(fall(seed));
        fc.pre(within(input, metric, low, high));
        expect(found(map(input, metric, (v) => v + 1))).toEqual(found(input));
      }),
      { numRuns: 10 },
    );
  });

  it('steps: three times as many all along, with everything else that is known', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const input = tellStory(fall(seed));
        fc.pre(within(input, 'steps', 400, 60_000));
        expect(found(map(input, 'steps', (v) => 3 * v))).toEqual(found(input));
      }),
      { numRuns: 10 },
    );
  });

  it('there is something to find in these stories', () => {
    const kinds = [1, 2, 3, 4].flatMap((seed) => found(tellStory(fall(seed))).map(([kind]) => kind));
    expect(kinds).toContain('deterioration');
  });
});

/** Rates over 24 people each; chance alone may cost one of them an alarm, at one in ten months. */
describe('what life brings is no deterioration', () => {
  const calm = (seed: number, days: number): Story => ({
    seed,
    days,
    steps: () => 6000,
    sleep: () => 7,
    pain: () => 5,
    peg: weekly(() => 5),
    restingHeartRate: () => 62,
  });
  it.each<[string, (seed: number) => Story]>([
    [
      'four days in bed, 60 % fewer steps, heart rate 6 up, and up again',
      (seed) => ({
        ...calm(seed, 72),
        steps: (t) => (t >= 60 && t < 64 ? 2400 : 6000),
        restingHeartRate: (t) => (t >= 60 && t < 64 ? 68 : 62),
      }),
    ],
    ['three lazy days', (seed) => ({ ...calm(seed, 66), steps: (t) => (t >= 60 && t < 63 ? 2500 : 6000) })],
    [
      'a week of walking holidays',
      (seed) => ({ ...calm(seed, 80), steps: (t) => (t >= 60 && t < 67 ? 11_000 : 6000) }),
    ],
    [
      'eight days in bed with a fever',
      (seed) => ({
        ...calm(seed, 68),
        steps: (t) => (t < 60 ? 6000 : 2400),
        sleep: (t) => (t < 60 ? 7 : 5.5),
        restingHeartRate: (t) => (t < 60 ? 62 : 69),
      }),
    ],
    [
      'another watch that counts 1.3 times as much',
      (seed) => ({ ...calm(seed, 90), steps: (t) => (t < 60 ? 6000 : 7800), device: (t) => (t < 60 ? 'a' : 'b') }),
    ],
    [
      'another watch that counts half as much',
      (seed) => ({ ...calm(seed, 76), steps: (t) => (t < 60 ? 6000 : 3000), device: (t) => (t < 60 ? 'a' : 'b') }),
    ],
    [
      'fourteen days without any data, then on as before',
      (seed) => {
        const gone = (level: number) => (t: number) => (t >= 60 && t < 74 ? null : level);
        return { ...calm(seed, 90), steps: gone(6000), sleep: gone(7), pain: gone(5), restingHeartRate: gone(62) };
      },
    ],
  ])('%s', (_name, story) => {
    const alarmed = Array.from({ length: 24 }, (_, i) => i + 1).filter((seed) =>
      evaluatePatient(tellStory(story(seed))).concerns.some((c) => c.kind !== 'missing-data'),
    );
    expect(alarmed.length).toBeLessThanOrEqual(2);
  });
});
