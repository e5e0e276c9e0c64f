import { describe, expect, it } from '@jest/globals';
import type { MetricId } from '../metrics/index.js';
import { addDays } from './civil-days.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { DaySample, PatientDays } from './patient-days.js';
import { PatientMonitor } from './patient-monitor.js';
import { cutAt, every, notAsked, ok, tellStory, type Story } from './story.testkit.js';

const DAY0 = '2026-06-01';
/** Exact scores on exact days; everything else is "not asked". */
const answers = (days: number, scores: Partial<Record<MetricId, Readonly<Record<number, number>>>>): PatientDays => {
  const metrics: Partial<Record<MetricId, DaySample[]>> = {};
  for (const [metric, byDay] of Object.entries(scores) as [MetricId, Readonly<Record<number, number>>][]) {
    metrics[metric] = Array.from({ length: days }, (_, t) => (byDay[t] === undefined ? notAsked : ok(byDay[t])));
  }
  return { firstDay: DAY0, days, metrics, device: new Array<null>(days).fill(null), sprint: null };
};
const courseOf = (input: PatientDays, metric: MetricId) => evaluatePatient(input).metrics[metric]!.course;
const concernsOf = (input: PatientDays) => evaluatePatient(input).concerns.map((c) => `${c.kind}/${c.domain}`);

describe('one report counts when it is meaningful and more than error; else it is waited for a second', () => {
  it.each<[string, MetricId, Readonly<Record<number, number>>, string]>([
    ['PHQ-9 up 7 in one report', 'phq9Score', { 0: 8, 28: 8, 56: 15 }, 'worse'],
    ['PHQ-9 up 5: meaningful, but within error', 'phq9Score', { 0: 8, 28: 8, 56: 13 }, 'steady'],
    ['PHQ-9 up 6 twice', 'phq9Score', { 0: 8, 14: 8, 42: 14, 56: 14 }, 'worse'],
    ['PHQ-9 up 5 and back', 'phq9Score', { 0: 8, 14: 8, 42: 13, 56: 9 }, 'steady'],
    ['PHQ-9 down 7', 'phq9Score', { 0: 17, 28: 17, 56: 10 }, 'improving'],
    ['GAD-7 up 4: reliable from 4 on', 'gad7Score', { 0: 6, 28: 6, 56: 10 }, 'worse'],
    ['ISI up 5: less than anybody notices', 'isiScore', { 0: 12, 28: 12, 56: 17 }, 'steady'],
    ['ISI up 6', 'isiScore', { 0: 12, 28: 12, 56: 18 }, 'worse'],
    ['PSEQ down 8: within error', 'pseqScore', { 0: 30, 28: 30, 56: 22 }, 'steady'],
    ['PSEQ down 12', 'pseqScore', { 0: 30, 28: 30, 56: 18 }, 'worse'],
    ['ODI up 14: error unknown, one report never counts', 'odiScore', { 0: 30, 28: 30, 56: 44 }, 'steady'],
    ['ODI up 16 twice', 'odiScore', { 0: 30, 14: 30, 42: 46, 56: 46 }, 'worse'],
    ['PROMIS pain interference up 4: within error', 'promisPainInterference', { 0: 58, 28: 58, 56: 62 }, 'steady'],
    ['PROMIS physical function down 8 twice', 'promisPhysicalFunction', { 0: 44, 14: 44, 42: 36, 56: 36 }, 'worse'],
  ])('%s', (_name, metric, scores, course) => {
    expect(courseOf(answers(57, { [metric]: scores }), metric)).toBe(course);
  });

  it('clears when two reports are back half way', () => {
    const scores = { 0: 8, 28: 8, 56: 16, 84: 9, 112: 8 };
    expect(courseOf(answers(80, { phq9Score: scores }), 'phq9Score')).toBe('worse');
    expect(courseOf(answers(113, { phq9Score: scores }), 'phq9Score')).toBe('steady');
  });

  it('a daily score on another scale is judged by its own size, not by that of pain', () => {
    const interference = (by: number) => (t: number) => (t < 60 ? 4 : 4 + by);
    const story = (by: number): Story => ({ days: 90, reports: { painInterference: interference(by) } });
    expect(courseOf(tellStory(story(2)), 'painInterference')).toBe('worse');
    expect(courseOf(tellStory(story(0)), 'painInterference')).toBe('steady');
  });

  it('pain asked once a week is judged, although seven days never come together', () => {
    const pain = every(7, (t) => (t < 90 ? 4 : 8));
    const { metrics } = evaluatePatient(tellStory({ days: 126, pain }));
    expect(metrics.painIntensity).toMatchObject({ course: 'worse', value: expect.any(Number) });
  });
});

