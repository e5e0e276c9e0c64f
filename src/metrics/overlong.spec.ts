import { describe, expect, it } from '@jest/globals';
import type { MetricId } from './metric.js';
import { findOverlong } from './overlong.js';

const MINUTE_MS = 60_000;
const told = (metric: MetricId, value: number, periodMinutes: number) =>
  findOverlong(metric, { value, startMs: 0, endMs: periodMinutes * MINUTE_MS });

describe('a time that is told of a period', () => {
  it.each<[string, MetricId, number, number]>([
    ['a night of which all was slept', 'sleepDuration', 8, 480],
    ['hours that were rounded up, over some seconds less', 'sleepDuration', 7.98, 478.5],
    ['hours to one decimal, over a night of whole minutes', 'sleepDuration', 8, 475],
    ['sleep of a moment, as a diary tells it', 'sleepDuration', 8, 0],
    ['walking of a moment', 'walkingMinutes', 30, 0],
    ['a minute begun that counts as a whole one', 'walkingMinutes', 1, 0.5],
    ['a day of wear', 'wornMinutes', 1440, 1440],
    ['wear in seconds, whose conversion leaves noise', 'wornMinutes', 720 + 1e-10, 720],
    ['steps, which are no time', 'steps', 900, 1],
    ['a score, which is none either', 'painIntensity', 8, 1],
  ])('%s is taken', (_name, metric, value, minutes) => {
    expect(told(metric, value, minutes)).toBeNull();
  });

  it.each<[string, MetricId, number, number]>([
    ['twelve hours of sleep in one', 'sleepDuration', 12, 60],
    ['six minutes too many', 'sleepDuration', 8, 474],
    ['two minutes of walking in one', 'walkingMinutes', 2, 1],
    ['one minute more than was walked', 'walkingMinutes', 61, 60],
    ['wear of a minute too many', 'wornMinutes', 721, 720],
    ['wear of a moment', 'wornMinutes', 1, 0],
  ])('%s is refused', (_name, metric, value, minutes) => {
    expect(told(metric, value, minutes)).toBe(`${metric} must be at most the ${minutes} minutes of its period`);
  });
});
