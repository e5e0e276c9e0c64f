import { describe, expect, it } from '@jest/globals';
import type { Concern } from '../../detection/index.js';
import { addDays, type MetricId } from '../../metrics/index.js';
import type { Held } from './held-metrics.js';
import { isLive, isLiveNews } from './live-concern.js';

const today = '2026-08-03';
const about = (kind: Concern['kind'], metric: MetricId, alsoMoved: MetricId[] = []) =>
  ({ kind, evidence: { metric, alsoMoved: alsoMoved.map((id) => ({ metric: id })) } }) as unknown as Pick<
    Concern,
    'kind' | 'evidence'
  >;
const row = (metric: MetricId, daysAgo: number, change: { state?: 'ok' | 'notWorn'; late?: boolean } = {}) => ({
  metric,
  day: addDays(today, -daysAgo),
  value: 5,
  state: 'ok' as const,
  late: false,
  ...change,
});
const at = (
  settled: boolean,
  changed: readonly { metric: MetricId; day: string; live?: boolean }[] = [],
  held: Held = {},
) => ({
  today,
  settled,
  changed: changed.map((c) => ({ live: true, ...c })),
  held,
});

describe('may a concern interrupt today?', () => {
  it.each([
    ['steps of yesterday', [row('steps', 1)], true],
    ['steps of three days ago', [row('steps', 3)], true],
    ['steps of four days ago', [row('steps', 4)], false],
    [
      'steps that ended twelve weeks ago beside a diary that goes on',
      [row('steps', 84), row('painIntensity', 0)],
      false,
    ],
    ['steps of a band in a drawer', [row('steps', 30), row('steps', 0, { state: 'notWorn' })], false],
  ])('a fall of steps, with %s', (_name, rows, expected) => {
    expect(isLive(about('deterioration', 'steps'), rows, at(true))).toBe(expected);
  });

  it.each<[MetricId, number, boolean]>([
    ['phq9Score', 0, true],
    ['phq9Score', 4, true],
    ['phq9Score', 14, true],
    ['phq9Score', 15, false],
    ['pegScore', 7, true],
    ['pegScore', 8, false],
    ['odiScore', 28, true],
    ['odiScore', 29, false],
  ])('%s of %i days ago: until the next is due', (metric, daysAgo, expected) => {
    expect(isLive(about('deterioration', metric), [row(metric, daysAgo)], at(true))).toBe(expected);
  });

  it.each<[string, MetricId[], boolean]>([
    ['pain began to move too', ['painIntensity'], true],
    ['only what ended too moved along', ['sleepDuration'], false],
  ])('steps that ended, when %s', (_name, alsoMoved, expected) => {
    const rows = [row('steps', 9), row('sleepDuration', 9), row('painIntensity', 0)];
    expect(isLive(about('deterioration', 'steps', alsoMoved), rows, at(true))).toBe(expected);
  });

  it('what a diary remembers days later is not counted, and makes nothing new', () => {
    const late = row('painIntensity', 3, { late: true });
    expect(isLive(about('deterioration', 'painIntensity'), [row('painIntensity', 9), late], at(true, [late]))).toBe(
      false,
    );
  });

  it.each<[string, number, { late: boolean; cameNow: boolean }, boolean]>([
    ['entered today', 20, { late: true, cameNow: true }, true],
    ['that came earlier', 20, { late: true, cameNow: false }, false],
    ['of the history that somebody brought along', 20, { late: false, cameNow: true }, false],
    ['so late that another should have come', 29, { late: true, cameNow: true }, false],
  ])('a PHQ-9 %s', (_name, daysAgo, { late, cameNow }, expected) => {
    const report = row('phq9Score', daysAgo, { late });
    const others = [{ metric: 'steps' as const, day: report.day }];
    const changed = cameNow ? [...others, report] : others;
    expect(isLive(about('deterioration', 'phq9Score'), [report], at(true, changed))).toBe(expected);
  });

  it.each([
    ['the history has settled', [row('steps', 20)], true, true],
    ['it is still coming in', [row('steps', 20)], false, false],
    ['something else is recent', [row('steps', 20), row('painIntensity', 1)], false, true],
  ])('a gap, when %s', (_name, rows, settled, expected) => {
    expect(isLive(about('missing-data', 'steps'), rows, at(settled))).toBe(expected);
  });

  it.each([
    [[row('painIntensity', 0)], true],
    [[row('painIntensity', 0), row('steps', 54)], false],
    [[row('painIntensity', 0), row('restingHeartRate', 20)], false],
  ])('a gap of steps, when the diary was answered today and %j came', (changed, expected) => {
    const rows = [row('steps', 54), row('painIntensity', 0)];
    expect(isLive(about('missing-data', 'steps'), rows, at(false, changed))).toBe(expected);
    expect(isLive(about('missing-data', 'steps'), rows, at(true, changed))).toBe(true);
  });

  it.each<[string, Held, MetricId[], boolean]>([
    ['steps, of which the last word came late', { steps: 1 }, [], false],
    ['steps, while sleep is what came late', { sleepDuration: 1 }, [], true],
    ['steps that came late, when pain began to move too', { steps: 1 }, ['painIntensity'], true],
  ])('a fall of %s', (_name, held, alsoMoved, expected) => {
    const rows = [row('steps', 1), row('painIntensity', 1)];
    // Also on the next morning, when nothing has come at all.
    for (const changed of [[row('painIntensity', 1)], []])
      expect(isLive(about('deterioration', 'steps', alsoMoved), rows, at(true, changed, held))).toBe(expected);
  });

  it('not from a backfill alone, whatever it says', () => {
    const old = { metric: 'steps' as const, day: addDays(today, -20), live: true };
    for (const settled of [true, false])
      expect(isLive(about('deterioration', 'steps'), [row('steps', 1)], at(settled, [old]))).toBe(false);
    expect(isLiveNews([old], today)).toBe(false);
    expect(isLiveNews([{ ...old, day: addDays(today, -2), live: false }], today)).toBe(false);
    expect(isLiveNews([old, { ...old, day: today }], today)).toBe(true);
    expect(isLiveNews([{ metric: 'phq9Score', day: old.day, live: false }], today)).toBe(true);
  });
});
