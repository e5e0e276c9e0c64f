import { describe, expect, it } from '@jest/globals';
import { addDays } from './civil-days.js';
import { evaluatePatient } from './evaluate-patient.js';
import { DetectionInputError } from './detection-input-error.js';
import type { DaySample, PatientDays } from './patient-days.js';
import { cutAt, notAsked, notSynced, notWorn, ok, tellStory, weekly, type Story } from './story.testkit.js';

const SEEDS = Array.from({ length: 16 }, (_, i) => i + 1);
const kindsOf = (input: PatientDays) => evaluatePatient(input).concerns.map((c) => `${c.kind}/${c.domain}`);
const share = (story: (seed: number) => Story, kind: string) =>
  SEEDS.filter((seed) => kindsOf(tellStory(story(seed))).includes(kind)).length / SEEDS.length;

const fall = (seed: number, days = 70): Story => ({
  seed,
  days,
  steps: (t) => (t < 50 ? 6000 : 2600),
  sleep: () => 7,
  pain: () => 5,
  restingHeartRate: () => 62,
});

describe('a change that lasts is found', () => {
  it.each<[string, (seed: number) => Story, string, number]>([
    ['steps fall sharply for a week', (seed) => ({ ...fall(seed), days: 57 }), 'deterioration/activity', 0.75],
    [
      'and nothing but steps is known',
      (seed) => ({ ...fall(seed, 57), sleep: undefined, pain: undefined }),
      'deterioration/activity',
      0.75,
    ],
    [
      'a fall of 40 % for two weeks',
      (seed) => ({ ...fall(seed, 64), steps: (t) => (t < 50 ? 6000 : 3600) }),
      'deterioration/activity',
      0.65,
    ],
    [
      'pain alone rises by two points',
      (seed) => ({ seed, days: 64, pain: (t) => (t < 50 ? 4 : 6) }),
      'deterioration/pain',
      0.75,
    ],
    [
      'sleep shortens by two hours',
      (seed) => ({ seed, days: 64, sleep: (t) => (t < 50 ? 7 : 5) }),
      'deterioration/sleep',
      0.65,
    ],
    [
      'steps double',
      (seed) => ({ ...fall(seed, 72), steps: (t) => (t < 50 ? 4000 : 8000) }),
      'improvement/activity',
      0.4,
    ],
  ])('%s', (_name, story, kind, least) => {
    expect(share(story, kind)).toBeGreaterThanOrEqual(least);
  });
});

describe('what is no deterioration raises none', () => {
  it.each<[string, (seed: number) => Story]>([
    ['nothing changes', (seed) => ({ ...fall(seed, 98), steps: () => 6000 })],
    [
      'another watch counts 30 % more',
      (seed) => ({ ...fall(seed, 90), steps: (t) => (t < 70 ? 6000 : 7800), device: (t) => (t < 70 ? 'a' : 'b') }),
    ],
    [
      'another watch counts 25 % less',
      (seed) => ({ ...fall(seed, 90), steps: (t) => (t < 70 ? 6000 : 4500), device: (t) => (t < 70 ? 'a' : 'b') }),
    ],
    [
      'four days in bed with a fever',
      (seed) => ({
        ...fall(seed, 74),
        steps: (t) => (t < 70 ? 6000 : 2400),
        restingHeartRate: (t) => (t < 70 ? 62 : 68),
      }),
    ],
    [
      'fourteen days without any data',
      (seed) => ({
        ...fall(seed, 74),
        steps: (t) => (t < 60 ? 6000 : null),
        sleep: (t) => (t < 60 ? 7 : null),
        pain: (t) => (t < 60 ? 5 : null),
      }),
    ],
    ['three weeks of history', (seed) => ({ ...fall(seed, 27), steps: (t) => (t < 20 ? 6000 : 2000) })],
  ])('%s', (_name, story) => {
    const found = SEEDS.flatMap((seed) => kindsOf(tellStory(story(seed)))).filter((k) => k.startsWith('deterioration'));
    expect(found.length).toBeLessThanOrEqual(2);
  });

  it.each<[string, DaySample]>([
    ['never worn', notWorn],
    ['never synced', notSynced],
    ['never asked', notAsked],
  ])('a patient who has no data at all: %s', (_name, sample) => {
    const none = Array.from({ length: 60 }, () => sample);
    const device = none.map(() => null);
    const metrics = { steps: none, sleepDuration: none, painIntensity: none, pegScore: none };
    const trend = evaluatePatient({ firstDay: '2026-06-01', days: 60, metrics, device, sprint: null });
    expect(trend.concerns).toEqual([]);
    expect(trend.metrics.steps).toMatchObject({ course: 'none', usual: null, value: null, change: null });
  });

  it('a watch lying on the table sends zeros: missing, not resting', () => {
    const input = tellStory({ days: 70, steps: () => 6000, sleep: () => 7 });
    const steps = input.metrics.steps!.map((s, t) => (t < 56 ? s : ok(0, 0)));
    const sleepDuration = input.metrics.sleepDuration!.map((s, t) => (t < 56 ? s : notWorn));
    expect(kindsOf({ ...input, metrics: { steps, sleepDuration } })).toEqual(['missing-data/data']);
  });
});

