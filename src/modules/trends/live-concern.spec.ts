import { describe, expect, it } from '@jest/globals';
import type { Concern } from '../../detection/index.js';
import { addDays, type MetricId } from '../../metrics/index.js';
import { isLive, isLiveNews } from './live-concern.js';

const today = '2026-08-03';
const about = (kind: Concern['kind'], metric: MetricId) =>
  ({ kind, evidence: { metric } }) as unknown as Pick<Concern, 'kind' | 'evidence'>;
const row = (metric: MetricId, daysAgo: number, state: 'ok' | 'notWorn' = 'ok') => ({
  metric,
  day: addDays(today, -daysAgo),
  value: 5,
  state,
});
const at = (settled: boolean, isNews = true) => ({ today, settled, isNews });

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
    ['steps of a band in a drawer', [row('steps', 30), row('steps', 0, 'notWorn')], false],
  ])('a fall of steps, with %s', (_name, rows, expected) => {
    expect(isLive(about('deterioration', 'steps'), rows, at(true))).toBe(expected);
  });

  it.each([
    ['the history has settled', [row('steps', 20)], true, true],
    ['it is still coming in', [row('steps', 20)], false, false],
    ['something else is recent', [row('steps', 20), row('painIntensity', 1)], false, true],
  ])('a gap, when %s', (_name, rows, settled, expected) => {
    expect(isLive(about('missing-data', 'steps'), rows, at(settled))).toBe(expected);
  });

  it('not from a backfill alone, whatever it says', () => {
    expect(isLive(about('deterioration', 'steps'), [row('steps', 1)], at(true, false))).toBe(false);
    expect(isLiveNews([{ day: addDays(today, -20) }], today)).toBe(false);
    expect(isLiveNews([{ day: addDays(today, -20) }, { day: today }], today)).toBe(true);
  });
});
