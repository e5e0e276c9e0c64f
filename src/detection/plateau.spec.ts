import { describe, expect, it } from '@jest/globals';
import { METRIC_IDS, METRICS } from '../metrics/index.js';
import { addDays } from './civil-days.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { PatientDays } from './patient-days.js';
import type { Course } from './patient-trend.js';
import { findPatienceDays, findResponseWindow } from './response-window.js';
import { cutAt, every, tellStory, weekly, type Story } from './story.testkit.js';

const DAY0 = '2026-06-01';
const START = 60;
const SEEDS = Array.from({ length: 12 }, (_, i) => i + 1);
const plan = (metric: 'steps' | 'pegScore' | 'phq9Score', target: number, treatedFor = 0): PatientDays['sprint'] => ({
  startsOn: addDays(DAY0, START),
  endsOn: addDays(DAY0, START + 41),
  treatmentSince: addDays(DAY0, START - treatedFor),
  metrics: [{ metric, baseline: null, target }],
});
const flat = (seed: number, sprint: PatientDays['sprint'] | undefined, days = START + 42): Story => ({
  seed,
  days,
  steps: () => 5000,
  sleep: () => 7,
  pain: () => 5,
  peg: weekly(() => 5),
  ...(sprint ? { sprint } : {}),
});
const plateausOf = (story: (seed: number) => Story) =>
  SEEDS.filter((seed) => evaluatePatient(tellStory(story(seed))).concerns.some((c) => c.kind === 'plateau')).length;

describe('no plateau is called while a response can still be waited for', () => {
  it('routines have four weeks, function and pain at least eight', () => {
    for (const metric of METRIC_IDS) {
      const isRoutine = ['activity', 'sleep', 'heart'].includes(METRICS[metric].domain);
      expect([metric, findPatienceDays(metric)]).toEqual([metric, isRoutine ? 28 : 56]);
      expect(findResponseWindow(metric)).toEqual(isRoutine ? { fromWeek: 2, toWeek: 4 } : { fromWeek: 8, toWeek: 12 });
    }
  });

  it.each<[string, (seed: number) => Story, boolean]>([
    ['steps on day 27 of the sprint', (seed) => flat(seed, plan('steps', 8000), START + 27), false],
    ['steps on day 42', (seed) => flat(seed, plan('steps', 8000)), true],
    ['PEG on day 42: its answer is due in week 8', (seed) => flat(seed, plan('pegScore', 3)), false],
    ['PEG on day 42 of the second sprint of a treatment', (seed) => flat(seed, plan('pegScore', 3, 42)), true],
  ])('%s', (_name, story, isCalled) => {
    if (isCalled) expect(plateausOf(story)).toBeGreaterThanOrEqual(4);
    else expect(plateausOf(story)).toBe(0);
  });

  it('until then the words say when a change is to be expected', () => {
    const said = SEEDS.map((seed) => evaluatePatient(tellStory(flat(seed, plan('pegScore', 3)))).metrics.pegScore!);
    const early = said.filter((m) => m.course === 'steady');
    expect(early.length).toBeGreaterThan(8);
    for (const { sentence } of early)
      expect(sentence).toMatchObject({ key: 'trend.tooEarly', facts: { metric: 'pegScore', fromWeek: 8, toWeek: 12 } });
  });

  it('without a sprint the same is steady, for everybody', () => {
    expect(plateausOf((seed) => flat(seed, undefined, 140))).toBe(0);
    const { metrics } = evaluatePatient(tellStory(flat(1, undefined, 140)));
    expect(metrics.pegScore).toMatchObject({ course: 'steady', sentence: { key: 'trend.steady' } });
  });
});

