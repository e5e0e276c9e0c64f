import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricId } from '../metrics/index.js';
import { detectCase, type BenchmarkCase } from './benchmark-case.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { PatientDays } from './patient-days.js';
import { cutAt, makeNormal, makeRandom, tellStory, weekly } from './story.testkit.js';

const aCase = (seed: number, fallOn: number, n = 126): BenchmarkCase => {
  const random = makeRandom(seed);
  const normal = makeNormal(random);
  const all = Array.from({ length: 126 }, (_, t) => ({
    steps: random() < 0.08 ? null : Math.round(5200 * Math.exp(0.4 * normal()) * (t >= fallOn ? 0.6 : 1)),
    wear: Math.round(600 + 700 * random()),
    sleep: random() < 0.1 ? null : Math.round(400 + 60 * normal()),
    rhr: Math.round(620 + 20 * normal()) / 10,
    nrs: random() < 0.3 ? null : Math.max(0, Math.min(10, Math.round(5 + normal()))),
    peg: t % 7 === 2 ? 5 : null,
  })).slice(0, n);
  return {
    id: `case-${seed}`,
    start_dow: seed % 7,
    n_days: n,
    baseline_days: 28,
    goal: { signal: seed % 2 ? 'steps' : 'peg' },
    sprint: { start: 56, end: 90 },
    days: {
      steps: all.map((d) => d.steps),
      wear_min: all.map((d) => d.wear),
      sleep_min: all.map((d) => d.sleep),
      rhr: all.map((d) => d.rhr),
      walk_min: all.map((d) => d.steps && d.steps / 100),
      nrs: all.map((d) => d.nrs),
      peg: all.map((d) => d.peg),
      device: all.map((_, t) => (t < 100 ? 'A' : 'B')),
    },
  };
};

const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('no day knows the future', () => {
  it('a benchmark case cut anywhere has the same scores, alarms and verdict up to the cut', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 40, max: 110 }), fc.integer({ min: 29, max: 125 }), (seed, fallOn, n) => {
        const whole = detectCase(aCase(seed, fallOn));
        const part = detectCase(aCase(seed, fallOn, n));
        expect(part.scores.deterioration).toEqual(whole.scores.deterioration.slice(0, n));
        expect(part.alarms).toEqual(whole.alarms.filter((a) => a.day < n));
        if (n > 90) expect(part.verdict).toEqual(whole.verdict);
        else expect(part.verdict.label).toBe('insufficient');
      }),
      { numRuns: 25 },
    );
  });

  it('whatever comes after the evaluated day leaves the evaluation of that day as it was', () => {
    const story = (seed: number, later: number): PatientDays =>
      tellStory({ seed, days: 90, steps: (t) => (t < 60 ? 6000 : later), sleep: () => 7, peg: weekly(() => 5) });
    fc.assert(
      fc.property(seeds, fc.integer({ min: 500, max: 20_000 }), (seed, later) => {
        expect(evaluatePatient(cutAt(story(seed, later), 60))).toEqual(evaluatePatient(cutAt(story(seed, 6000), 60)));
      }),
      { numRuns: 15 },
    );
  });
});

describe('what must not matter does not', () => {
  const fall = (seed: number) =>
    tellStory({ seed, days: 70, steps: (t) => (t < 56 ? 6000 : 2800), sleep: () => 7, pain: () => 5 });

  it('the order in which metrics are named', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const input = fall(seed);
        const turned = Object.fromEntries(Object.entries(input.metrics).reverse()) as typeof input.metrics;
        expect(evaluatePatient({ ...input, metrics: turned })).toEqual(evaluatePatient(input));
      }),
      { numRuns: 10 },
    );
  });

  it('the unit of steps: somebody who walks twice as much all the time has the same concerns', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom(2, 3, 4), (seed, factor) => {
        const input = fall(seed);
        const more = input.metrics.steps!.map((s) => ({ ...s, value: s.value! * factor }));
        const state = (p: PatientDays) =>
          evaluatePatient(p).concerns.map(({ kind, domain, since, severity, confidence }) => {
            return [kind, domain, since, severity, confidence.toFixed(9)];
          });
        expect(state({ ...input, metrics: { ...input.metrics, steps: more } })).toEqual(state(input));
      }),
      { numRuns: 15 },
    );
  });

  it('input is never changed', () => {
    const input = fall(7);
    const before = structuredClone(input);
    evaluatePatient(input);
    expect(input).toEqual(before);
  });

  it('the same input gives the same answer, with or without metrics that say nothing', () => {
    const input = fall(3);
    const silent = Array.from({ length: 70 }, () => ({ value: null, wearMinutes: null, state: 'notAsked' as const }));
    const id: MetricId = 'mood';
    const { concerns } = evaluatePatient({ ...input, metrics: { ...input.metrics, [id]: silent } });
    expect(concerns).toEqual(evaluatePatient(input).concerns);
  });
});