describe('a concern is a state', () => {
  it('stays from day to day, never loses severity, and ends when the evidence clears', () => {
    const input = tellStory({ seed: 5, days: 110, steps: (t) => (t < 50 || t >= 80 ? 6000 : 2400), sleep: () => 7 });
    const states = Array.from({ length: 60 }, (_, i) => {
      const { concerns } = evaluatePatient(cutAt(input, 51 + i));
      return concerns.find((c) => c.kind === 'deterioration' && c.domain === 'activity');
    });
    const first = states.findIndex(Boolean);
    const end = states.findIndex((c, i) => i > first && !c);
    expect(first).toBeLessThanOrEqual(8);
    expect(states.slice(first, end).every((c) => c?.since === states[first]!.since)).toBe(true);
    const severities = states.slice(first, end).map((c) => c!.severity);
    expect(severities).toEqual([...severities].sort());
    expect(end + 50).toBeGreaterThan(80);
    expect(end + 50).toBeLessThan(96);
    expect(states.slice(end).every((c) => c === undefined)).toBe(true);
  });

  it('does not clear because data stop', () => {
    const input = tellStory({ ...fall(5, 80), steps: (t) => (t < 50 ? 6000 : t < 64 ? 2400 : null) });
    expect(kindsOf(input)).toContain('deterioration/activity');
  });

  it('getting back to the old level afterwards is no improvement', () => {
    for (const seed of SEEDS.slice(0, 10)) {
      const input = tellStory({ ...fall(seed, 100), steps: (t) => (t < 50 || t >= 75 ? 6000 : 2400) });
      expect(kindsOf(input)).not.toContain('improvement/activity');
    }
  });

  it('lays its evidence open', () => {
    const input = tellStory({ ...fall(5), pain: (t) => (t < 50 ? 4 : 7) });
    const concern = evaluatePatient(input).concerns[0]!;
    const { evidence } = concern;
    expect(concern.severity).toBeGreaterThanOrEqual(2);
    expect([evidence.metric, ...evidence.alsoMoved.map((m) => m.metric)].sort()).toEqual(['painIntensity', 'steps']);
    expect(evidence.notMoved.map((m) => m.metric)).toEqual(['sleepDuration']);
    expect(evidence.delta).toBeCloseTo(evidence.value - evidence.usual, 9);
    expect(evidence.baseline.to < evidence.since).toBe(true);
    expect(evidence.daysSince).toBe(evidence.wornSince);
    expect(evidence.beyondUsual).toBeGreaterThan(0.8 * evidence.wornSince);
    const steps = [evidence, ...evidence.alsoMoved].find((e) => e.metric === 'steps')!;
    expect(steps.value / steps.usual).toBeLessThan(0.6);
    expect(concern.sentence).toMatchObject({ key: 'trend.changed', facts: { course: 'worse', since: concern.since } });
  });

  it('a day that has only begun is not among those since', () => {
    const story = tellStory(fall(5));
    const begun = Object.entries(story.metrics).map(([id, samples]) => [
      id,
      samples!.map((one, t) => (t === 69 ? { value: null, wearMinutes: null, state: 'partial' as const } : one)),
    ]);
    const { evidence } = evaluatePatient({ ...story, metrics: Object.fromEntries(begun) }).concerns[0]!;
    const { evidence: before } = evaluatePatient(cutAt(story, 69)).concerns[0]!;
    expect([evidence.wornSince, evidence.daysSince]).toEqual([before.wornSince, before.daysSince]);
    expect(evidence.coverage).toBe(1);
  });

  it('the fused evidence of three signals is surer than one', () => {
    const sure = (story: Story) => evaluatePatient(tellStory(story)).concerns[0]?.confidence ?? 0;
    const mean = (story: (seed: number) => Story) => SEEDS.reduce((sum, seed) => sum + sure(story(seed)), 0);
    const alone = (seed: number): Story => ({ ...fall(seed, 62), steps: (t) => (t < 50 ? 6000 : 4000) });
    const together = (seed: number): Story => ({
      ...alone(seed),
      sleep: (t) => (t < 50 ? 7 : 6),
      pain: (t) => (t < 50 ? 4 : 5.5),
    });
    expect(mean(together)).toBeGreaterThan(1.2 * mean(alone));
  });
});

