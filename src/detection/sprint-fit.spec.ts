import { describe, expect, it } from '@jest/globals';
import { fitChanges, type FitModel } from './sprint-fit.js';
import { makeNormal, makeRandom } from './story.testkit.js';
import { keepOf } from './swing-filter.js';

const SPAN = { from: 0, start: 42, end: 76, deviceSince: 0 };
const STEADY: FitModel = { swings: [], counted: 0, slope: 0.33, device: 0.2 };
const SWAYING: FitModel = { ...STEADY, swings: [{ sd: 0.2, keep: keepOf(21) }] };
const drift = Float64Array.from({ length: 77 }, (_, t) => Math.max(0, (t - 41) / 35));
const series = (value: (t: number) => number, weight: (t: number) => number = () => 1, unit = 1) => ({
  days: {
    r: Float64Array.from({ length: 77 }, (_, t) => value(t)),
    w: Float64Array.from({ length: 77 }, (_, t) => weight(t)),
    sd: new Float64Array(77).fill(0.4 * unit),
  },
  unit,
  noise: 1,
});
const fit = (value: (t: number) => number, model: FitModel, span = SPAN) =>
  fitChanges([series(value)], span, model, [drift])![0]!;

describe('change in a sprint', () => {
  it.each([
    ['a steady level', STEADY],
    ['a swaying level', SWAYING],
  ])('is found exactly without noise: %s', (_name, model) => {
    expect(fit((t) => 8 - 0.3 * drift[t]!, model).d).toBeCloseTo(-0.3, 5);
  });

  it('is not taken for what a new device adds', () => {
    const span = { ...SPAN, deviceSince: 50 };
    const jump = (t: number) => (t >= 50 ? 0.25 : 0);
    const wise = fit(jump, STEADY, span);
    const naive = fit(jump, STEADY);
    expect(Math.abs(wise.d)).toBeLessThan(0.7 * Math.abs(naive.d));
    expect(wise.v).toBeGreaterThan(naive.v);
  });

  it.each([
    ['a steady level', STEADY],
    ['a swaying level', SWAYING],
  ])('comes with a variance that is true, errors are as large as promised: %s', (_name, model) => {
    const normal = makeNormal(makeRandom(11));
    const z = Array.from({ length: 300 }, () => {
      const { sd, keep } = model.swings[0] ?? { sd: 0, keep: 0 };
      let sway = sd * normal();
      const e = fit(() => {
        sway = keep * sway + sd * Math.sqrt(1 - keep * keep) * normal();
        return sway + 0.4 * normal();
      }, model);
      return e.d / Math.sqrt(e.v);
    });
    const sd = Math.sqrt(z.reduce((sum, v) => sum + v * v, 0) / z.length);
    expect(sd).toBeGreaterThan(0.85);
    expect(sd).toBeLessThan(1.12);
  });

  it('is less sure where the level sways by itself', () => {
    expect(fit(() => 1, SWAYING).v).toBeGreaterThan(1.5 * fit(() => 1, STEADY).v);
  });

  it('is one change measured twice when there are two scores, each in its own points and with its own level', () => {
    const first = series((t) => 3 - 0.5 * drift[t]!);
    const second = series(
      (t) => -7 - 2 * 0.5 * drift[t]!,
      (t) => Number(t % 7 === 0),
      2,
    );
    const both = fitChanges([first, second], SPAN, STEADY, [drift])![0]!;
    expect(both.d).toBeCloseTo(-0.5, 5);
    expect(both.v).toBeLessThan(fitChanges([first], SPAN, STEADY, [drift])![0]!.v);
  });

  it('cannot be told without days before or in the sprint', () => {
    const before = series(
      () => 1,
      (t) => (t < 42 ? 1 : 0),
    );
    const during = series(
      () => 1,
      (t) => (t < 42 ? 0 : 1),
    );
    expect(fitChanges([before], SPAN, STEADY, [drift])).toBeNull();
    expect(fitChanges([during], SPAN, STEADY, [drift])).toBeNull();
  });
});
