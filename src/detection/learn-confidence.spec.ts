import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_CONFIDENCE, toConfidence } from './alarm-budget.js';
import { learnConfidence, type JudgedAlarm } from './learn-confidence.js';
import { makeRandom } from './story.testkit.js';

const alarms = fc.array(fc.record({ score: fc.double({ min: -1, max: 30, noNaN: true }), real: fc.boolean() }), {
  maxLength: 300,
});
const many = (length: number, judge: (score: number, random: () => number) => boolean): JudgedAlarm[] => {
  const random = makeRandom(11);
  return Array.from({ length }, () => {
    const score = -0.4 + 4 * random() ** 2;
    return { score, real: judge(score, random) };
  });
};

describe('confidence learned from judged alarms', () => {
  it('is exactly the default without any', () => {
    expect(learnConfidence([])).toEqual(DEFAULT_CONFIDENCE);
  });

  it('is a share that never falls with the score, whatever was judged', () => {
    fc.assert(
      fc.property(alarms, (judged) => {
        const curve = learnConfidence(judged);
        const shares = [-1, 0, 1, 3, 8, 20].map((score) => toConfidence(score, curve));
        expect(shares.every((p) => p > 0 && p < 1)).toBe(true);
        for (let i = 1; i < shares.length; i++) expect(shares[i]!).toBeGreaterThanOrEqual(shares[i - 1]!);
      }),
    );
  });

  it('does not fall even where the loudest alarms were the false ones', () => {
    const { slope } = learnConfidence(many(500, (score) => score < 0.5));
    expect(slope).toBe(0);
  });

  it('moves a little for two false alarms, and half way for twenty', () => {
    const at = (n: number) => toConfidence(0.5, learnConfidence(many(n, () => false)));
    const default_ = toConfidence(0.5);
    expect(default_ - at(2)).toBeLessThan(0.1);
    expect(at(20)).toBeGreaterThan(0.3 * default_);
    expect(at(20)).toBeLessThan(0.7 * default_);
    expect(at(2000)).toBeLessThan(0.05);
  });

  it('finds the curve that made the judgements', () => {
    const truth = { intercept: -1.5, slope: 0.9 };
    const curve = learnConfidence(many(5000, (score, random) => random() < toConfidence(score, truth)));
    for (const score of [0, 1, 2, 3]) {
      expect(Math.abs(toConfidence(score, curve) - toConfidence(score, truth))).toBeLessThan(0.05);
    }
  });
});
