import { describe, expect, it } from '@jest/globals';
import { Restlessness } from './restlessness.js';

const after = (days: number, shift: { d: number; v: number } | null) => {
  const restlessness = new Restlessness();
  for (let t = 0; t < days; t++) restlessness.push(shift);
  return restlessness.widening;
};

describe('how restless a person is', () => {
  it('is taken for ordinary until fortnights were seen', () => {
    expect(after(60, null)).toBe(1);
    expect(after(12, { d: 3, v: 1 })).toBe(1);
  });

  it.each([
    ['fortnights that lie as far off as expected', 1, 1, 1],
    ['a level that wanders more', 2, 1.3, 2],
    ['a level that hardly moves', 0.3, 0.5, 0.95],
  ])('%s', (_name, d, least, most) => {
    const widening = after(90, { d, v: 1 });
    expect(widening).toBeGreaterThanOrEqual(least);
    expect(widening).toBeLessThanOrEqual(most);
  });

  it('does not let a change of the last days excuse itself', () => {
    const restlessness = new Restlessness();
    for (let t = 0; t < 60; t++) restlessness.push({ d: 1, v: 1 });
    for (let t = 0; t < 12; t++) restlessness.push({ d: 3, v: 1 });
    expect(restlessness.widening).toBe(1);
    restlessness.push({ d: 3, v: 1 });
    expect(restlessness.widening).toBeGreaterThan(1);
  });

  it('counts no single fortnight without limit', () => {
    expect(after(90, { d: 1000, v: 1 })).toBe(after(90, { d: 3, v: 1 }));
  });
});
