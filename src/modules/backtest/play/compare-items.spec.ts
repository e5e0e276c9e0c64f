import { describe, expect, it } from '@jest/globals';
import { compareItems, type DatedItem } from './compare-items.js';

const DAY = (n: number) => `2026-03-${String(n).padStart(2, '0')}`;
const item = (day: number, change: { key?: string; event?: DatedItem['event'] } = {}): DatedItem =>
  ({
    on: DAY(day),
    event: change.event ?? 'raised',
    concern: { kind: 'deterioration', key: change.key ?? 'activity' },
  }) as DatedItem;
const daysOf = (items: readonly DatedItem[]) => items.map(({ on }) => on);

describe('which items are the same', () => {
  it.each<[string, number[], number[], { pairs: [number, number][]; vanishes: number[]; appears: number[] }]>([
    ['the same days', [10, 20], [10, 20], { pairs: [[10, 10], [20, 20]], vanishes: [], appears: [] }], // prettier-ignore
    ['the earlier one of two is gone', [10, 20], [20], { pairs: [[20, 20]], vanishes: [10], appears: [] }],
    ['an earlier one comes', [20], [10, 20], { pairs: [[20, 20]], vanishes: [], appears: [10] }],
    ['told later', [10], [15], { pairs: [[10, 15]], vanishes: [], appears: [] }],
    ['the nearer of two', [10], [4, 12], { pairs: [[10, 12]], vanishes: [], appears: [4] }],
    ['two weeks apart', [1], [15], { pairs: [[1, 15]], vanishes: [], appears: [] }],
    ['further apart than two weeks', [1], [16], { pairs: [], vanishes: [1], appears: [16] }],
    ['both a little later', [10, 20], [11, 21], { pairs: [[10, 11], [20, 21]], vanishes: [], appears: [] }], // prettier-ignore
  ])('%s', (_name, before, after, expected) => {
    const { pairs, vanishes, appears } = compareItems(
      before.map((day) => item(day)),
      after.map((day) => item(day)),
    );
    const found = pairs.map((pair) => [pair.before.on, pair.after.on]).toSorted();
    expect(found).toEqual(expected.pairs.map((pair) => pair.map(DAY)));
    expect({ vanishes: daysOf(vanishes), appears: daysOf(appears) }).toEqual({
      vanishes: expected.vanishes.map(DAY),
      appears: expected.appears.map(DAY),
    });
  });

  it.each([
    ['another concern', { key: 'sleep' }],
    ['grown worse, not raised', { event: 'worsened' as const }],
  ])('%s is another item', (_name, change) => {
    const { pairs, vanishes, appears } = compareItems([item(10)], [item(10, change)]);
    expect([pairs.length, vanishes.length, appears.length]).toEqual([0, 1, 1]);
  });
});
