import { describe, expect, it } from '@jest/globals';
import type { AlertRow, Tier } from '../../api/types.js';
import { merge, movedCount, neighbour, onScreen, patch, pillWords, showNew, type Board } from './board.js';

const row = (id: string, tier: Tier = 'today', more: Partial<AlertRow> = {}): AlertRow => ({
  id,
  version: 1,
  patient: { id: `p-${id}`, name: `Person ${id}`, age: 50 },
  kind: 'deterioration',
  domain: 'activity',
  course: 'worse',
  tier,
  sentence: { key: 'trend.steady', facts: {} },
  spark: { values: [], low: null, high: null },
  confidence: 0.9,
  confidenceFrom: 'evidence',
  state: 'open',
  owner: null,
  dueAt: null,
  raisedAt: '2026-11-20T08:00:00Z',
  updatedAt: '2026-11-20T08:00:00Z',
  ...more,
});
const ids = (board: Board) => onScreen(board).map((entry) => entry.row.id);

describe('the worklist board', () => {
  const start = merge(null, [
    row('c', 'week'),
    row('a', 'now'),
    row('b', 'today', { dueAt: '2026-11-20T12:00:00Z' }),
    row('d'),
  ]);

  it('shows everything at first: groups in order, due before not due', () => {
    expect(ids(start)).toEqual(['a', 'b', 'd', 'c']);
    expect(pillWords(start)).toBeNull();
  });
  it('lets arrivals wait and moves no row', () => {
    const next = merge(start, [row('n', 'now'), ...onScreen(start).map((entry) => entry.row)]);
    expect(ids(next)).toEqual(['a', 'b', 'd', 'c']);
    expect(pillWords(next)).toBe('1 new');
    const shown = showNew(next);
    expect(ids(shown)).toEqual(['a', 'n', 'b', 'd', 'c']);
    expect(pillWords(shown)).toBeNull();
  });
  it('says so when an empty list gets its first row', () => {
    const empty = merge(null, []);
    expect(pillWords(merge(empty, [row('n')]))).toBe('1 new');
  });
  it('updates a row where it stands, even when it belongs to another group now', () => {
    const next = merge(start, [row('a', 'now'), row('b'), row('d'), row('c', 'now', { version: 2, confidence: 0.4 })]);
    expect(ids(next)).toEqual(['a', 'b', 'd', 'c']);
    expect(onScreen(next)[3]!.row.confidence).toBe(0.4);
    expect(movedCount(next)).toBe(1);
    expect(pillWords(next)).toBe('1 moved');
    expect(ids(showNew(next))).toEqual(['a', 'c', 'b', 'd']);
  });
  it('keeps a row that was closed elsewhere until the next sorting', () => {
    const next = merge(start, [row('a', 'now'), row('d'), row('c', 'week')]);
    expect(onScreen(next).find((entry) => entry.row.id === 'b')?.gone).toBe(true);
    expect(ids(showNew(next))).toEqual(['a', 'd', 'c']);
    const back = merge(next, [row('a', 'now'), row('b'), row('d'), row('c', 'week')]);
    expect(onScreen(back).every((entry) => !entry.gone)).toBe(true);
  });
  it('does not let an older answer undo what was just done', () => {
    const done = patch(start, row('b', 'today', { version: 2, state: 'acknowledged' }));
    const late = merge(done, [row('a', 'now'), row('b'), row('d'), row('c', 'week')]);
    expect(onScreen(late)[1]!.row.state).toBe('acknowledged');
  });
  it('takes back a refused resolution', () => {
    const hoped = patch(start, row('b', 'today', { state: 'resolved' }));
    expect(onScreen(hoped)[1]!.gone).toBe(true);
    expect(onScreen(patch(hoped, row('b')))[1]!.gone).toBe(false);
  });
  it('walks the rows and stops at the ends', () => {
    expect(neighbour(start, 'a', 1)).toBe('b');
    expect(neighbour(start, 'c', 1)).toBe('c');
    expect(neighbour(start, 'a', -1)).toBe('a');
    expect(neighbour(start, null, 1)).toBe('a');
    expect(neighbour(merge(null, []), null, 1)).toBeNull();
  });
});
