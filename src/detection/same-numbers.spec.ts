import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricId } from '../metrics/index.js';
import { addDays } from './civil-days.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { PatientDays } from './patient-days.js';
import type { Concern, Evidence, PatientTrend } from './patient-trend.js';
import { cutAt, tellStory, weekly, type Story } from './story.testkit.js';

/** What a card says of a metric, and what the metric's chart says of it. */
function expectSame(said: Pick<Evidence, 'metric' | 'value' | 'usual' | 'delta'>, { metrics }: PatientTrend) {
  const chart = metrics[said.metric]!;
  expect({ metric: said.metric, usual: said.usual }).toEqual({ metric: said.metric, usual: chart.usual?.middle });
  // A chart without recent days shows no value at all, and a concern the last one that was known.
  if (chart.value !== null) expect({ metric: said.metric, value: said.value }).toMatchObject({ value: chart.value });
  expect(said.delta).toBeCloseTo(said.value - said.usual, 9);
  if (chart.change) expect(chart.change).toMatchObject({ level: said.value, delta: said.delta });
  return chart;
}

function checkConcern(concern: Concern, trend: PatientTrend) {
  const { evidence, kind } = concern;
  const chart = expectSame(evidence, trend);
  expect(evidence.baseline).toEqual(chart.usual);
  if (chart.change) {
    const { on, interval, percent } = chart.change;
    expect([evidence.since, evidence.sinceInterval, evidence.percent]).toEqual([on, interval, percent]);
  } else if (kind !== 'plateau') expect(chart.value).toBeNull();
  expect(evidence.daysSince).toBeGreaterThan(0);
  expect(concern.sentence.facts.value).toBe(evidence.value);
  for (const moved of evidence.alsoMoved) {
    const { change } = expectSame(moved, trend);
    if (change) expect(moved.since).toBe(change.on);
  }
  for (const still of evidence.notMoved) expect(expectSame(still, trend).change).toBeNull();
  expect(new Set([...evidence.alsoMoved, ...evidence.notMoved, evidence].map((m) => m.metric)).size).toBe(
    1 + evidence.alsoMoved.length + evidence.notMoved.length,
  );
}

/** The chart's words repeat the chart's numbers. */
function checkCharts({ metrics }: PatientTrend) {
  for (const { sentence, value, usual } of Object.values(metrics)) {
    if (sentence?.facts.value !== undefined) expect(sentence.facts.value).toBe(value);
    if (sentence?.facts.usual !== undefined) expect(sentence.facts.usual).toBe(usual!.middle);
    if (sentence?.key === 'goal.reached') {
      expect(value! >= Number(sentence.facts.target)).toBe(true);
    }
  }
}

const concernsOf = (trend: PatientTrend) => trend.concerns.filter((c) => c.kind !== 'missing-data');

/** A level that drifts, turns about day `on`, and turns back later or never; with a gap somewhere, or behind the end. */
const course = (usual: number, turns: readonly number[]) =>
  fc
    .record({
      drift: fc.constantFrom(0, 0, 0.1, -0.1, 0.25),
      late: fc.integer({ min: 0, max: 12 }),
      lasts: fc.integer({ min: 8, max: 90 }),
      by: fc.constantFrom(...turns),
      gapFrom: fc.integer({ min: 20, max: 220 }),
      gap: fc.integer({ min: 0, max: 25 }),
    })
    .map(({ drift, late, lasts, by, gapFrom, gap }) => (t: number, on: number) => {
      if (t >= gapFrom && t < gapFrom + gap) return null;
      const isTurned = t >= on + late && t < on + late + lasts;
      return usual * (1 + (drift * Math.min(t, 60)) / 60) * (isTurned ? by : 1);
    });

