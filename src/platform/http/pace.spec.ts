import { describe, expect, it } from '@jest/globals';
import { Pace } from './pace.js';

/** Answers of so many requests of one at the same moment. */
const ask = (pace: Pace, who: string, times: number, nowMs: number) =>
  Array.from({ length: times }, () => pace.take(who, nowMs));

describe('a pace of 60 a minute', () => {
  it('serves a minute’s worth at once, then one a second', () => {
    const pace = new Pace(60);
    expect(ask(pace, 'a', 60, 0)).toEqual(Array(60).fill(0));
    expect(ask(pace, 'a', 2, 0)).toEqual([1, 1]);
    expect(ask(pace, 'a', 2, 1000)).toEqual([0, 1]);
    expect(ask(pace, 'a', 61, 61_000)).toEqual([...Array(60).fill(0), 1]);
  });

  it('counts each by itself', () => {
    const pace = new Pace(60);
    ask(pace, 'a', 61, 0);
    expect(pace.take('b', 0)).toBe(0);
  });

  it('says how long, in whole seconds', () => {
    const pace = new Pace(6);
    expect(ask(pace, 'a', 7, 0).at(-1)).toBe(10);
    expect(pace.take('a', 9500)).toBe(1);
    expect(pace.take('a', 10_000)).toBe(0);
  });

  it('keeps no more than so many; who was there last is still known', () => {
    const pace = new Pace(60, 10);
    ask(pace, 'flood', 60, 1000);
    for (let i = 0; i < 9; i++) pace.take(`early ${i}`, 500);
    for (let i = 0; i < 4; i++) pace.take(`late ${i}`, 1500);
    expect(pace.take('flood', 1500)).toBe(1);
    expect((pace as unknown as { buckets: Map<string, unknown> }).buckets.size).toBeLessThanOrEqual(10);
  });

  it('0: no limit', () => expect(ask(new Pace(0), 'a', 1000, 0)).toEqual(Array(1000).fill(0)));
});
