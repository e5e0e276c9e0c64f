import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricId } from '../metrics/index.js';
import { DetectionInputError } from './detection-input-error.js';
import { evaluatePatient } from './evaluate-patient.js';
import type { DaySample, PatientDay, PatientDays } from './patient-days.js';
import { PatientMonitor } from './patient-monitor.js';
import { cutAt, notAsked, ok, tellStory } from './story.testkit.js';

const dayOf = (input: PatientDays, t: number): PatientDay => ({
  metrics: Object.fromEntries(Object.entries(input.metrics).map(([metric, samples]) => [metric, samples[t]!])),
  device: input.device[t]!,
});
const story = (seed: number) =>
  tellStory({
    seed,
    days: 80,
    steps: (t) => (t < 50 ? 6000 : 2800),
    sleep: () => 7,
    pain: (t) => (t < 50 ? 4 : 6),
    sprint: {
      startsOn: '2026-06-29',
      endsOn: '2026-08-10',
      metrics: [{ metric: 'steps', baseline: 6000, target: 7500 }],
    },
  });

describe('a patient followed day by day', () => {
  it('is on every day what an evaluation of the days so far says', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (seed) => {
        const input = story(seed);
        const monitor = new PatientMonitor(input);
        for (let t = 0; t < input.days; t++) {
          monitor.push(dayOf(input, t));
          if (t % 13 === 0 || t > 70) expect(monitor.read()).toEqual(evaluatePatient(cutAt(input, t + 1)));
        }
      }),
      { numRuns: 5 },
    );
  });

  it('tells each concern on the day it opens, once', () => {
    const input = story(2);
    const monitor = new PatientMonitor(input);
    const opened = Array.from({ length: input.days }, (_, t) => monitor.push(dayOf(input, t))).flatMap((news) =>
      news.opened.map((o) => ({ on: news.on, ...o })),
    );
    const worse = opened.filter((o) => o.kind === 'deterioration');
    expect(worse.length).toBeGreaterThan(0);
    expect(new Set(worse.map((o) => o.domain)).size).toBe(worse.length);
    for (const o of worse) {
      expect(o.on > o.since).toBe(true);
      expect(o.confidence).toBeGreaterThan(0.3);
    }
  });

  it('takes a metric that begins later as missing until then', () => {
    const input = story(4);
    const late = input.metrics.painIntensity!.map((s, t): DaySample => (t < 30 ? notAsked : s));
    const whole = { ...input, metrics: { ...input.metrics, painIntensity: late } };
    const monitor = new PatientMonitor(whole);
    for (let t = 0; t < whole.days; t++) {
      const { metrics, device } = dayOf(whole, t);
      const { painIntensity, ...others } = metrics;
      monitor.push({ metrics: t < 30 ? others : { ...others, painIntensity: painIntensity! }, device });
    }
    expect(monitor.read()).toEqual(evaluatePatient(whole));
  });

  it('lets walking minutes stand in for steps, whenever that becomes clear in the first weeks', () => {
    const walked = (t: number) => ok(t < 50 ? 40 + (t % 5) : 12 + (t % 5), 1200);
    const monitor = new PatientMonitor({ firstDay: '2026-06-01' });
    const opened = Array.from({ length: 80 }, (_, t) => {
      const steps: Partial<Record<MetricId, DaySample>> = t < 4 ? { steps: ok(5000, 1200) } : {};
      return monitor.push({ metrics: { ...steps, walkingMinutes: walked(t) }, device: 'w' }).opened;
    }).flat();
    expect(opened[0]).toMatchObject({ kind: 'deterioration', domain: 'activity', metric: 'walkingMinutes' });
  });
});

describe('what cannot be true is refused, and the monitor stays as it was', () => {
  it('a day', () => {
    const input = story(3);
    const monitor = new PatientMonitor(input);
    for (let t = 0; t < 40; t++) monitor.push(dayOf(input, t));
    const before = monitor.read();
    const wrong = () => monitor.push({ metrics: { sleepDuration: ok(7), steps: ok(-1) }, device: null });
    expect(wrong).toThrow(new DetectionInputError('metrics.steps', 40, 'must be null or 0 to Infinity'));
    expect(monitor.read()).toEqual(before);
  });

  it.each([
    ['no day at all', () => new PatientMonitor({ firstDay: '2026-06-01' }).read(), 'days'],
    ['a first day that does not exist', () => new PatientMonitor({ firstDay: '2026-02-30' }), 'day'],
    [
      'a budget out of range',
      () => new PatientMonitor({ firstDay: '2026-06-01' }, { alarmBudgetPerPatientMonth: 3 }),
      'options.alarmBudgetPerPatientMonth',
    ],
  ])('%s', (_name, act, path) => {
    expect(act).toThrow(DetectionInputError);
    expect(act).toThrow(path);
  });
});
