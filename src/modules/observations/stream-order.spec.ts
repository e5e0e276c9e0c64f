import { describe, expect, it } from '@jest/globals';
import { setImmediate as turnOfLoop } from 'node:timers/promises';
import type { NewObservation } from './observation.js';
import { reading } from './reading.testkit.js';
import { StreamOrder } from './stream-order.js';

const HOUR = 3_600_000;

/** Two batches of one stream, the first of which hangs in the store: has the second begun to be stored? */
async function beginsBeside(first: NewObservation[], second: NewObservation[], isAlone = false): Promise<boolean> {
  const order = new StreamOrder();
  const stored = Promise.withResolvers<void>();
  const begun: string[] = [];
  const one = order.inTurn(async (turn) => {
    await turn.forThese(first);
    begun.push('first');
    await stored.promise;
  });
  const two = order.inTurn(async (turn) => {
    await (isAlone ? turn.alone() : turn.forThese(second));
    begun.push('second');
  });
  await turnOfLoop();
  const beside = begun.length === 2;
  stored.resolve();
  await Promise.all([one, two]);
  expect(begun).toEqual(['first', 'second']);
  return beside;
}

describe('the order of a stream', () => {
  it.each<[string, NewObservation[], NewObservation[], boolean]>([
    ['a later time of the same patient', [reading('a', 0), reading('a', HOUR)], [reading('a', 2 * HOUR)], true],
    ['another patient', [reading('a', 0)], [reading('b', 0)], true],
    ['the same reading', [reading('a', 0), reading('a', HOUR)], [reading('a', HOUR)], false],
    ['a reading among those before', [reading('a', 0), reading('a', 2 * HOUR)], [reading('a', HOUR)], false],
    ['one that does not say when', [reading('a', 0)], [reading('a', 5 * HOUR, { isUntimed: true })], false],
  ])('%s', async (_, first, second, isBeside) => {
    expect(await beginsBeside(first, second)).toBe(isBeside);
  });

  it('what must not wait later waits for whatever came before it', async () => {
    expect(await beginsBeside([reading('a', 0)], [reading('b', 0)], true)).toBe(false);
  });

  it('waits for each of several before it, and for none that comes after it', async () => {
    const order = new StreamOrder();
    const stored = Promise.withResolvers<void>();
    const begun: string[] = [];
    const store = (name: string, readings: NewObservation[]) =>
      order.inTurn(async (turn) => {
        await turn.forThese(readings);
        begun.push(name);
        await stored.promise;
      });
    const all = [
      store('first', [reading('a', 0)]),
      store('another', [reading('b', 0)]),
      store('corrects the first', [reading('a', 0)]),
      store('a third', [reading('c', 0)]),
    ];
    await turnOfLoop();
    expect(begun).toEqual(['first', 'another', 'a third']);
    stored.resolve();
    await Promise.all(all);
    expect(begun.at(-1)).toBe('corrects the first');
  });

  it('what must not wait later waits for the last of several before it', async () => {
    const order = new StreamOrder();
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const before = [order.inTurn(() => first.promise), order.inTurn(() => second.promise)];
    let isStored = false;
    const alone = order.inTurn((turn) => turn.alone().then(() => (isStored = true)));
    first.resolve();
    await turnOfLoop();
    expect(isStored).toBe(false);
    second.resolve();
    await Promise.all([...before, alone]);
    expect(isStored).toBe(true);
  });

  it('forgets a batch that is stored', async () => {
    const order = new StreamOrder();
    for (let batch = 0; batch < 10; batch++) await order.inTurn((turn) => turn.forThese([reading('a', batch)]));
    await expect(order.inTurn(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect((order as unknown as { underWay: Set<unknown> }).underWay.size).toBe(0);
  });

  it('goes on after a batch of which nothing was stored, or that failed', async () => {
    const order = new StreamOrder();
    await order.inTurn(async () => undefined);
    await expect(order.inTurn(() => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await order.inTurn((turn) => turn.forThese([reading('a', 0)]));
    await order.inTurn((turn) => turn.alone());
  });
});
