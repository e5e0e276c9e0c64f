import { describe, expect, it } from '@jest/globals';
import { joinPain } from './pain.js';

const join = (nrs: { d: number; v: number }, peg: { d: number; v: number }, length: number) => {
  const out = { d: 0, v: 1 };
  joinPain(nrs, peg, length, out);
  return out;
};

describe('one shift of pain from two scores', () => {
  it('lies between what the two say, nearer to the surer one', () => {
    const { d } = join({ d: -0.906, v: 0.3 }, { d: -2, v: 2 }, 14);
    expect(d).toBeGreaterThan(-1.5);
    expect(d).toBeLessThan(-1);
  });

  it('is surer than either score, but never as sure as two persons would be', () => {
    const both = join({ d: -0.906, v: 0.3 * 0.906 ** 2 }, { d: -1, v: 0.3 }, 14);
    expect(both.v).toBeLessThan(0.3);
    expect(both.v).toBeGreaterThan(0.15);
  });

  it.each([2, 5, 14])('keeps the swings of pain itself, which more scores cannot average out: %i days', (length) => {
    const few = join({ d: -1, v: 0.5 }, { d: -1, v: 0.5 }, length);
    const one = join({ d: -1, v: 1e9 }, { d: -1, v: 0.5 }, length);
    expect(one.v).toBeCloseTo(0.5, 2);
    expect(few.v).toBeGreaterThan(one.v / 2);
  });
});