describe('the verdict of a sprint agrees with the words beside it', () => {
  const rising = (seed: number, target: number): Story => ({
    ...flat(seed, plan('steps', target)),
    steps: (t) => 5000 * (1 + Math.max(0, Math.min(42, t - START)) / 60),
  });
  it.each<[string, (seed: number) => Story]>([
    ['a target that is reached', (seed) => flat(seed, plan('steps', 4600))],
    ['a target on the way', (seed) => rising(seed, 6500)],
    ['PEG, which is due in week 8', (seed) => flat(seed, plan('pegScore', 3))],
  ])('%s', (_name, story) => {
    const seen = { reached: 0, early: 0, plateau: 0 };
    for (const seed of SEEDS)
      for (const days of [START + 1, START + 30, START + 36, START + 42]) {
        const { metrics, sprintVerdict, concerns } = evaluatePatient(cutAt(tellStory(story(seed)), days));
        const { isReached, isEarly, isClear, label, metric, confidence } = sprintVerdict!;
        const { sentence, course } = metrics[metric]!;
        if (sentence!.key === 'goal.reached') seen.reached += Number(isReached);
        if (sentence!.key === 'trend.tooEarly') seen.early += Number(isEarly && !isReached);
        expect({ days, seed, isReached: isReached && course !== 'worse' }).toEqual({
          days,
          seed,
          isReached: sentence!.key === 'goal.reached',
        });
        if (sentence!.key === 'trend.tooEarly') expect(isEarly).toBe(true);
        // At its target for some days, and not for a week: neither reached nor levelled off.
        const { target } = story(seed).sprint!.metrics[0]!;
        const isThere = metric === 'steps' ? metrics[metric]!.value! >= target : metrics[metric]!.value! <= target;
        const isOpen = isThere && !isReached && label === 'plateau';
        if (confidence >= 0.65) expect({ days, seed, isClear }).toEqual({ days, seed, isClear: !isOpen });
        const isPlateau = label === 'plateau' && isClear && !isEarly && !isReached;
        if (isPlateau) seen.plateau++;
        expect({ days, seed, isPlateau }).toEqual({
          days,
          seed,
          isPlateau: concerns.some((c) => c.kind === 'plateau') && !isReached,
        });
      }
    expect(Math.max(...Object.values(seen))).toBeGreaterThan(10);
  });

  it('on the first day no answer is clear', () => {
    const first = SEEDS.map((seed) => evaluatePatient(cutAt(tellStory(flat(seed, plan('steps', 8000))), START + 1)));
    for (const { sprintVerdict } of first) expect(sprintVerdict).toMatchObject({ isProvisional: true, isClear: false });
  });
});

describe('a goal that only answers tell of has a verdict too', () => {
  it.each<[string, number | null, string]>([
    ['PHQ-9 down by nine', 6, 'improving'],
    ['PHQ-9 as before', 15, 'plateau'],
    ['PHQ-9 up by nine', 24, 'deteriorating'],
    ['no answer within the sprint', null, 'insufficient'],
  ])('%s', (_name, during, label) => {
    const level = (t: number) => (t < START ? 15 : during);
    const phq9Score = (t: number) => (t % 14 === 13 ? level(t) : null);
    const labels = SEEDS.map((seed) => {
      const input = tellStory({ ...flat(seed, plan('phq9Score', 9)), reports: { phq9Score } });
      return evaluatePatient(input).sprintVerdict!.label;
    });
    expect(labels.filter((l) => l === label).length).toBeGreaterThanOrEqual(10);
  });
});

