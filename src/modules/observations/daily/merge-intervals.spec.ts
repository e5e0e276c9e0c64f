import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DayObservation } from '../observations.repository.js';
import { says } from './day.testkit.js';
import { claimOf, claimTime, cut, lengthOf, type Segment, split, valueIn } from './merge-intervals.js';

const DAY = { startMs: 0, endMs: 1440 };
const RATE = 3;

const worth = (segments: readonly Segment[]) => segments.reduce((sum, segment) => sum + valueIn(segment), 0);
const claim = (all: readonly DayObservation[]) => claimTime(all.map(claimOf), DAY);
const counted = (all: readonly DayObservation[]) => worth(claim(all));

const interval = fc
  .tuple(fc.integer({ min: -300, max: 1700 }), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 5000 }))
  .map(([start, length, value]) => says('watch', 'steps', value, start, start + length));
const intervals = fc.array(interval, { maxLength: 14 });
const atOneRate = interval.map((o) => ({ ...o, value: RATE * (o.endMs - o.startMs) }));

/** Who speaks for this minute? The first in the list that covers it. Asked minute by minute, to be slow and right. */
const speaker = (all: readonly DayObservation[], at: number) => all.find((o) => o.startMs <= at && at < o.endMs);
const minutes = (from = DAY.startMs, to = DAY.endMs) => Array.from({ length: to - from }, (_, i) => from + i);

describe('claimTime', () => {
  it('gives a minute to the first source that covers it', () => {
    const watch = says('watch', 'steps', 600, 0, 600);
    const phone = says('phone', 'steps', 900, 300, 900);
    expect(claim([watch, phone])).toEqual([
      { observation: watch, startMs: 0, endMs: 600, amount: 600, overMs: 600 },
      { observation: phone, startMs: 600, endMs: 900, amount: 900, overMs: 600 },
    ]);
    expect(counted([watch, phone])).toBe(600 + 450);
  });

  it('counts a phone fully where the watch was off, on both sides and in a hole', () => {
    const watch = [says('watch', 'steps', 100, 100, 200), says('watch', 'steps', 100, 300, 400)];
    const phone = says('phone', 'steps', 500, 0, 500);
    const segments = claim([...watch, phone]);
    expect(segments.map((s) => [s.startMs, s.endMs, s.observation === phone])).toEqual([
      [0, 100, true],
      [100, 200, false],
      [200, 300, true],
      [300, 400, false],
      [400, 500, true],
    ]);
    expect(worth(segments)).toBe(200 + 300);
  });

  it('takes the share that lies inside the day', () => {
    expect(counted([says('watch', 'steps', 100, -50, 50)])).toBe(50);
    expect(counted([says('watch', 'steps', 100, 1440, 1500)])).toBe(0);
  });

  it('gives moments nothing', () => expect(claim([says('watch', 'steps', 100, 10)])).toEqual([]));

  it('agrees with asking every minute who speaks for it', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        const segments = claim(all);
        for (const at of minutes()) {
          const found = segments.filter((s) => s.startMs <= at && at < s.endMs);
          expect(found.map((s) => s.observation)).toEqual([speaker(all, at)].filter(Boolean));
        }
        const byMinute = minutes().reduce((sum, at) => {
          const o = speaker(all, at);
          return sum + (o ? o.value / (o.endMs - o.startMs) : 0);
        }, 0);
        expect(worth(segments)).toBeCloseTo(byMinute, 5);
      }),
      { numRuns: 60 },
    );
  });

  it('equals the length of the union when all walk at one rate, in any order', () => {
    fc.assert(
      fc.property(fc.array(atOneRate, { maxLength: 10 }), (all) => {
        const union = minutes().filter((at) => speaker(all, at)).length;
        expect(counted(all)).toBeCloseTo(RATE * union, 4);
        expect(counted(all.toReversed())).toBeCloseTo(RATE * union, 4);
      }),
    );
  });

  it('adds nothing for what is said twice', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        expect(counted([...all, ...all])).toBeCloseTo(counted(all), 6);
      }),
    );
  });

  it('stays apart and in order of time', () => {
    fc.assert(
      fc.property(intervals, (all) => {
        const segments = claim(all);
        for (let i = 1; i < segments.length; i++)
          expect(segments[i]!.startMs).toBeGreaterThanOrEqual(segments[i - 1]!.endMs);
      }),
    );
  });
});

describe('cut and split', () => {
  const span = fc
    .tuple(fc.integer({ min: -200, max: 1600 }), fc.integer({ min: 1, max: 900 }))
    .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));

  it('lose nothing between inside and outside', () => {
    fc.assert(
      fc.property(intervals, span, span, (all, first, second) => {
        const segments = claim(all);
        const { inside, outside } = split(split([DAY], first).outside, second);
        const taken = split([DAY], first).inside;
        expect(lengthOf([...taken, ...inside, ...outside])).toBe(1440);
        const parts = [taken, inside, outside].map((spans) => worth(cut(segments, spans)));
        expect(parts.reduce((a, b) => a + b, 0)).toBeCloseTo(worth(segments), 5);
      }),
    );
  });
});
