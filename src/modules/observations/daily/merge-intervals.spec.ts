import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DayObservation } from '../observations.repository.js';
import { says } from './day.testkit.js';
import { addSpan, lengthOf, mergeIntervals, overlap } from './merge-intervals.js';

const DAY = { startMs: 0, endMs: 1440 };
const RATE = 3;

const counted = (all: readonly DayObservation[], bounds = DAY) =>
  mergeIntervals(all, bounds).reduce((sum, part) => sum + part.counted, 0);

const interval = fc
  .tuple(fc.integer({ min: -300, max: 1700 }), fc.integer({ min: 1, max: 400 }), fc.integer({ min: 0, max: 5000 }))
  .map(([start, length, value]) => says('watch', 'steps', value, start, start + length));
const atOneRate = interval.map((o) => ({ ...o, value: RATE * (o.endMs - o.startMs) }));

/** How many of these minutes does anybody cover? Counted one by one, to be slow and right. */
function unionMinutes(all: readonly DayObservation[], { startMs, endMs } = DAY): number {
  let minutes = 0;
  for (let at = startMs; at < endMs; at++) if (all.some((o) => o.startMs <= at && at < o.endMs)) minutes++;
  return minutes;
}

describe('mergeIntervals', () => {
  it('counts a minute for the first source that covers it', () => {
    const watch = says('watch', 'steps', 600, 0, 600);
    const phone = says('phone', 'steps', 900, 300, 900);
    expect(mergeIntervals([watch, phone], DAY)).toEqual([
      { observation: watch, counted: 600, within: 600 },
      { observation: phone, counted: 450, within: 900 },
    ]);
  });

  it('counts a phone fully where the watch was off, on both sides and in a hole', () => {
    const watch = [says('watch', 'steps', 100, 100, 200), says('watch', 'steps', 100, 300, 400)];
    expect(counted([...watch, says('phone', 'steps', 500, 0, 500)])).toBe(200 + 300);
  });

  it('takes the share that lies inside the day', () => {
    expect(counted([says('watch', 'steps', 100, -50, 50)])).toBe(50);
    expect(counted([says('watch', 'steps', 100, 1440, 1500)])).toBe(0);
  });

  it('gives moments nothing', () => expect(counted([says('watch', 'steps', 100, 10)])).toBe(0));

  it('never counts more than the plain sum, nor less than the first source alone', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 12 }), (all) => {
        const parts = mergeIntervals(all, DAY);
        const plain = parts.reduce((sum, part) => sum + part.within, 0);
        expect(counted(all)).toBeLessThanOrEqual(plain + 1e-6);
        if (parts[0]) expect(parts[0].counted).toBeCloseTo(parts[0].within);
        for (const part of parts) expect(part.counted).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it('equals the length of the union when all walk at one rate', () => {
    fc.assert(
      fc.property(fc.array(atOneRate, { maxLength: 10 }), (all) => {
        expect(counted(all)).toBeCloseTo(RATE * unionMinutes(all), 4);
      }),
    );
  });

  it('does not depend on the order then', () => {
    fc.assert(
      fc.property(
        fc.array(atOneRate, { maxLength: 10 }),
        fc.array(fc.nat(), { minLength: 10, maxLength: 10 }),
        (all, keys) => {
          const shuffled = all
            .map((o, i) => [keys[i]!, o] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, o]) => o);
          expect(counted(shuffled)).toBeCloseTo(counted(all), 4);
        },
      ),
    );
  });

  it('adds nothing for what is said twice', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 10 }), (all) => {
        expect(counted([...all, ...all])).toBeCloseTo(counted(all), 6);
      }),
    );
  });
});

describe('addSpan', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 60 }))
    .map(([a, n]) => [a, a + n] as const);

  it('keeps spans sorted, apart and complete', () => {
    fc.assert(
      fc.property(fc.array(span, { maxLength: 15 }), (added) => {
        const spans = added.reduce<readonly (readonly [number, number])[]>(addSpan, []);
        for (let i = 1; i < spans.length; i++) expect(spans[i]![0]).toBeGreaterThan(spans[i - 1]![1]);
        const covered = new Set(added.flatMap(([a, b]) => Array.from({ length: b - a }, (_, i) => a + i)));
        expect(lengthOf(spans)).toBe(covered.size);
        expect(overlap(spans, 50, 100)).toBe([...covered].filter((m) => m >= 50 && m < 100).length);
      }),
    );
  });
});
