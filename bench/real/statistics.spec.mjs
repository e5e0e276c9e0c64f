import { describe, expect, it } from '@jest/globals';
import { compareWithShifts, findLeadDays } from './lead-time.mjs';
import { findPainRises } from './pain-rises.mjs';
import { poissonInterval } from './poisson.mjs';

it.each([
  [0, 0, 3.689],
  [1, 0.0253, 5.572],
  [15, 8.395, 24.74],
  [100, 81.36, 121.63],
])('the 95 %% interval of %d events is that of the tables', (count, low, high) => {
  const [from, to] = poissonInterval(count, 10);
  expect(from * 10).toBeCloseTo(low, 2);
  expect(to * 10).toBeCloseTo(high, 2);
});

describe('a reported pain rise', () => {
  const usual = Array.from({ length: 70 }, (_, i) => 3 + (i % 2) * 0.2);
  const high = new Array(20).fill(4.5);

  it.each([
    ['begins on its first high day and is the same one for four weeks', [...usual, ...high], [70]],
    ['is not there when nothing rises', [...usual, ...usual], []],
    ['needs to last', [...usual, 4.5, 4.5, 4.5, ...usual], []],
    ['needs a diary before it', [...usual.map((v, i) => (i % 3 ? null : v)), ...high], []],
    ['needs a diary after it', [...usual, ...high.map((v, i) => (i % 2 ? v : null))], []],
    ['stands above the scatter of the person', [...usual.map((v, i) => v + (i % 4 < 2 ? 2.2 : -2.2)), ...high], []],
  ])('%s', (_name, pain, rises) => {
    expect(findPainRises(pain, 1)).toEqual(rises);
  });
});

describe('lead time and chance', () => {
  it.each([
    ['an alarm a week before', [93], 7],
    ['the first of two', [80, 95], 20],
    ['an alarm a week after', [107], -7],
    ['too early to belong to it', [71], null],
    ['too late', [115], null],
  ])('%s', (_name, alarms, lead) => {
    expect(findLeadDays(alarms, 100)).toBe(lead);
  });

  it('what happens on one day in ten is found by chance in one of ten, and the lucky day has that p', () => {
    const lookable = Array.from({ length: 200 }, (_, i) => i + 56);
    const person = { lookable, rises: [60, 160] };
    const onTens = (_person, day) => Number(day % 10 === 0);
    expect(compareWithShifts([person], onTens)).toEqual({ seen: 2, expected: 0.2, p: 0.1 });
    const never = compareWithShifts([{ lookable, rises: [61, 165] }], onTens);
    expect(never).toEqual({ seen: 0, expected: 0.2, p: 1 });
  });
});
