import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { MetricId } from '../../../metrics/index.js';
import type { DayObservation } from '../observations.repository.js';
import { computeDay } from './compute-day.js';
import { says } from './day.testkit.js';
import { rankSources } from './source-order.js';

/** An ordinary day of New York, minute by minute. */
const START = Date.parse('2026-05-12T04:00:00Z');
const MINUTE_MS = 60_000;
const DAY = { startMs: START, endMs: START + 1440 * MINUTE_MS };
const KINDS = ['watch', 'phone', 'file', 'other'] as const;
const IDS = { watch: 1, phone: 2, file: 3, other: 5 } as const;

const kind = fc.constantFrom(...KINDS);
const interval = fc
  .tuple(kind, fc.integer({ min: -90, max: 1439 }), fc.integer({ min: 1, max: 300 }), fc.nat(4000))
  .map(([k, from, length, value]) =>
    says(k, 'steps', value, START + from * MINUTE_MS, START + (from + length) * MINUTE_MS),
  );
/** Whole days, and days that end early. */
const total = fc
  .tuple(kind, fc.nat(20_000), fc.integer({ min: 1200, max: 1440 }))
  .map(([k, value, minutes]) => says(k, 'steps', value, DAY.startMs, DAY.startMs + minutes * MINUTE_MS));
const chosen = fc.shuffledSubarray([IDS.watch, IDS.phone, IDS.file, IDS.other]);
const day = fc.record({
  intervals: fc.array(interval, { maxLength: 10 }),
  totals: fc.uniqueArray(total, { maxLength: 2, selector: (o) => o.kind }),
  chosen,
});

const stepsOf = (all: readonly DayObservation[], order: readonly number[]) =>
  computeDay(all, DAY, { order: new Map<MetricId, readonly number[]>([['steps', order]]) })[0];

/** What the best source says of each minute, and who it is: the oracle. */
function minuteByMinute(intervals: readonly DayObservation[], order: readonly number[]) {
  const ranking = rankSources(order);
  return Array.from({ length: 1440 }, (_, i) => {
    const at = START + i * MINUTE_MS;
    const speaking = intervals.filter((o) => o.startMs <= at && at < o.endMs).sort(ranking.byPriority);
    const [best] = speaking;
    return best
      ? { best, value: (best.value * MINUTE_MS) / (best.endMs - best.startMs), alone: speaking.length === 1 }
      : null;
  });
}
const sumOf = (minutes: readonly ({ value: number } | null)[]) => minutes.reduce((sum, m) => sum + (m?.value ?? 0), 0);