describe('after an improvement', () => {
  const rise = (seed: number, after: (t: number) => number): Story => ({
    seed,
    days: 200,
    steps: (t) => (t < 50 ? 3000 : after(t)),
    sleep: () => 7,
  });
  const coursesOn = (story: (seed: number) => Story, days: number) =>
    SEEDS.map((seed) => evaluatePatient(cutAt(tellStory(story(seed)), days)).metrics.steps!.course);
  const count = (courses: readonly Course[], course: Course) => courses.filter((c) => c === course).length;
  const held = (seed: number) => rise(seed, () => 8000);

  it('of steps that holds for sixteen weeks has levelled off, before that it is improving', () => {
    expect(count(coursesOn(held, 150), 'plateau')).toBe(0);
    expect(count(coursesOn(held, 150), 'improving')).toBeGreaterThanOrEqual(8);
    expect(count(coursesOn(held, 200), 'plateau')).toBeGreaterThanOrEqual(2);
    const levelled = SEEDS.map((seed) => evaluatePatient(tellStory(held(seed))).metrics.steps!);
    for (const { course, sentence } of levelled)
      if (course === 'plateau') expect(sentence).toMatchObject({ key: 'trend.levelled', facts: { weeks: 16 } });
  });

  it('of pain that holds for twelve weeks too', () => {
    const trends = SEEDS.map((seed) => {
      const input = tellStory({ seed, days: 160, pain: (t) => (t < 50 ? 8 : 4) });
      return [120, 160].map((days) => evaluatePatient(cutAt(input, days)).metrics.painIntensity!.course);
    });
    expect(
      count(
        trends.map(([early]) => early!),
        'improving',
      ),
    ).toBeGreaterThanOrEqual(10);
    expect(
      count(
        trends.map(([, late]) => late!),
        'plateau',
      ),
    ).toBeGreaterThanOrEqual(10);
  });

  it('that goes on it has not', () => {
    const on = coursesOn((seed) => rise(seed, (t) => 5500 + 120 * (t - 50)), 200);
    expect(count(on, 'plateau')).toBeLessThanOrEqual(1);
  });

  it('of which too little is known it has not: equivalence has to be shown', () => {
    const thin = SEEDS.map((seed) => {
      const input = tellStory(held(seed));
      const steps = input.metrics.steps!.map((s, t) =>
        t > 100 && t % 5 ? ({ value: null, wearMinutes: 0, state: 'notWorn' } as const) : s,
      );
      return evaluatePatient({ ...input, metrics: { ...input.metrics, steps } }).metrics.steps!.course;
    });
    expect(count(thin, 'plateau')).toBe(0);
  });

  it('that reached its target is held, not levelled off', () => {
    const sprint = {
      startsOn: addDays(DAY0, 125),
      endsOn: addDays(DAY0, 160),
      metrics: [{ metric: 'steps', baseline: 3000, target: 7000 }],
    };
    const at = SEEDS.map(
      (seed) => evaluatePatient(tellStory({ ...held(seed), days: 160, sprint } as Story)).metrics.steps!,
    );
    expect(
      count(
        at.map((m) => m.course),
        'plateau',
      ),
    ).toBeLessThanOrEqual(2);
    const reached = at.filter((m) => m.sentence?.key === 'goal.reached');
    expect(reached.length).toBeGreaterThan(5);
    for (const { course } of reached) expect(course).not.toBe('plateau');
  });

  it('questionnaires level off over their own, longer time', () => {
    const phq9Score = every(14, (t) => (t < 60 ? 18 : 6));
    const trend = (days: number) =>
      evaluatePatient(cutAt(tellStory({ days: 220, reports: { phq9Score } }), days)).metrics;
    expect(trend(120).phq9Score!.course).toBe('improving');
    expect(trend(220).phq9Score!.course).toBe('plateau');
  });
});

describe('what would help', () => {
  const hint = (story: Story) => evaluatePatient(tellStory(story)).hint?.key ?? null;
  it.each<[string, Story, string | null]>([
    ['steps alone', { days: 60, steps: () => 6000 }, 'hint.askPain'],
    ['steps and sleep', { days: 60, steps: () => 6000, sleep: () => 7 }, 'hint.askPain'],
    ['pain is told', { days: 60, steps: () => 6000, pain: () => 4 }, null],
    ['PEG is told weekly', { days: 60, steps: () => 6000, peg: weekly(() => 4) }, null],
    ['pain is told no more', { days: 60, steps: () => 6000, pain: (t) => (t < 35 ? 4 : null) }, 'hint.askPain'],
    ['the watch is not worn either', { days: 60, steps: (t) => (t < 35 ? 6000 : null) }, null],
  ])('%s', (_name, story, expected) => expect(hint(story)).toBe(expected));
});

describe('too few answers', () => {
  const said = (pain: (t: number) => number | null) =>
    evaluatePatient(tellStory({ days: 60, steps: () => 6000, pain })).metrics.painIntensity?.sentence?.facts;
  it.each<[string, (t: number) => number | null, object]>([
    ['the first one, today', (t) => (t === 59 ? 4 : null), { days: 13, reason: 'notAsked', answered: 1 }],
    [
      'two, the last one today',
      (t) => (t === 59 || t === 55 ? 4 : null),
      { days: 12, reason: 'notAsked', answered: 2 },
    ],
    ['none for twenty days', (t) => (t < 40 ? 4 : null), { days: 20, reason: 'notAsked' }],
  ])('%s', (_name, pain, facts) => expect(said(pain)).toEqual({ metric: 'painIntensity', ...facts }));
});
