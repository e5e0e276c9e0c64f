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
const length = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(1, 5, 15, 60, 240));
const interval = fc
  .tuple(kind, fc.integer({ min: -90, max: 1439 }), length, fc.nat(4000))
  .map(([k, from, length, value]) =>
    says(k, 'steps', value, START + from * MINUTE_MS, START + (from + length) * MINUTE_MS),
  );
/** What is told of two hours of the morning, by minutes, quarters and hours, of some devices by all of them. */
const nested = fc.array(
  fc.tuple(kind, fc.constantFrom(1, 1, 5, 15, 60, 120), fc.nat(119), fc.nat(400)).map(([k, grain, minute, value]) => {
    const from = START + (540 + grain * Math.floor(minute / grain)) * MINUTE_MS;
    return says(k, 'steps', value, from, from + grain * MINUTE_MS);
  }),
  { maxLength: 24 },
);
/** Whole days, and days that end early. */
const total = fc
  .tuple(kind, fc.nat(20_000), fc.integer({ min: 1200, max: 1440 }))
  .map(([k, value, minutes]) => says(k, 'steps', value, DAY.startMs, DAY.startMs + minutes * MINUTE_MS));
const chosen = fc.shuffledSubarray([IDS.watch, IDS.phone, IDS.file, IDS.other]);
const day = fc.record({
  intervals: fc.oneof(fc.array(interval, { maxLength: 10 }), nested),
  totals: fc.uniqueArray(total, { maxLength: 2, selector: (o) => o.kind }),
  chosen,
});

const stepsOf = (all: readonly DayObservation[], order: readonly number[]) =>
  computeDay(all, DAY, { order: new Map<MetricId, readonly number[]>([['steps', order]]) })[0];

interface Minute {
  readonly best: DayObservation;
  readonly value: number;
  /** It is spread over its whole time; else it lies between finer ones. */
  readonly isWhole: boolean;
}
const minutesOf = (o: DayObservation) =>
  [...Array(1440).keys()].filter((i) => o.startMs <= START + i * MINUTE_MS && START + i * MINUTE_MS < o.endMs);

/**
 * What one source says of each minute when it tells some of them twice: the finest interval speaks, a longer one has what
 * it says beyond that to share among the minutes that are left.
 */
function ofSource(intervals: readonly DayObservation[]): (Minute | undefined)[] {
  const minutes = new Array<Minute | undefined>(1440).fill(undefined);
  for (const o of intervals) {
    const inside = minutesOf(o);
    const free = inside.filter((i) => !minutes[i]);
    const said = (o.value * inside.length * MINUTE_MS) / (o.endMs - o.startMs);
    const beyond = Math.max(0, said - inside.reduce((sum, i) => sum + (minutes[i]?.value ?? 0), 0));
    for (const i of free) minutes[i] = { best: o, value: beyond / free.length, isWhole: free.length === inside.length };
  }
  return minutes;
}

/**
 * What the best source says of each minute, and who it is: the oracle. One that says nothing but noughts speaks last. What
 * better ones tell much finer, and say there beyond what this one does, is taken from the rest of its interval.
 *
 * @param isPlain - each minute counts what its best source says of it alone
 */