describe('a questionnaire that has become much worse is a concern of its own domain', () => {
  const rising = { 0: 7, 28: 8, 56: 7, 84: 17 };

  it('with its evidence, and the interval between two reports as its beginning', () => {
    const input = answers(90, {
      phq9Score: rising,
      gad7Score: { 0: 6, 28: 6, 56: 6, 84: 11 },
      isiScore: { 0: 9, 28: 9, 84: 9 },
    });
    const { concerns, metrics } = evaluatePatient(input);
    expect(concerns).toMatchObject([
      {
        kind: 'deterioration',
        domain: 'mood',
        severity: 2,
        since: addDays(DAY0, 84),
        evidence: {
          metric: 'phq9Score',
          value: 17,
          usual: 7.5,
          delta: 9.5,
          percent: null,
          sinceInterval: [addDays(DAY0, 57), addDays(DAY0, 84)],
          baseline: { validDays: 2 },
          wornSince: 1,
          alsoMoved: [{ metric: 'gad7Score', value: 11, usual: 6 }],
          notMoved: [{ metric: 'isiScore' }],
          clearsWhen: { metric: 'phq9Score', comparator: 'below', value: 12.25, days: 2 },
        },
        sentence: { key: 'trend.changed', facts: { metric: 'phq9Score', course: 'worse' } },
      },
    ]);
    expect(concerns[0]!.confidence).toBeGreaterThan(0.8);
    expect(concerns[0]!.evidence.baseline).toEqual(metrics.phq9Score!.usual);
  });

  it('hides no other: thoughts about pain that got worse in summer, and a mood that falls in autumn', () => {
    const input = answers(150, {
      pcsScore: { 0: 14, 28: 15, 56: 38, 84: 38, 112: 38, 140: 38 },
      phq9Score: { 0: 7, 28: 8, 56: 7, 84: 7, 112: 7, 140: 18 },
    });
    const concernsOn = (days: number) =>
      evaluatePatient(cutAt(input, days)).concerns.map((c) => [c.domain, c.evidence.metric]);
    expect(concernsOn(140)).toEqual([['coping', 'pcsScore']]);
    expect(concernsOn(141)).toContainEqual(['mood', 'phq9Score']);
    expect(concernsOn(141)).toContainEqual(['coping', 'pcsScore']);
  });

  it('is told on the day it opens, and once', () => {
    const input = answers(120, { phq9Score: { ...rising, 112: 18 } });
    const monitor = new PatientMonitor({ firstDay: DAY0 });
    const opened = input.metrics.phq9Score!.flatMap(
      (sample) => monitor.push({ metrics: { phq9Score: sample }, device: null }).opened,
    );
    expect(opened).toMatchObject([
      { kind: 'deterioration', domain: 'mood', metric: 'phq9Score', since: addDays(DAY0, 84) },
    ]);
  });

  it('of one domain there is one concern: the fused score goes first', () => {
    const story: Story = {
      seed: 4,
      days: 90,
      sleep: (t) => (t < 60 ? 7 : 4.5),
      steps: () => 6000,
      reports: { isiScore: every(14, (t) => (t < 60 ? 6 : 24)) },
    };
    const sleep = evaluatePatient(tellStory(story)).concerns.filter((c) => c.domain === 'sleep');
    expect(sleep).toHaveLength(1);
    expect(sleep[0]!.evidence.metric).toBe('sleepDuration');
    expect(sleep[0]!.evidence.alsoMoved.map((m) => m.metric)).toContain('isiScore');
    expect(concernsOf(tellStory({ ...story, sleep: () => 7 }))).toEqual(['deterioration/sleep']);
  });

  it('what began beside it is told when that has cleared', () => {
    const input = tellStory({
      seed: 4,
      days: 160,
      sleep: (t) => (t >= 60 && t < 100 ? 4.5 : 7),
      steps: () => 6000,
      reports: { isiScore: every(14, (t) => (t < 60 ? 6 : 24)) },
    });
    const monitor = new PatientMonitor({ firstDay: DAY0 });
    const opened = Array.from({ length: 160 }, (_, t) => {
      const metrics = Object.fromEntries(Object.entries(input.metrics).map(([m, s]) => [m, s![t]!]));
      return monitor.push({ metrics, device: 'watch-1' }).opened.filter((o) => o.kind === 'deterioration');
    });
    expect(opened.flat().map((o) => [o.domain, o.metric])).toEqual([
      ['sleep', 'sleepDuration'],
      ['sleep', 'isiScore'],
    ]);
    expect(opened.findIndex((day) => day.some((o) => o.metric === 'isiScore'))).toBeGreaterThan(100);
  });

  it('a smaller budget asks for more', () => {
    const input = answers(57, { gad7Score: { 0: 6, 28: 6, 56: 11 } });
    const kinds = (budget: number) => evaluatePatient(input, { alarmBudgetPerPatientMonth: budget }).concerns.length;
    expect([kinds(0.02), kinds(0.5)]).toEqual([0, 1]);
  });

  it('a cut leaves the past as it was', () => {
    const input = answers(140, {
      phq9Score: { ...rising, 98: 8, 112: 17, 126: 6 },
      gad7Score: { 7: 3, 35: 9, 63: 3, 91: 12 },
    });
    const monitor = new PatientMonitor({ firstDay: DAY0 });
    for (let t = 0; t < 140; t++) {
      const { phq9Score, gad7Score } = input.metrics;
      monitor.push({ metrics: { phq9Score: phq9Score![t]!, gad7Score: gad7Score![t]! }, device: null });
      if (t % 7 === 6) expect(monitor.read()).toEqual(evaluatePatient(cutAt(input, t + 1)));
    }
  });
});

/** Five questionnaires at once and nothing that changes: a year of 60 people. */
it('questionnaires together add at most a tenth of the budget of false alarms, whether asked weekly or monthly', () => {
  const rate = (gap: number) => {
    let alarms = 0;
    for (let seed = 1; seed <= 60; seed++) {
      const level = (middle: number) => every(gap, () => middle);
      const reports = {
        phq9Score: level(12),
        gad7Score: level(9),
        pcsScore: level(24),
        pseqScore: level(30),
        odiScore: level(40),
      };
      const input = tellStory({ seed: 1000 * gap + seed, days: 365, reports });
      const monitor = new PatientMonitor({ firstDay: DAY0 });
      for (let t = 0; t < 365; t++) {
        const metrics = Object.fromEntries(Object.entries(input.metrics).map(([m, s]) => [m, s![t]!]));
        alarms += monitor.push({ metrics, device: null }).opened.length;
      }
    }
    return alarms / (60 * (365 / 30.44));
  };
  for (const gap of [7, 28]) {
    const perPatientMonth = rate(gap);
    expect({ gap, perPatientMonth, isEnough: perPatientMonth <= 0.01 }).toMatchObject({ isEnough: true });
  }
});
