import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DayState, Panel, PanelDay } from '../api/types.js';
import { addDays } from '../words/format.js';
import {
  axisDays,
  beginOf,
  changeIndex,
  dayAtX,
  frameOf,
  gapSegments,
  levelNow,
  lineOf,
  meaningfulBracket,
  scaleOf,
  spanOf,
  spread,
  xEnd,
  xOf,
} from './geometry.js';

const day = (value: number | null, state: DayState = value === null ? 'notAsked' : 'ok'): PanelDay => ({
  value,
  state,
  wearMinutes: null,
  coverage: null,
  late: false,
});
const DAYS = Array.from({ length: 10 }, (_, i) => addDays('2026-11-01', i));
const panel = (more: Partial<Panel> = {}): Panel => ({
  metric: 'steps',
  unit: '{steps}',
  unitDisplay: 'steps',
  better: 'up',
  range: null,
  days: DAYS.map(() => day(5000)),
  middle: DAYS.map(() => 5000),
  usual: null,
  change: null,
  meaningful: { absolute: null, relative: null },
  target: null,
  course: 'steady',
  sentence: null,
  patientSentence: null,
  ...more,
});

describe('gaps', () => {
  const days = [
    day(1),
    day(null, 'notWorn'),
    day(null, 'notWorn'),
    day(null, 'notSynced'),
    day(2),
    day(null, 'notWorn'),
  ];
  it('joins neighbours of one kind only', () => {
    expect(gapSegments(days, 'steps')).toEqual([
      { from: 1, to: 2, state: 'notWorn' },
      { from: 3, to: 3, state: 'notSynced' },
      { from: 5, to: 5, state: 'notWorn' },
    ]);
  });
  it('has none before the first value of all, with which the drawing begins', () => {
    const later = [day(null, 'notYet'), day(null, 'notYet'), day(1), day(null, 'notWorn')];
    expect(gapSegments(later, 'steps')).toEqual([{ from: 3, to: 3, state: 'notWorn' }]);
    expect(beginOf(later)).toBe(2);
    expect(beginOf(later.slice(2))).toBe(0);
    expect(beginOf([day(null, 'notYet')])).toBe(0);
  });
  it('has none in a diary', () => {
    expect(gapSegments(days, 'painIntensity')).toEqual([]);
  });
  it('stops the line at gaps and at the change', () => {
    const middle = [1, 2, null, 4, 5, 6, 7, 8, 9, 10];
    const change = {
      on: '2026-11-07',
      interval: ['2026-11-06', '2026-11-08'] as [string, string],
      level: 3,
      percent: null,
      course: null,
    };
    expect(lineOf(panel({ middle, change }), DAYS)).toEqual([1, 2, null, 4, 5, 6, null, null, null, null]);
    expect(lineOf(panel({ middle }), DAYS)).toEqual(middle);
    expect(lineOf(panel({ metric: 'pegScore', middle }), DAYS).every((v) => v === null)).toBe(true);
  });
});

describe('change and level', () => {
  const change = (on: string) => ({
    on,
    interval: [on, on] as [string, string],
    level: 3000,
    percent: -40,
    course: 'worse' as const,
  });
  it('finds the first day of the new level, also when it lies before the chart', () => {
    expect(changeIndex(panel({ change: change('2026-11-04') }), DAYS)).toBe(3);
    expect(changeIndex(panel({ change: change('2026-09-04') }), DAYS)).toBe(0);
    expect(changeIndex(panel({ change: change('2026-12-04') }), DAYS)).toBeNull();
    expect(changeIndex(panel(), DAYS)).toBeNull();
  });
  it('stands at the new level, else where its sentence says, else at the newest middle or value', () => {
    expect(levelNow(panel({ change: change('2026-11-04') }))).toBe(3000);
    const sentence = { key: 'trend.steady', facts: { metric: 'steps', value: 3 } };
    expect(levelNow(panel({ middle: [1, 2, null], sentence }))).toBe(3);
    expect(levelNow(panel({ middle: [1, 2, null], patientSentence: sentence }))).toBe(3);
    expect(levelNow(panel({ middle: [1, 2, null] }))).toBe(2);
    expect(levelNow(panel({ middle: [null], days: [day(7), day(null)] }))).toBe(7);
    expect(levelNow(panel({ middle: [], days: [] }))).toBeNull();
  });
});

