import { describe, expect, it } from '@jest/globals';
import { findMetricByCoding, isMetricId, METRIC_IDS, METRICS } from './catalogue.js';
import { LOINC, STEPWELL_METRIC, type Metric } from './metric.js';

const scaleName = ({ min, max }: Metric) => (min === 0 ? `0-${max}` : 'T');
const all = METRIC_IDS.map((id) => METRICS[id]);

describe('the catalogue', () => {
  it.each(all)('$id hangs together', (metric) => {
    expect(metric.min).toBeLessThan(metric.max);
    expect(metric.units[metric.unit]).toBe(1);
    expect(Object.values(metric.units).every((factor) => factor > 0)).toBe(true);
    const { absolute, relative, source } = metric.change;
    expect(absolute !== undefined || relative !== undefined).toBe(true);
    expect(source).not.toBe('');
    if (absolute !== undefined) expect(absolute).toBeLessThan(metric.max - metric.min);
    if (relative !== undefined) expect(relative > 0 && relative < 1).toBe(true);
    if (metric.selfReported) expect([metric.unit, metric.unitDisplay]).toEqual(['{score}', scaleName(metric)]);
    expect(metric.everyDays).toBeGreaterThanOrEqual(1);
  });

  it('gives each coding one meaning', () => {
    const codings = all.flatMap((m) => m.codings.map((c) => `${c.system}|${c.code}`));
    expect(new Set(codings).size).toBe(codings.length);
    for (const metric of all)
      for (const { system, code, display } of metric.codings) {
        expect(findMetricByCoding(system, code)).toBe(metric);
        expect([LOINC, STEPWELL_METRIC]).toContain(system);
        if (system === LOINC) expect(code).toMatch(/^\d{1,5}-\d$/);
        expect(display).not.toBe('');
      }
  });

  /** LOINC codes end in a Luhn digit: a typing mistake in one shows here. */
  it('has LOINC codes whose check digits fit', () => {
    for (const { code } of all.flatMap((m) => m.codings).filter((c) => c.system === LOINC)) {
      const [digits = '', check] = code.split('-');
      const sum = [...digits].reverse().reduce((total, digit, i) => {
        const doubled = Number(digit) * (i % 2 === 0 ? 2 : 1);
        return total + (doubled > 9 ? doubled - 9 : doubled);
      }, 0);
      expect([code, String((10 - (sum % 10)) % 10)]).toEqual([code, check]);
    }
  });

  it('knows strangers', () => {
    expect(findMetricByCoding(LOINC, '718-7')).toBeUndefined();
    expect(findMetricByCoding(undefined, '8867-4')).toBeUndefined();
    expect(isMetricId('steps')).toBe(true);
    expect(['constructor', '__proto__', 'Steps', ''].some(isMetricId)).toBe(false);
  });
});
