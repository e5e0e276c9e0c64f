import { describe, expect, it } from '@jest/globals';
import { prepareFit } from './sprint-fit.js';
import { makeNormal, makeRandom } from './story.testkit.js';

const SPAN = { from: 0, start: 42, end: 76, deviceSince: 0 };
const PRIORS = { slope: 0.33, device: 0.2 };
const shape = Float64Array.from({ length: 77 }, (_, t) => Math.max(0, (t - 41) / 35));
const residuals = (value: (t: number) => number, weight: (t: number) => number = () => 1) => ({
  r: Float64Array.from({ length: 77 }, (_, t) => value(t)),
  w: Float64Array.from({ length: 77 }, (_, t) => weight(t)),
  sd: new Float64Array(77).fill(0.4),
});

describe('change in a sprint', () => {
  it('is found exactly without noise', () => {
    const fit = prepareFit(
      residuals((t) => 8 - 0.3 * shape[t]!),
      0.13,
      SPAN,
      PRIORS,
    );
    expect(fit(shape)!.d).toBeCloseTo(-0.3, 5);
  });

  it('is not taken for what a new device adds', () => {
    const span = { ...SPAN, deviceSince: 50 };
    const jump = (t: number) => (t >= 50 ? 0.25 : 0);
    const wise = prepareFit(residuals(jump), 0.13, span, PRIORS)(shape)!;
    const naive = prepareFit(residuals(jump), 0.13, SPAN, PRIORS)(shape)!;
    expect(Math.abs(wise.d)).toBeLessThan(0.7 * Math.abs(naive.d));
    expect(wise.v).toBeGreaterThan(naive.v);
  });

  it('comes with a variance that is true: errors are as large as promised', () => {
    const normal = makeNormal(makeRandom(11));
    const z = Array.from({ length: 300 }, () => {
      const e = prepareFit(
        residuals(() => 0.4 * normal()),
        0,
        SPAN,
        PRIORS,
      )(shape)!;
      return e.d / Math.sqrt(e.v);
    });
    const sd = Math.sqrt(z.reduce((sum, v) => sum + v * v, 0) / z.length);
    expect(sd).toBeGreaterThan(0.85);
    expect(sd).toBeLessThan(1.12);
  });

  it('cannot be told without days before or in the sprint', () => {
    const before = prepareFit(
      residuals(
        () => 1,
        (t) => (t < 42 ? 1 : 0),
      ),
      0.13,
      SPAN,
      PRIORS,
    );
    const during = prepareFit(
      residuals(
        () => 1,
        (t) => (t < 42 ? 0 : 1),
      ),
      0.13,
      SPAN,
      PRIORS,
    );
    expect([before(shape), during(shape)]).toEqual([null, null]);
  });
});