describe('missing data', () => {
  const steps = (last: DaySample, from: number) =>
    tellStory({ days: 60, steps: () => 6000 }).metrics.steps!.map((s, t) => (t < from ? s : last));
  const trendOf = (series: DaySample[]) =>
    evaluatePatient({
      firstDay: '2026-06-01',
      days: series.length,
      metrics: { steps: series },
      device: series.map(() => 'a'),
      sprint: null,
    });

  it.each<[string, DaySample, number, object | undefined]>([
    ['four days are nothing yet', notWorn, 56, undefined],
    [
      'five days not worn',
      notWorn,
      55,
      { severity: 1, since: addDays('2026-06-01', 55), sentence: { facts: { days: 5, reason: 'notWorn' } } },
    ],
    ['ten days not synced', notSynced, 50, { severity: 2, sentence: { facts: { days: 10, reason: 'notSynced' } } }],
    ['worn too briefly to count', ok(900, 200), 50, { sentence: { facts: { days: 10, reason: 'notWorn' } } }],
  ])('%s', (_name, sample, from, expected) => {
    const found = trendOf(steps(sample, from)).concerns;
    if (expected) expect(found).toMatchObject([{ kind: 'missing-data', domain: 'data', ...expected }]);
    else expect(found).toEqual([]);
  });

  it('whoever has only just begun is told of no missing day', () => {
    const begun = { value: null, wearMinutes: null, state: 'partial' } as const;
    const sentenceOf = (...days: DaySample[]) => trendOf(days).metrics.steps?.sentence;
    expect([sentenceOf(begun), sentenceOf(ok(6000, 1200), ok(6000, 1200), begun)]).toEqual([null, null]);
    expect(sentenceOf(ok(6000, 1200), notWorn, begun)).toMatchObject({ facts: { days: 1, reason: 'notWorn' } });
  });

  it('a day still filling up does not count as missing', () => {
    const series = steps(notWorn, 56);
    series[59] = { value: 900, wearMinutes: 300, state: 'partial' };
    expect(trendOf(series).concerns).toEqual([]);
  });

  it('a gap of whole days begins with its first one, whatever the day that has begun brings', () => {
    const begun = { value: null, wearMinutes: null, state: 'partial' } as const;
    const found = trendOf(steps(notWorn, 54).map((s, t) => (t === 59 ? begun : s))).concerns;
    expect(found).toMatchObject([
      {
        since: addDays('2026-06-01', 54),
        sentence: { facts: { days: 5, reason: 'notWorn' } },
        evidence: { daysSince: 5, wornSince: 0, window: { to: addDays('2026-06-01', 58) } },
      },
    ]);
    expect(trendOf(steps(notWorn, 55).map((s, t) => (t === 59 ? begun : s))).concerns).toEqual([]);
  });

  it('the reason is what is so on most of the missing days', () => {
    const series = steps(notWorn, 50).map((s, t) => (t >= 58 ? notSynced : s));
    expect(trendOf(series).concerns).toMatchObject([{ sentence: { facts: { days: 10, reason: 'notWorn' } } }]);
  });

  it('wearing fades although nights keep coming', () => {
    const series = steps(notWorn, 44);
    const sleepDuration = tellStory({ days: 60, sleep: () => 7 }).metrics.sleepDuration!;
    const { concerns } = evaluatePatient({
      firstDay: '2026-06-01',
      days: 60,
      metrics: { steps: series, sleepDuration },
      device: series.map(() => 'a'),
      sprint: null,
    });
    expect(concerns).toMatchObject([
      {
        kind: 'missing-data',
        sentence: { key: 'trend.wearDeclining', facts: { worn: 0, of: 14, was: 14, wasOf: 14 } },
      },
    ]);
  });

  it('days that have not arrived yet are no fading', () => {
    const every = steps(ok(6000, 1200), 60).map((s, t) => (t >= 46 && t % 2 ? notSynced : s));
    expect(trendOf(every).concerns).toEqual([]);
  });

  it('worn now and then: says how many days are missing, not zero', () => {
    const series = steps(notWorn, 40).map((s, t) => (t === 52 || t === 59 ? ok(6000, 1200) : s));
    expect(trendOf(series).metrics.steps!.sentence).toMatchObject({ facts: { days: 12, reason: 'notWorn' } });
  });

  it('worn now and then: the day that has begun is not one of the missing', () => {
    const begun = { value: null, wearMinutes: null, state: 'partial' } as const;
    const series = steps(notWorn, 40).map((s, t) => (t === 59 ? begun : [45, 52, 58].includes(t) ? ok(6000, 1200) : s));
    expect(trendOf(series).metrics.steps!.sentence).toMatchObject({ facts: { days: 11, reason: 'notWorn' } });
  });

  it('a watch worn every other day although it was worn always', () => {
    const series = steps(ok(6000, 1200), 60).map((s, t) => (t >= 44 && t % 2 ? notWorn : s));
    expect(trendOf(series).concerns).toMatchObject([
      { kind: 'missing-data', sentence: { key: 'trend.wearDeclining', facts: { of: 14, was: 14 } } },
    ]);
  });

  it('what is missing is missing from the first day that was not worn, not from one that was, or has not come', () => {
    const series = steps(ok(6000, 1200), 60).map((s, t) => (t === 44 ? notSynced : t >= 46 && t % 3 ? notWorn : s));
    const since = addDays('2026-06-01', 46);
    expect(trendOf(series).concerns).toMatchObject([
      { since, sentence: { key: 'trend.wearDeclining' }, evidence: { since, baseline: { to: addDays(since, -1) } } },
    ]);
  });
});

