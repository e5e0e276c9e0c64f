import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { METRIC_IDS, METRICS } from './catalogue.js';
import { toCanonical } from './convert.js';

describe('toCanonical', () => {
  it.each([
    ['sleepDuration', 450, 'min', 7.5],
    ['sleepDuration', 27_000_000, 'ms', 7.5],
    ['sleepDuration', 7.5, 'h', 7.5],
    ['walkingMinutes', 0.5, 'h', 30],
    ['steps', 12, '{steps}', 12],
    ['steps', 0, '1', 0],
    ['heartRate', 61, '{Beats}/min', 61],
    ['painIntensity', 4, undefined, 4],
    ['painIntensity', 4, '{score}', 4],
  ] as const)('%s: %d %s is %d', (metric, value, unit, expected) => {
    const result = toCanonical(METRICS[metric], value, unit);
    expect(result.ok && result.value).toBeCloseTo(expected, 9);
  });

  it.each([
    ['a device value without a unit', 'steps', 5, undefined, 'unit'],
    ['an empty unit', 'steps', 5, '', 'unit'],
    ['a unit of something else', 'heartRate', 60, 'mm[Hg]', 'unit'],
    ['a spelling that UCUM does not have', 'heartRate', 60, 'bpm', 'unit'],
    ['a name every object has', 'heartRate', 60, 'constructor', 'unit'],
    ['too much', 'sleepDuration', 25, 'h', 'range'],
    ['too much once converted', 'sleepDuration', 1441, 'min', 'range'],
    ['less than nothing', 'steps', -1, '{steps}', 'range'],
    ['a pulse of the dead', 'heartRate', 19, '/min', 'range'],
    ['infinity', 'steps', Number.POSITIVE_INFINITY, '{steps}', 'not-a-number'],
    ['no number', 'mood', Number.NaN, undefined, 'not-a-number'],
  ] as const)('refuses %s', (_name, metric, value, unit, reason) => {
    const result = toCanonical(METRICS[metric], value, unit);
    expect(result).toMatchObject({ ok: false, reason });
    expect(!result.ok && result.message).toContain(metric);
  });

  it('never answers outside the range, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...METRIC_IDS),
        fc.double(),
        fc.option(fc.string(), { nil: undefined }),
        (id, value, odd) => {
          const metric = METRICS[id];
          for (const unit of [odd, ...Object.keys(metric.units)]) {
            const result = toCanonical(metric, value, unit);
            if (result.ok) expect(result.value >= metric.min && result.value <= metric.max).toBe(true);
          }
        },
      ),
    );
  });
});