function minuteByMinute(
  intervals: readonly DayObservation[],
  order: readonly number[],
  totals: readonly DayObservation[] = [],
  isPlain = false,
) {
  const inOrder = [...intervals].sort(rankSources(order).byPriority);
  const isIdle = (id: number) => [...intervals, ...totals].every((o) => o.sourceId !== id || o.value === 0);
  const sources = [...new Set(inOrder.map((o) => o.sourceId))];
  const better = new Array<Minute | null>(1440).fill(null);
  for (const id of [...sources.filter((id) => !isIdle(id)), ...sources.filter(isIdle)]) {
    const own = inOrder.filter((o) => o.sourceId === id);
    const alone = ofSource(own);
    const kept = alone.map((m, i) => (better[i] ? undefined : m));
    const freeOf = (o: DayObservation) => minutesOf(o).filter((i) => kept[i]?.best === o);
    const counts = (i: number, o: DayObservation) => {
      const there = better[i];
      if (!there) return kept[i];
      return !there.isWhole || 4 * lasts(there.best) <= lasts(o) ? there : undefined;
    };
    const partly = own.filter((o) => freeOf(o).length > 0);
    partly.sort((a, b) => lasts(a) - lasts(b) || freeOf(a)[0]! - freeOf(b)[0]!);
    for (const o of isPlain ? [] : partly) {
      const surplus = minutesOf(o).reduce(
        (sum, i) => sum + (counts(i, o)?.value ?? alone[i]!.value) - alone[i]!.value,
        0,
      );
      const free = freeOf(o);
      if (surplus <= 1e-9) continue;
      const value = Math.max(0, sumOf(free.map((i) => kept[i]!)) - surplus) / free.length;
      for (const i of free) kept[i] = { best: o, value, isWhole: false };
    }
    for (const i of kept.keys()) better[i] ??= kept[i] ?? null;
  }
  return better;
}
const lasts = (o: DayObservation) => o.endMs - o.startMs;
const sumOf = (minutes: readonly ({ value: number } | null)[]) => minutes.reduce((sum, m) => sum + (m?.value ?? 0), 0);

const insideDay = (o: DayObservation) => (o.value * (Math.min(o.endMs, DAY.endMs) - o.startMs)) / (o.endMs - o.startMs);

