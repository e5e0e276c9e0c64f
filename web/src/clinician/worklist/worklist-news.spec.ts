import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AlertList } from '../../api/types.js';
import type { fetchWorklist } from '../../api/worklist.js';
import { createNews } from './worklist-news.js';

const LIST: AlertList = { items: [], next: null, counts: null, heldBack: null, asOf: '2026-11-20T08:00:00Z' };
type Asked = { ids: readonly string[]; counted: boolean };

describe('news of alerts that the server rang for', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  function follow(answer: (n: number) => Promise<AlertList> = () => Promise.resolve(LIST)) {
    const asked: Asked[] = [];
    const learnt: string[][] = [];
    const fetch: typeof fetchWorklist = (_filters, { ids, counted }) => {
      asked.push({ ids: [...ids!], counted: counted! });
      return answer(asked.length);
    };
    const refetch = jest.fn(() => Promise.resolve());
    const { ask: news, acted } = createNews({}, { learnt: (ids) => void learnt.push([...ids]), refetch }, fetch);
    return { asked, learnt, refetch, news, acted, after: (ms: number) => jest.advanceTimersByTimeAsync(ms) };
  }

  it('are asked for at once, with the counts', async () => {
    const { news, asked, after } = follow();
    news('a');
    await after(0);
    expect(asked).toEqual([{ ids: ['a'], counted: true }]);
    await after(60_000);
    expect(asked).toHaveLength(1);
  });

  it('that follow closely are asked for at once as well, and counted once, when it is quiet again', async () => {
    const { news, asked, after } = follow();
    for (const id of ['a', 'b', 'c', 'd']) {
      news(id);
      await after(500);
    }
    expect(asked.map(({ ids, counted }) => [...ids, counted])).toEqual([
      ['a', true],
      ['b', false],
      ['c', false],
      ['d', false],
    ]);
    await after(60_000);
    expect(asked.slice(4)).toEqual([{ ids: ['b'], counted: true }]);
  });

  it('are asked for again when that failed, and none is forgotten', async () => {
    const { news, asked, learnt, after } = follow((n) =>
      n === 1 ? Promise.reject(new Error()) : Promise.resolve(LIST),
    );
    news('a');
    await after(100);
    news('b');
    await after(60_000);
    expect(asked[0]).toEqual({ ids: ['a'], counted: true });
    expect(new Set(learnt.flat())).toEqual(new Set(['a', 'b']));
    expect(asked.some(({ counted }) => counted)).toBe(true);
  });

  it('that were asked for before one acted do not count: a snooze that is done does not look undone', async () => {
    const { news, acted, asked, learnt, after } = follow(
      () => new Promise((resolve) => setTimeout(resolve, 1000, LIST)),
    );
    news('a');
    await after(500);
    news('b');
    acted('a');
    await after(600);
    expect(learnt).toEqual([[]]);
    await after(60_000);
    expect(asked.slice(1, 2).map(({ ids }) => ids.toSorted())).toEqual([['a', 'b']]);
    expect(learnt[1]!.toSorted()).toEqual(['a', 'b']);
  });

  it('of more alerts than one may ask for fetch the list anew', async () => {
    const { news, asked, refetch, after } = follow(() => new Promise((resolve) => setTimeout(resolve, 1000, LIST)));
    for (let n = 0; n < 102; n++) news(`alert ${n}`);
    await after(5000);
    expect(asked).toHaveLength(1);
    expect(refetch).toHaveBeenCalledTimes(1);
  });
});