describe('a sprint', () => {
  const sprint = (target: number): PatientDays['sprint'] => ({
    startsOn: addDays('2026-06-01', 60),
    endsOn: addDays('2026-06-01', 94),
    metrics: [{ metric: 'steps', baseline: 5000, target }],
  });
  const story = (seed: number, rise: number, days = 95, target = 7000) =>
    tellStory({
      seed,
      days,
      steps: (t) => 5000 * (1 + (rise * Math.max(0, Math.min(35, t - 59))) / 35),
      sleep: () => 7,
      peg: weekly(() => 5),
      sprint: sprint(target),
    });
  const verdicts = (rise: number) => SEEDS.map((seed) => evaluatePatient(story(seed, rise)).sprintVerdict!.label);

  it.each([
    ['improving', 0.6, 0.7],
    ['plateau', 0, 0.7],
    ['deteriorating', -0.35, 0.7],
  ])('%s', (label, rise, least) => {
    expect(verdicts(rise).filter((v) => v === label).length / SEEDS.length).toBeGreaterThanOrEqual(least);
  });

  it('has a verdict on every day, provisional before the 21st, final from the last one on, and none outside', () => {
    const on = (days: number) => evaluatePatient(story(1, 0, days)).sprintVerdict;
    expect([on(60), on(109 + 1)]).toEqual([null, null]);
    for (const [days, isProvisional, isFinal] of [
      [61, true, false],
      [80, true, false],
      [81, false, false],
      [94, false, false],
      [95, false, true],
      [109, false, true],
    ] as const) {
      const verdict = on(days)!;
      expect({ days, ...verdict }).toMatchObject({ days, metric: 'steps', isProvisional, isFinal });
      expect(Object.values(verdict.probs).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    }
  });

  it('insufficient, not silent, when there is too little before the sprint', () => {
    const { metrics, ...input } = story(1, 0);
    const late = evaluatePatient({ ...input, metrics, sprint: { ...sprint(7000)!, startsOn: '2026-06-13' } });
    expect(late.sprintVerdict).toMatchObject({ label: 'insufficient', probs: { insufficient: 1 } });
  });

  it('a plateau short of the target is a concern with its evidence', () => {
    const trends = SEEDS.map((seed) => evaluatePatient(story(seed, 0)));
    const plateaus = trends.flatMap((t) => t.concerns.filter((c) => c.kind === 'plateau'));
    expect(plateaus.length).toBeGreaterThan(5);
    for (const c of plateaus) {
      expect(c).toMatchObject({
        domain: 'sprint',
        evidence: { clearsWhen: { metric: 'steps', comparator: 'above', value: 7000 } },
      });
      expect(c.sentence).toMatchObject({ key: 'trend.levelled', facts: { weeks: 5, target: 7000 } });
    }
  });

  it('no plateau when the target is reached', () => {
    const kinds = SEEDS.map((seed) => evaluatePatient(story(seed, 0, 95, 3000))).flatMap((t) =>
      t.concerns.map((c) => c.kind),
    );
    expect(kinds).not.toContain('plateau');
  });

  it('insufficient when the goal was hardly measured', () => {
    const input = story(1, 0);
    const steps = input.metrics.steps!.map((s, t) => (t < 60 || t % 5 === 0 ? s : notWorn));
    const trend = evaluatePatient({ ...input, metrics: { ...input.metrics, steps } });
    expect(trend.sprintVerdict?.label).toBe('insufficient');
  });
});

describe('impossible input is refused by name and index', () => {
  const good = tellStory({ days: 40, steps: () => 6000, pain: () => 5 });
  const withSteps = (t: number, sample: DaySample): PatientDays => ({
    ...good,
    metrics: { ...good.metrics, steps: good.metrics.steps!.with(t, sample) },
  });
  it.each<[string, PatientDays, string, number | null]>([
    ['negative steps', withSteps(3, ok(-1)), 'metrics.steps', 3],
    ['not a number', withSteps(7, ok(Number.NaN)), 'metrics.steps', 7],
    ['more minutes than a day has', withSteps(9, ok(5, 3001)), 'metrics.steps', 9],
    [
      'pain of eleven',
      { ...good, metrics: { painIntensity: good.metrics.painIntensity!.with(5, ok(11)) } },
      'metrics.painIntensity',
      5,
    ],
    [
      'a series of another length',
      { ...good, metrics: { steps: good.metrics.steps!.slice(1) } },
      'metrics.steps',
      null,
    ],
    ['devices of another length', { ...good, device: [] }, 'device', null],
    ['no days', { ...good, days: 0 }, 'days', null],
    ['30 February', { ...good, firstDay: '2026-02-30' }, 'day', null],
    [
      'a metric nobody knows',
      { ...good, metrics: { stairs: good.metrics.steps } as PatientDays['metrics'] },
      'metrics.stairs',
      null,
    ],
  ])('%s', (_name, input, path, index) => {
    expect(() => evaluatePatient(input)).toThrow(DetectionInputError);
    expect(() => evaluatePatient(input)).toThrow(expect.objectContaining({ path, index }));
  });
});
