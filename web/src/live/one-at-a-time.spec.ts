import { describe, expect, it } from '@jest/globals';
import { oneAtATime } from './one-at-a-time.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('one at a time', () => {
  it('answers a burst with one run now and one after it', async () => {
    const open: (() => void)[] = [];
    const ask = oneAtATime(() => new Promise<void>((resolve) => open.push(resolve)));
    for (let i = 0; i < 100; i++) ask();
    expect(open).toHaveLength(1);
    open[0]!();
    await turn();
    expect(open).toHaveLength(2);
    open[1]!();
    await turn();
    expect(open).toHaveLength(2);
    ask();
    expect(open).toHaveLength(3);
  });
  it('goes on after a failure', async () => {
    let runs = 0;
    const ask = oneAtATime(() => {
      runs += 1;
      return Promise.reject(new Error('no connection'));
    });
    ask();
    await turn();
    ask();
    await turn();
    expect(runs).toBe(2);
  });
});