const stories = fc
  .record({
    seed: fc.integer({ min: 1, max: 1_000_000 }),
    on: fc.integer({ min: 32, max: 90 }),
    after: fc.integer({ min: 5, max: 50 }),
    steps: course(5500, [0.5, 0.65, 0.8, 1, 1.6]),
    sleep: course(7, [0.75, 0.85, 1, 1.15]),
    pain: course(4, [0.6, 1, 1.3, 1.6]),
    peg: course(4, [0.6, 1, 1.3, 1.6]),
    switchOn: fc.integer({ min: 30, max: 250 }),
    sprintOn: fc.integer({ min: 20, max: 100 }),
    goal: fc.constantFrom<MetricId>('steps', 'sleepDuration'),
    stretch: fc.constantFrom(1, 1.3),
  })
  .map(({ seed, on, after, steps, sleep, pain, peg, switchOn, sprintOn, goal, stretch }): Story => ({
    seed,
    days: on + after,
    steps: (t) => steps(t, on),
    sleep: (t) => sleep(t, on),
    pain: (t) => pain(t, on),
    peg: weekly((t) => peg(t, on) ?? 4),
    restingHeartRate: () => 62,
    device: (t) => (t < switchOn ? 'watch-1' : 'watch-2'),
    sprint: planSprint(sprintOn, goal, stretch * (goal === 'steps' ? 5500 : 7)),
  }));

const planSprint = (on: number, metric: MetricId, target: number): PatientDays['sprint'] => ({
  startsOn: addDays('2026-06-01', on),
  endsOn: addDays('2026-06-01', on + 34),
  metrics: [{ metric, baseline: null, target }],
});

describe('one metric, one day, one number', () => {
  it('a concern and the charts of the same patient agree', () => {
    const seen = { concerns: 0, alsoMoved: 0, notMoved: 0 };
    fc.assert(
      fc.property(stories, (story) => {
        const trend = evaluatePatient(tellStory(story));
        for (const concern of concernsOf(trend)) {
          checkConcern(concern, trend);
          seen.concerns++;
          seen.alsoMoved += concern.evidence.alsoMoved.length;
          seen.notMoved += concern.evidence.notMoved.length;
        }
        checkCharts(trend);
      }),
      { numRuns: 120 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });

  it('also when the others begin later, and long before the first concern something slowly moved', () => {
    const input = tellStory({
      seed: 3,
      days: 120,
      sleep: (t) => (t < 90 ? 7 : 5),
      steps: (t) => (t < 95 ? 5000 + 10 * t : 3300),
      pain: () => 4,
      peg: weekly((t) => (t < 50 ? 3 : 4.3)),
    });
    for (let days = 92; days <= 120; days++) {
      const trend = evaluatePatient(cutAt(input, days));
      for (const concern of concernsOf(trend)) checkConcern(concern, trend);
    }
    const { concerns, metrics } = evaluatePatient(input);
    expect(concerns.map((c) => c.domain)).toContain('sleep');
    // Its usual ends where the concern begins, not four weeks after the history began.
    const leading = concerns.find((c) => c.kind === 'deterioration')!;
    expect(metrics.painIntensity!.change).toBeNull();
    expect(metrics.painIntensity!.usual!.to).toBe(addDays(leading.since, -1));
  });

  it('also when a goal has levelled off, with and without a change of its own', () => {
    const seen = { own: 0, none: 0, several: 0 };
    for (let seed = 1; seed <= 48; seed++) {
      const trend = evaluatePatient(
        tellStory({
          seed,
          days: 95,
          steps: (t) => (seed % 2 || t < 89 ? 4600 : 1800),
          sleep: (t) => (seed % 2 && t >= 48 ? 5 : 7),
          pain: () => 5,
          peg: weekly(() => 5),
          sprint: planSprint(60, 'steps', 9000),
        }),
      );
      const concerns = concernsOf(trend);
      for (const concern of concerns) {
        checkConcern(concern, trend);
        if (concern.kind === 'plateau') seen[trend.metrics.steps!.change ? 'own' : 'none']++;
      }
      seen.several += Number(concerns.length > 1 && concerns.some((c) => c.kind === 'plateau'));
      checkCharts(trend);
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });
});
