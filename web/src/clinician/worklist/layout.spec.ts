import { describe, expect, it } from '@jest/globals';
import { extend, start } from './board.js';
import { layOut } from './layout.js';
import { anAlert } from './worklist.testkit.js';

const rows = [
  anAlert({ id: 'a', tier: 'now' }),
  anAlert({ id: 'b', tier: 'week' }),
  anAlert({ id: 'c', tier: 'week' }),
];

describe('what stands below one another', () => {
  it('is a heading for each group that has rows, then the rows with their places', () => {
    const { items, groups, indexOf } = layOut(start({ items: rows, next: null }), null);
    expect(items.map(({ key }) => key)).toEqual(['heading-now', 'a', 'heading-week', 'b', 'c']);
    expect(items.flatMap((item) => (item.kind === 'row' ? [item.place] : []))).toEqual([1, 1, 2]);
    expect(groups.map(({ tier, from, to, size }) => [tier, from, to, size])).toEqual([
      ['now', 0, 2, 1],
      ['week', 2, 5, 2],
    ]);
    expect(indexOf.get('c')).toBe(4);
  });
  it('is on a phone also the evidence below the open row', () => {
    const { items, indexOf } = layOut(start({ items: rows, next: null }), 'b');
    expect(items.map(({ key }) => key)).toEqual(['heading-now', 'a', 'heading-week', 'b', 'evidence-b', 'c']);
    expect(indexOf.get('c')).toBe(5);
  });
  it('knows which group may go on behind the last row', () => {
    const board = start({ items: rows, next: 'more' });
    expect(layOut(board, null).groups.map(({ partial }) => partial)).toEqual([false, true]);
    expect(layOut(extend(board, { items: [], next: null }), null).groups.every(({ partial }) => !partial)).toBe(true);
  });
});