describe('the sum of a day', () => {
  it('of intervals is what the best source says, minute by minute, for every order of sources', () => {
    fc.assert(
      fc.property(day, ({ intervals, chosen: order }) => {
        const found = stepsOf(intervals, order);
        const oracle = minuteByMinute(intervals, order);
        expect(found?.value ?? 0).toBeCloseTo(sumOf(oracle), 5);
        // Each source counts for its own minutes, and nothing is lost of what nobody else speaks of.
        for (const o of intervals) {
          const mine = oracle.filter((m) => m?.best === o);
          expect(found?.counted.get(o.id) ?? 0).toBeCloseTo(sumOf(mine), 5);
          const isAlone = intervals.every((p) => p === o || p.endMs <= o.startMs || p.startMs >= o.endMs);
          if (isAlone && o.startMs >= START) expect(found!.counted.get(o.id)).toBeCloseTo(insideDay(o), 5);
        }
        // And in every hour of it.
        for (const [h, value] of (found?.hours ?? []).entries())
          expect(value ?? 0).toBeCloseTo(sumOf(oracle.slice(60 * h, 60 * h + 60)), 5);
      }),
      { numRuns: 150 },
    );
  });

  it('is never more than an even share of each interval, minute by minute', () => {
    fc.assert(
      fc.property(day, ({ intervals, chosen: order }) => {
        const plain = sumOf(minuteByMinute(intervals, order, [], true));
        expect(stepsOf(intervals, order)?.value ?? 0).toBeLessThanOrEqual(plain + 1e-6);
      }),
      { numRuns: 150 },
    );
  });

  it('is never less than what a device says of its hours where another tells minutes, however it tells them itself', () => {
    const minutes = (k: 'watch' | 'phone') =>
      fc
        .uniqueArray(fc.tuple(fc.nat(59), fc.nat(60)), { maxLength: 40, selector: ([m]) => m })
        .map((all) =>
          all.map(([m, value]) => says(k, 'steps', value, START + m * MINUTE_MS, START + (m + 1) * MINUTE_MS)),
        );
    fc.assert(
      fc.property(minutes('watch'), minutes('phone'), fc.nat(2000), (watch, own, value) => {
        const phone = [...own, says('phone', 'steps', value, START, START + 60 * MINUTE_MS)];
        const found = stepsOf([...watch, ...phone], [IDS.watch])!.value!;
        const alone = (all: readonly DayObservation[]) => stepsOf(all, [])?.value ?? 0;
        // Minutes in which the better one saw less are its own to tell.
        const told = ofSource(phone);
        const less = watch.reduce(
          (sum, w) => sum + Math.max(0, told[(w.startMs - START) / MINUTE_MS]!.value - w.value),
          0,
        );
        expect(found).toBeGreaterThanOrEqual(alone(phone) - less - 1e-6);
        expect(found).toBeGreaterThanOrEqual(alone(watch) - 1e-6);
      }),
    );
  });

  it('with totals is never more than all that was said, nor less than the leading total or the minutes nobody disputes', () => {
    fc.assert(
      fc.property(day, ({ intervals, totals, chosen: order }) => {
        const found = stepsOf([...intervals, ...totals], order);
        const value = found?.value ?? 0;
        const oracle = minuteByMinute(intervals, order, totals);
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
    const one = fc.record({
      intervals: fc.array(interval, { minLength: 1, maxLength: 8 }),
      value: fc.integer({ min: 1, max: 12_000 }),
    });
    fc.assert(
      fc.property(one, ({ intervals, value }) => {
        const order = [IDS.watch];
        const whole = says('watch', 'steps', value, DAY.startMs, DAY.endMs);
        const oracle = minuteByMinute(intervals, order, [whole]);
        const mine = oracle.filter((m) => m?.best.kind === 'watch');
        if (mine.length === 0) return void expect(stepsOf([whole, ...intervals], order)!.value).toBeCloseTo(value, 5);
        const own = sumOf(mine);
        const others = sumOf(oracle) - own;
        const expected = value >= own ? Math.max(value, sumOf(oracle)) : value + others;
        expect(stepsOf([whole, ...intervals], order)!.value).toBeCloseTo(expected, 5);
      }),
      { examples: [[{ intervals: [idle, carried], value: 1 }]] },
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

describe('two watches of which nobody has chosen', () => {
  const hour = says('watch', 'steps', 5_000, START + 600 * MINUTE_MS, START + 660 * MINUTE_MS);
  const totalOf = (value: number, sourceId: number) =>
    says('watch', 'steps', value, DAY.startMs, DAY.endMs, { sourceId, device: `watch ${sourceId}` });

  it.each([
    ['a small total of one hides nothing that the other saw', 100, 5_000],
    ['a larger one counts', 8_000, 8_000],
  ])('%s', (_name, total, value) => {
    for (const sourceId of [0, 9]) expect(valueOf([hour, totalOf(total, sourceId)])).toBe(value);
  });

  it('the total of a watch is the truth beside its own hours', () => {
    expect(valueOf([hour, totalOf(4_900, hour.sourceId)])).toBe(4_900);
  });
  const valueOf = (all: readonly DayObservation[]) =>
    computeDay(all, DAY).find(({ metric }) => metric === 'steps')!.value;
});

describe('one watch by two roads of different grain', () => {
  const at = (minute: number) => START + minute * MINUTE_MS;
  const steps = (value: number, from: number, to: number, more: Partial<DayObservation> = {}) =>
    says('watch', 'steps', value, at(from), at(to), more);
  /** Five minutes of twenty from nine on; minutes without steps are not told. */
  const minutes = Array.from({ length: 5 }, (_, i) => steps(20, 540 + i, 541 + i));

  it.each<[string, DayObservation[], number]>([
    ['the hour is its minutes', [steps(100, 540, 600)], 100],
    ['the hour has more than its minutes: that is new', [steps(130, 540, 600)], 130],
    ['the hour has less: the minutes stand', [steps(60, 540, 600)], 100],
    ['a quarter and an hour above them', [steps(110, 540, 555), steps(150, 540, 600)], 150],
    ['half a day above the hour', [steps(100, 540, 600), steps(100, 480, 1080)], 100],
    ['the hour by another code', [steps(100, 540, 600), steps(100, 540, 600)], 100],
    ['an hour that begins within the minutes', [steps(40, 543, 603)], 100],
  ])('%s', (_name, coarse, expected) => {
    for (const all of [
      [...minutes, ...coarse],
      [...coarse, ...minutes],
    ])
      expect(stepsOf(all, [])!.value).toBeCloseTo(expected, 6);
  });

  it('leaves another device the time of which it says nothing at all', () => {
    const phone = says('phone', 'steps', 60, at(570), at(630));
    expect(stepsOf([...minutes, steps(100, 540, 600), phone], [])!.value).toBeCloseTo(100 + 30, 6);
    expect(stepsOf([...minutes, phone], [])!.value).toBeCloseTo(100 + 60, 6);
  });

  it('costs no more when 20,000 intervals lie in one another', () => {
    const nested = Array.from({ length: 20_000 }, (_, i) =>
      says('watch', 'steps', i + 1, at(720) - i - 1, at(720) + i + 1),
    );
    expect(stepsOf(nested, [])!.value).toBeCloseTo(20_000, 3);
  });
});

describe('a device that tells only the minutes in which somebody walked', () => {
  const at = (minute: number) => START + minute * MINUTE_MS;
  const watch = (minutes: readonly number[], value: number) =>
    minutes.map((m) => says('watch', 'steps', value, at(m), at(m + 1)));
  /** Every third minute between nine and ten. */
  const walked = Array.from({ length: 20 }, (_, i) => 540 + 3 * i);
  const band = (value: number, from = 540, to = 600) => says('other', 'steps', value, at(from), at(to));

  it.each<[string, DayObservation[], number]>([
    ['an hour of another device that saw the same steps adds none', [...watch(walked, 20), band(400)], 400],
    ['one that saw fewer adds none', [...watch(walked, 20), band(300)], 400],
    ['one that saw more adds those', [...watch(walked, 20), band(450)], 450],
    [
      'one adds no more than an even share of the time that is left',
      [
        ...watch(
          [...Array(58).keys()].map((m) => 540 + m),
          5,
        ),
        band(400),
      ],
      290 + (400 * 2) / 60,
    ],
    [
      'the watch was taken off after twenty minutes',
      [...watch(walked.slice(0, 7), 20), band(1500)],
      140 + (1500 * 53) / 60,
    ],
    ['an hour in which it says nothing counts whole', [...watch(walked, 20), band(500, 600, 660)], 900],
    ['quarters are as good as minutes', [says('watch', 'steps', 300, at(540), at(555)), band(400)], 400],
    ['half an hour is no finer: an even share', [says('watch', 'steps', 300, at(540), at(570)), band(400)], 300 + 200],
    [
      'an interval in several parts is weighed as one',
      [
        ...watch(
          [...Array(20).keys()].map((m) => 540 + m),
          20,
        ),
        band(10, 570, 571),
        band(400),
      ],
      410,
    ],
    [
      'one that also tells the minutes, with less',
      [...watch(walked, 20), ...walked.map((m) => band(15, m, m + 1)), band(400)],
      400,
    ],
    [
      'one that also tells some of the minutes, with more',
      [...watch(walked, 20), ...walked.slice(0, 10).map((m) => band(30, m, m + 1)), band(500)],
      500,
    ],
    [
      'one that tells a quarter and the hour: what the quarter has lost is not lost once more',
      [
        ...watch(
          [...Array(7).keys()].map((m) => 540 + m),
          40,
        ),
        band(150, 540, 555),
        band(300),
      ],
      300,
    ],
    [
      'a count that its own hours have left behind does not stand for the day, also where others speak for these',
      [
        says('watch', 'steps', 100, at(540), at(780)),
        ...[540, 600, 660, 720].map((m) => band(500, m, m + 60)),
        band(300, 600, 600),
      ],
      100,
    ],
    [
      'the watch tells its hour, too, which says nothing new',
      [
        ...watch(
          [...Array(20).keys()].map((m) => 580 + m),
          20,
        ),
        says('watch', 'steps', 400, at(540), at(600)),
        band(800, 570, 630),
      ],
      800,
    ],
    [
      'a long interval beside one hour of minutes says nothing of the hours behind it',
      [...watch(walked, 100), band(2000, 540, 900)],
      2000,
    ],
    [
      'a third device, in the time that the first two leave',
      [...watch(walked, 20), band(450), says('phone', 'steps', 900, at(480), at(720))],
      900,
    ],
    [
      'a count of the morning does not stand for the day because the minutes of another device took its hours away',
      [
        ...watch(
          Array.from({ length: 80 }, (_, i) => 540 + 3 * i),
          25,
        ),
        ...[540, 600, 660, 720].map((m) => band(500, m, m + 60)),
        band(300, 600, 600),
        says('file', 'steps', 9000, DAY.startMs, DAY.endMs),
      ],
      9000,
    ],
  ])('%s', (_name, all, expected) => {
    const found = stepsOf(all, [IDS.watch, IDS.other, IDS.phone])!;
    expect(found.value).toBeCloseTo(expected, 6);
    expect([...found.counted.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(expected, 6);
  });

  it('sleep is told in pieces by one, as one night by the other: the night is not counted beside its pieces', () => {
    const pieces = Array.from({ length: 12 }, (_, i) =>
      says('watch', 'sleepDuration', 0.4, at(30 * i), at(30 * i + 24)),
    );
    const night = says('other', 'sleepDuration', 5, at(-30), at(390));
    const found = computeDay([...pieces, night], DAY).find(({ metric }) => metric === 'sleepDuration')!;
    expect(found.value).toBeCloseTo(5, 6);
  });
});

describe('noughts', () => {
  const at = (minute: number) => START + minute * MINUTE_MS;
  const perMinute = (kind: 'watch' | 'phone', value: number, from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => says(kind, 'steps', value, at(from + i), at(from + i + 1)));
  const pulses = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => says('watch', 'heartRate', 70, at(from + i)));
  const walked = perMinute('phone', 20, 720, 840);

  it.each<[string, DayObservation[], number]>([
    ['of a watch that nobody wore', perMinute('watch', 0, 720, 840), 2400],
    ['of a watch that nobody wore, told for the day', [says('watch', 'steps', 0, DAY.startMs, DAY.endMs)], 2400],
    [
      'where the pulse is missing that is there before and after',
      [
        ...pulses(420, 720),
        ...pulses(840, 1080),
        ...perMinute('watch', 5, 420, 720),
        ...perMinute('watch', 0, 720, 840),
      ],
      5 * 300 + 2400,
    ],
    [
      'where the watch has a pulse: they are a value',
      [...pulses(420, 1080), ...perMinute('watch', 5, 420, 720), ...perMinute('watch', 0, 720, 840)],
      5 * 300,
    ],
    [
      'half of them with a pulse, in one interval',
      [...pulses(420, 780), ...perMinute('watch', 5, 420, 720), says('watch', 'steps', 0, at(720), at(840))],
      5 * 300 + 1200,
    ],
    [
      'of a watch that measures no pulse and counted at other times: they are a value',
      [...perMinute('watch', 5, 420, 720), ...perMinute('watch', 0, 720, 840)],
      5 * 300,
    ],
  ])('%s', (_name, watch, expected) => {
    const day = computeDay([...walked, ...watch], DAY).find(({ metric }) => metric === 'steps')!;
    expect(day.value).toBeCloseTo(expected, 6);
    expect([...day.counted.values()].reduce((a, b) => a + b, 0)).toBeCloseTo(expected, 6);
  });

  it('of a watch that was off are no part of a longer interval of its own, and leave their time to others', () => {
    const on = pulses(420, 600);
    const own = [says('watch', 'steps', 240, at(600), at(840)), says('watch', 'steps', 0, at(720), at(780))];
    const of = (all: readonly DayObservation[]) => computeDay(all, DAY).find(({ metric }) => metric === 'steps')!;
    expect(of([...on, ...perMinute('watch', 1, 420, 600), ...own]).value).toBeCloseTo(180 + 240, 6);
    const carried = perMinute('phone', 4, 720, 780);
    expect(of([...on, ...perMinute('watch', 1, 420, 600), ...own, ...carried]).value).toBeCloseTo(180 + 240 + 240, 6);
  });

  it('told of a moment by a device that was off make no difference to its total', () => {
    const all = [
      ...pulses(420, 600),
      says('watch', 'steps', 900, DAY.startMs, DAY.endMs),
      says('watch', 'steps', 0, at(700)),
    ];
    const day = computeDay(all, DAY).find(({ metric }) => metric === 'steps')!;
    expect([day.value, day.sources[0]]).toEqual([
      900,
      expect.not.objectContaining({ totalMinusIntervals: expect.anything() }),
    ]);
  });

  it('of which nobody says otherwise stay noughts', () => {
    const day = computeDay(perMinute('watch', 0, 720, 840), DAY)[0]!;
    expect([day.value, day.hours![12], day.state]).toEqual([0, 0, 'notWorn']);
  });
});
