import { describe, expect, it } from '@jest/globals';
import type { AlertRow, Tier } from '../../api/types.js';
import {
  type Board,
  byUrgency,
  extend,
  learn,
  movedCount,
  neighbour,
  patch,
  refresh,
  showNew,
  start,
} from './board.js';
import { anAlert } from './worklist.testkit.js';

const row = (id: string, tier: Tier = 'today', more: Partial<AlertRow> = {}) => anAlert({ id, tier, ...more });
const ids = (board: Board) => board.placed.map((entry) => entry.row.id);
const rowsOf = (board: Board) => board.placed.map((entry) => entry.row);
const piece = (items: AlertRow[], next: string | null = null) => ({ items: items.toSorted(byUrgency), next });

describe('the worklist board', () => {
  const begun = start(
    piece([row('c', 'week'), row('a', 'now'), row('b', 'today', { dueAt: '2026-11-20T12:00:00Z' }), row('d')]),
  );

  it('shows everything at first: groups in order, due before not due', () => {
    expect(ids(begun)).toEqual(['a', 'b', 'd', 'c']);
    expect(begun.waiting).toEqual([]);
  });
  it('lets arrivals wait and moves no row', () => {
    const next = refresh(begun, piece([row('n', 'now'), ...rowsOf(begun)]));
    expect(ids(next)).toEqual(['a', 'b', 'd', 'c']);
    expect(next.waiting.map(({ id }) => id)).toEqual(['n']);
    const shown = showNew(next);
    expect(ids(shown)).toEqual(['a', 'n', 'b', 'd', 'c']);
    expect(shown.waiting).toEqual([]);
  });
  it('shows at once what comes to an empty list: nothing there can move', () => {
    const empty = start(piece([]));
    for (const next of [refresh(empty, piece([row('n')])), learn(empty, ['n'], [row('n')])]) {
      expect(ids(next)).toEqual(['n']);
      expect(next.waiting).toEqual([]);
      expect(learn(next, ['m'], [row('m', 'now')]).waiting.map(({ id }) => id)).toEqual(['m']);
    }
  });
  it('updates a row where it stands, even when it belongs to another group now', () => {
    const next = learn(begun, ['c'], [row('c', 'now', { version: 2, confidence: 0.4 })]);
    expect(ids(next)).toEqual(['a', 'b', 'd', 'c']);
    expect(next.placed[3]!.row.confidence).toBe(0.4);
    expect(movedCount(next)).toBe(1);
    expect(ids(showNew(next))).toEqual(['a', 'c', 'b', 'd']);
  });
  it('keeps a row that has left the list until the next sorting', () => {
    const next = learn(begun, ['b'], []);
    expect(next.placed.filter((entry) => entry.gone).map((entry) => entry.row.id)).toEqual(['b']);
    expect(ids(showNew(next))).toEqual(['a', 'd', 'c']);
    expect(learn(next, ['b'], [row('b')]).placed.every((entry) => !entry.gone)).toBe(true);
  });
  it('says nothing about rows that it did not ask for', () => {
    expect(learn(begun, ['z'], []).placed.every((entry) => !entry.gone)).toBe(true);
  });
  it('lets go of an arrival that left before it was shown', () => {
    const next = learn(begun, ['n'], [row('n', 'now')]);
    expect(learn(next, ['n'], []).waiting).toEqual([]);
  });
  it('does not let an older answer undo what was just done', () => {
    const done = patch(begun, row('b', 'today', { version: 2, state: 'acknowledged' }));
    expect(refresh(done, piece(rowsOf(begun))).placed[1]!.row.state).toBe('acknowledged');
  });
  it('takes back a refused resolution', () => {
    const hoped = patch(begun, row('b', 'today', { state: 'resolved' }));
    expect(hoped.placed[1]!.gone).toBe(true);
    expect(patch(hoped, row('b')).placed[1]!.gone).toBe(false);
  });
  it('walks the rows and stops at the ends', () => {
    expect(neighbour(begun, 'a', 1)).toBe('b');
    expect(neighbour(begun, 'c', 1)).toBe('c');
    expect(neighbour(begun, 'a', -1)).toBe('a');
    expect(neighbour(begun, 'd', -Infinity)).toBe('a');
    expect(neighbour(begun, null, 1)).toBe('a');
    expect(neighbour(start(piece([])), null, 1)).toBeNull();
  });
});

describe('a list in pages', () => {
  const many = Array.from({ length: 6 }, (_, i) => row(`r${i}`, 'week', { dueAt: `2026-11-2${i}T12:00:00Z` }));
  const first = start(piece(many.slice(0, 3), 'page-2'));
  const whole = extend(first, piece(many.slice(3)));

  it('goes on behind the last row, each row once', () => {
    expect(ids(whole)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5']);
    expect(whole.next).toBeNull();
    expect(ids(extend(whole, piece(many.slice(3))))).toEqual(ids(whole));
  });
  it('keeps groups together when a page brings a row of an earlier one', () => {
    expect(ids(extend(first, piece([row('t', 'today'), ...many.slice(3)])))[0]).toBe('t');
  });
  it('takes rows behind a fetched beginning for unknown, not for gone', () => {
    const next = refresh(whole, piece(many.slice(0, 2), 'page-2'));
    expect(next.placed.every((entry) => !entry.gone)).toBe(true);
    expect(next.next).toBe('page-2');
    const without = refresh(whole, piece([many[0]!, many[2]!], 'page-2'));
    expect(without.placed.filter((entry) => entry.gone).map((entry) => entry.row.id)).toEqual(['r1']);
  });
  describe('loses nothing that belongs before its next page', () => {
    const [a, b, c] = [1, 3, 9].map((due, i) => row('abc'[i]!, 'today', { dueAt: `2026-11-0${due}T08:00:00Z` })) as [
      AlertRow,
      AlertRow,
      AlertRow,
    ];
    const page = start(piece([a, b, c], 'behind-c'));
    const early = row('n', 'today', { dueAt: '2026-11-05T08:00:00Z' });
    const hears = (board: Board) => learn(board, ['n'], [early]).waiting.map(({ id }) => id);

    it('when its last row has become worse where it stands', () => {
      expect(hears(learn(page, ['c'], [{ ...c, tier: 'now', version: 2 }]))).toEqual(['n']);
    });
    it('when its last rows are done and have been let go', () => {
      expect(hears(showNew(patch(patch(page, { ...b, state: 'resolved' }), { ...c, state: 'resolved' })))).toEqual([
        'n',
      ]);
    });
    it('when all of its rows are done at once', () => {
      const done = [a, b, c].reduce((board, one) => patch(board, { ...one, state: 'resolved' }), page);
      expect(hears(showNew(done))).toEqual(['n']);
      expect(showNew(done).next).toBe('behind-c');
    });
  });
  it('counts as new only what belongs before the last row: the rest comes with its page', () => {
    const early = row('early', 'now');
    const late = row('late', 'good');
    expect(learn(first, ['early', 'late'], [early, late]).waiting.map(({ id }) => id)).toEqual(['early']);
    expect(learn(whole, ['early', 'late'], [early, late]).waiting).toHaveLength(2);
  });
});
