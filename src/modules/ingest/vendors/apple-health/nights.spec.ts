import { describe, expect, it } from '@jest/globals';
import { Nights } from './nights.js';

const MINUTE = 60_000;
/** Minutes after an evening of no importance. */
const asleep = (from: number, to: number) => ({ startMs: from * MINUTE, endMs: to * MINUTE });

function nightsOf(...segments: [number, number][]) {
  const nights = new Nights();
  const told = segments.flatMap(([from, to]) => nights.add('watch', asleep(from, to)));
  return [...told, ...nights.closeAll()].map((n) => [n.startMs / MINUTE, n.endMs / MINUTE, n.asleepMs / MINUTE]);
}

describe('nights', () => {
  it.each<[string, [number, number][], number[][]]>([
    ['one segment', [[0, 90]], [[0, 90, 90]]],
    [
      'stages one after the other',
      [
        [0, 90],
        [90, 120],
        [120, 400],
      ],
      [[0, 400, 400]],
    ],
    [
      'awake for exactly an hour',
      [
        [0, 90],
        [150, 400],
      ],
      [[0, 400, 340]],
    ],
    [
      'awake for longer: another sleep',
      [
        [0, 90],
        [151, 400],
      ],
      [
        [0, 90, 90],
        [151, 400, 249],
      ],
    ],
    [
      'overlaps count once',
      [
        [0, 90],
        [60, 120],
        [30, 40],
      ],
      [[0, 120, 120]],
    ],
    [
      'the same segment twice',
      [
        [0, 90],
        [0, 90],
      ],
      [[0, 90, 90]],
    ],
    [
      'a segment that joins two nights',
      [
        [0, 90],
        [200, 300],
        [95, 190],
      ],
      [[0, 300, 285]],
    ],
    [
      'out of order',
      [
        [300, 400],
        [0, 90],
        [90, 299],
      ],
      [[0, 400, 399]],
    ],
    [
      'never longer than a day',
      [
        [0, 1000],
        [1010, 1600],
      ],
      [
        [0, 1000, 1000],
        [1010, 1600, 590],
      ],
    ],
  ])('%s', (_name, segments, expected) => expect(nightsOf(...segments)).toEqual(expected));

  it('keeps sources apart', () => {
    const nights = new Nights();
    nights.add('watch', asleep(0, 90));
    nights.add('phone', asleep(0, 80));
    expect(nights.closeAll().map((n) => [n.source, n.asleepMs / MINUTE])).toEqual([
      ['watch', 90],
      ['phone', 80],
    ]);
  });

  it('tells nights while they stream past, however many come', () => {
    const nights = new Nights();
    const told = Array.from({ length: 365 }, (_, day) => nights.add('watch', asleep(day * 1440, day * 1440 + 420)));
    expect(told.flat()).toHaveLength(361);
    expect(nights.closeAll()).toHaveLength(4);
  });

  it('does not keep a night open for every source a stranger invents', () => {
    const nights = new Nights();
    const told = Array.from({ length: 1000 }, (_, i) => nights.add(`app ${i}`, asleep(0, 60))).flat();
    expect(told.length + nights.closeAll().length).toBe(1000);
    expect(told.length).toBeGreaterThan(900);
  });
});