describe('scale', () => {
  it('keeps the full range of scores', () => {
    expect(scaleOf(panel({ metric: 'painIntensity', range: [0, 10], days: [day(3)] }))).toEqual({
      min: 0,
      max: 10,
      ticks: [0, 5, 10],
    });
  });
  it('holds every value and mark, with counts from nought and even steps', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 40_000, noNaN: true }), { minLength: 1 }),
        fc.constantFrom('steps', 'sleepDuration' as const),
        (values, metric) => {
          const scale = scaleOf(panel({ metric: metric as 'steps', days: values.map((v) => day(v)) }));
          expect(scale.min).toBeLessThanOrEqual(Math.min(...values));
          expect(scale.max).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-9));
          expect(scale.max).toBeGreaterThan(scale.min);
          expect(scale.ticks.length).toBeLessThanOrEqual(6);
          if (metric === 'steps') expect(scale.min).toBe(0);
        },
      ),
    );
  });
  it('has an answer for no values at all', () => {
    expect(scaleOf(panel({ days: [day(null)] }))).toEqual({ min: 0, max: 1, ticks: [0, 1] });
  });
});

describe('places', () => {
  it('finds the day it drew, at every width', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300, max: 1500 }),
        fc.integer({ min: 1, max: 365 }),
        fc.nat(364),
        (width, days, at) => {
          const frame = frameOf(width, days);
          const index = at % days;
          expect(dayAtX(frame, xOf(frame, index))).toBe(index);
          expect(xOf(frame, index)).toBeLessThan(xEnd(frame));
        },
      ),
    );
  });
  it('keeps the pointer inside the chart', () => {
    const frame = frameOf(600, 10);
    expect(dayAtX(frame, -50)).toBe(0);
    expect(dayAtX(frame, 5000)).toBe(9);
  });
  it('cuts spans to the days shown and knows what goes on', () => {
    expect(spanOf(DAYS, '2026-10-20', '2026-11-03')).toEqual({ from: 0, to: 2, open: false });
    expect(spanOf(DAYS, '2026-11-08', '2026-12-03')).toEqual({ from: 7, to: 9, open: true });
    expect(spanOf(DAYS, '2026-12-01', '2026-12-03')).toBeNull();
    expect(spanOf([], '2026-12-01', '2026-12-03')).toBeNull();
  });
  it('names the last day under it, and Mondays before it, never so close that words touch', () => {
    const year = Array.from({ length: 365 }, (_, i) => addDays('2026-01-01', i));
    for (const width of [390, 800, 1400]) {
      const f = frameOf(width, 365);
      const labels = axisDays(f, year, () => '27 Nov');
      expect(labels.at(-1)).toEqual({ index: 364, x: xOf(f, 364) });
      expect(labels.length).toBeGreaterThan(2);
      labels.forEach((label, i) => {
        if (label.index < 364) expect(new Date(`${year[label.index]}T12:00:00Z`).getUTCDay()).toBe(1);
        if (i > 0) expect(label.x - labels[i - 1]!.x).toBeGreaterThanOrEqual(45);
      });
    }
  });

  it('days of another year, which are said with it, have the room they need', () => {
    const year = Array.from({ length: 365 }, (_, i) => addDays('2025-11-29', i));
    const labels = axisDays(frameOf(832, 365), year, (day) => (day < '2026' ? '29 Dec 2025' : '27 Nov'));
    const apart = labels.slice(1).map((label, i) => label.x - labels[i]!.x);
    expect(labels.filter(({ index }) => year[index]! < '2026')).toHaveLength(1);
    expect(Math.min(...apart)).toBeGreaterThanOrEqual(46);
  });
});

describe('labels', () => {
  it('stand apart, in order and inside', () => {
    expect(spread([10, 11, 50], 14, 0, 100)).toEqual([10, 24, 50]);
    expect(spread([98, 99], 14, 0, 100)).toEqual([86, 100]);
    expect(spread([], 14, 0, 100)).toEqual([]);
  });
});

describe('the bracket of a change that counts', () => {
  const usual = { from: '', to: '', validDays: 20, totalDays: 28, middle: 2.8, low: 2, high: 3.5 };
  const pain = (more: Partial<Panel>) =>
    panel({
      metric: 'painIntensity',
      better: 'down',
      range: [0, 10],
      usual,
      meaningful: { absolute: 2, relative: 0.3 },
      ...more,
    });
  it('points to where the person is heading and stays on the scale', () => {
    expect(meaningfulBracket(pain({ middle: [3.2] }))).toEqual({ from: 2.8, to: 4.8, size: 2 });
    expect(meaningfulBracket(pain({ middle: [2.1] }))?.to).toBeCloseTo(0.8);
    expect(meaningfulBracket(pain({ middle: [1.2], usual: { ...usual, middle: 1.5 } }))?.to).toBe(3.5);
  });
  it('needs a usual value and a size', () => {
    expect(meaningfulBracket(pain({ usual: null }))).toBeNull();
    expect(meaningfulBracket(pain({ meaningful: { absolute: null, relative: 0.15 } }))).toBeNull();
  });
});