describe('the sum of a day', () => {
  it('of intervals is what the best source says, minute by minute, for every order of sources', () => {
    fc.assert(
      fc.property(day, ({ intervals, chosen: order }) => {
        const found = stepsOf(intervals, order);
        const oracle = minuteByMinute(intervals, order);
        expect(found?.value ?? 0).toBeCloseTo(sumOf(oracle), 5);
        // Nothing is lost where only one source speaks, and each source counts for its own minutes.
        for (const o of intervals) {
          const mine = oracle.filter((m) => m?.best === o);
          expect(found?.counted.get(o.id) ?? 0).toBeCloseTo(sumOf(mine), 5);
        }
        const alone = sumOf(oracle.filter((m) => m?.alone));
        expect(found?.value ?? 0).toBeGreaterThanOrEqual(alone - 1e-6);
        // And in every hour of it.
        for (const [h, value] of (found?.hours ?? []).entries())
          expect(value ?? 0).toBeCloseTo(sumOf(oracle.slice(60 * h, 60 * h + 60)), 5);
      }),
      { numRuns: 150 },
    );
  });

  it('with totals is never more than all that was said, nor less than the leading total or the minutes nobody disputes', () => {
    fc.assert(
      fc.property(day, ({ intervals, totals, chosen: order }) => {
        const found = stepsOf([...intervals, ...totals], order);
        const value = found?.value ?? 0;
        const oracle = minuteByMinute(intervals, order);
        const merged = sumOf(oracle);
        const all = merged + totals.reduce((sum, t) => sum + t.value, 0);
        expect(value).toBeLessThanOrEqual(all + 1e-6);
        const ranking = rankSources(order);
        const [best] = [...totals].sort(ranking.byFinality);
        if (!best) return void expect(value).toBeCloseTo(merged, 5);
        const leads = oracle.every((m) => !m || ranking.rank(best) <= ranking.rank(m.best));
        if (leads) expect(value).toBeGreaterThanOrEqual(best.value - 1e-6);
        else expect(value).toBeGreaterThanOrEqual(Math.min(best.value, merged) - 1e-6);
        const byParts = [...found!.counted.values()].reduce((a, b) => a + b, 0);
        expect(byParts).toBeCloseTo(value, 5);
        expect(found!.sources.reduce((sum, s) => sum + s.counted, 0)).toBeCloseTo(value, 5);
      }),
      { numRuns: 150 },
    );
  });

  it('with one leading whole-day total is the larger of that total and what the minutes come to', () => {
    // A watch that counted nothing in a minute has a minute all the same: what a phone saw in the next one counts.
    const idle = says('watch', 'steps', 0, START, START + MINUTE_MS);
    const carried = says('phone', 'steps', 1, START, START + 2 * MINUTE_MS);
    const one = fc.record({ intervals: fc.array(interval, { minLength: 1, maxLength: 8 }), value: fc.nat(12_000) });
    fc.assert(
      fc.property(one, ({ intervals, value }) => {
        const order = [IDS.watch];
        const whole = says('watch', 'steps', value, DAY.startMs, DAY.endMs);
        const oracle = minuteByMinute(intervals, order);
        const mine = oracle.filter((m) => m?.best.kind === 'watch');
        if (mine.length === 0) return void expect(stepsOf([whole, ...intervals], order)!.value).toBeCloseTo(value, 5);
        const own = sumOf(mine);
        const others = sumOf(oracle) - own;
        const expected = value >= own ? Math.max(value, sumOf(oracle)) : value + others;
        expect(stepsOf([whole, ...intervals], order)!.value).toBeCloseTo(expected, 5);
      }),
      { examples: [[{ intervals: [idle, carried], value: 0 }]] },
    );
  });

  it('depends on nothing but what was said: any order of arrival makes the same day', () => {
    fc.assert(
      fc.property(day, fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), (given, keys) => {
        const all = [...given.intervals, ...given.totals];
        const shuffled = all.map((o, i) => [keys[i] ?? 0, o] as const).sort((a, b) => a[0] - b[0]);
        const again = shuffled.map(([, o]) => ({ ...o, receivedMs: o.receivedMs + 1 }));
        expect(stepsOf(again, given.chosen)?.value ?? 0).toBeCloseTo(stepsOf(all, given.chosen)?.value ?? 0, 5);
      }),
    );
  });

  it('is right whatever a device sends: 40,000 alternating seconds', () => {
    const all = Array.from({ length: 40_000 }, (_, i) =>
      says(i % 2 ? 'watch' : 'phone', 'steps', 1, START + i * 2000, START + i * 2000 + 1000),
    );
    expect(stepsOf(all, [])!.value).toBeCloseTo(40_000, 3);
  });
});

describe('the order that somebody chose', () => {
  const watch = says('watch', 'steps', 8000, START + 480 * MINUTE_MS, START + 720 * MINUTE_MS);
  const phone = says('phone', 'steps', 6000, START + 600 * MINUTE_MS, START + 960 * MINUTE_MS);

  it.each([
    ['nobody: the wrist before the pocket', [], 8000 + 4000],
    ['the phone first', [IDS.phone, IDS.watch], 6000 + 4000],
    ['only the phone: whoever is not named comes after', [IDS.phone], 6000 + 4000],
    ['a source that says nothing of this day', [IDS.file, IDS.watch, IDS.phone], 12_000],
  ])('%s', (_name, order, value) => expect(stepsOf([watch, phone], order)!.value).toBe(value));

  it('holds for the metric it was chosen for', () => {
    const order = new Map<MetricId, readonly number[]>([['walkingMinutes', [IDS.phone]]]);
    expect(computeDay([watch, phone], DAY, { order })[0]!.value).toBe(12_000);
  });

  it('decides whose resting heart rate it is, not who spoke last', () => {
    const rest = (k: 'watch' | 'other', value: number, hour: number) =>
      says(k, 'restingHeartRate', value, START + hour * 60 * MINUTE_MS);
    const all = [rest('watch', 58, 6), rest('watch', 60, 9), rest('other', 71, 20)];
    const of = (order: number[]) =>
      computeDay(all, DAY, { order: new Map([['restingHeartRate' as const, order]]) })[0]!.value;
    expect([of([]), of([IDS.other]), of([IDS.watch])]).toEqual([60, 71, 60]);
  });
});
