import { describe, expect, it } from '@jest/globals';
import type { MetricTrend } from '../../detection/index.js';
import { addDays, type MetricId } from '../../metrics/index.js';
import type { DailyRow } from '../observations/index.js';
import { daysOf, toPanels } from './series-panels.js';

const FIRST = '2026-03-01';
const row = (i: number, value: number | null, change: Partial<DailyRow> = {}): DailyRow => ({
  metric: 'steps',
  day: addDays(FIRST, i),
  value,
  wearMinutes: 900,
  wornFrom: 'vendor',
  coverage: 0.6,
  device: 'watch',
  state: 'ok',
  late: false,
  ...change,
});

function panelsOf(
  rows: DailyRow[],
  length = 10,
  trends: Partial<Record<MetricId, MetricTrend>> = {},
  today = '2026-04-01',
  firstDays: ReadonlyMap<MetricId, string> = new Map(),
) {
  const days = daysOf(FIRST, addDays(FIRST, length - 1));
  const sync = { newest: addDays(FIRST, 20), contact: addDays(FIRST, 20), lost: new Set<string>() };
  return toPanels({ rows, firstDays, days, today, sync, trends, sprint: null });
}

describe('toPanels', () => {
  it('gives a panel to what has data, in the order people read, all on the same days', () => {
    const panels = panelsOf([
      row(2, 4, { metric: 'mood' }),
      row(1, 5000),
      row(1, 6, { metric: 'painIntensity' }),
      row(3, 70, { metric: 'heartRate' }),
    ]);
    expect(panels.map((p) => p.metric)).toEqual(['steps', 'painIntensity', 'mood']);
    for (const panel of panels) {
      expect(panel.days).toHaveLength(10);
      expect(panel.middle).toHaveLength(10);
    }
    expect(panels.map((p) => p.range)).toEqual([null, [0, 10], [0, 10]]);
    expect(panels[0]!.days[1]).toEqual({
      value: 5000,
      state: 'ok',
      wearMinutes: 900,
      wornFrom: 'vendor',
      coverage: 0.6,
      late: false,
    });
    expect(panels[0]!.days[2]).toMatchObject({ value: null, state: 'notWorn' });
    expect(panels[2]!.days[0]).toMatchObject({ value: null, state: 'notAsked' });
  });

  it('knows nothing yet of the days before the first value of a metric, each metric by its own', () => {
    const rows = [row(4, 5000), row(6, 5200), row(2, 7, { metric: 'sleepDuration' }), row(5, 3, { metric: 'mood' })];
    const firstDays = new Map<MetricId, string>([
      ['steps', addDays(FIRST, 3)],
      ['sleepDuration', addDays(FIRST, -40)],
      ['mood', addDays(FIRST, 5)],
    ]);
    const panels = panelsOf(rows, 8, {}, '2026-04-01', firstDays);
    expect(panels.map(({ metric, days }) => [metric, days.map(({ state }) => state).join(' ')])).toEqual([
      ['steps', 'notYet notYet notYet notWorn ok notWorn ok notWorn'],
      ['sleepDuration', 'notWorn notWorn ok notWorn notWorn notWorn notWorn notWorn'],
      ['mood', 'notYet notYet notYet notYet notYet ok notAsked notAsked'],
    ]);
  });

  it('takes the middle of seven days, of three at least, and stops at gaps', () => {
    const [steps] = panelsOf(
      [0, 1, 2, 3].map((i) => row(i, 1000 * (i + 1))),
      12,
    );
    expect(steps!.middle).toEqual([null, null, 2000, 2500, 2500, 2500, null, null, null, null, null, null]);
  });

  it('leaves days that do not count out of the middle', () => {
    const rows = [row(0, 5000), row(1, 0, { state: 'notWorn' }), row(2, 6000), row(3, 9, { late: true }), row(4, 7000)];
    const [steps] = panelsOf(rows, 5);
    expect(steps!.days.map((d) => d.state)).toEqual(['ok', 'notWorn', 'ok', 'late', 'ok']);
    expect(steps!.middle).toEqual([null, null, null, null, 6000]);
  });

  it('tells truly low from not worn', () => {
    const usual = { from: FIRST, to: FIRST, validDays: 28, totalDays: 28, middle: 6000, low: 4500, high: 7500 };
    const trends = { steps: { usual, course: 'steady' } as unknown as MetricTrend };
    const [steps] = panelsOf([row(0, 2999), row(1, 3001), row(2, 500, { state: 'notWorn' })], 3, trends);
    expect(steps!.days.map((d) => d.state)).toEqual(['low', 'ok', 'notWorn']);
  });

  it('calls the sum of today unfinished, and no answer', () => {
    const panels = panelsOf([row(2, 800), row(2, 4, { metric: 'mood' })], 3, {}, addDays(FIRST, 2));
    expect(panels.map((p) => p.days[2]!.state)).toEqual(['partial', 'ok']);
  });

  it('calls today of a watch without a value unfinished as well: just after midnight nobody has missed it', () => {
    const panels = panelsOf([row(0, 800), row(0, 4, { metric: 'mood' })], 3, {}, addDays(FIRST, 2));
    expect(panels.map(({ days }) => days.map(({ state }) => state))).toEqual([
      ['ok', 'notWorn', 'partial'],
      ['ok', 'notAsked', 'notAsked'],
    ]);
  });
});
