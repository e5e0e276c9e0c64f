import { describe, expect, it, jest } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Line } from './line-batch.js';
import { answerLines } from './line-stream.js';

const numbersOf = (lines: readonly Line[]) => Promise.resolve(lines.map(({ number }) => String(number)));

describe('a stream of lines and their answers', () => {
  it('answers a line while nothing else comes: who sends one and waits for its answer has it', async () => {
    const input = new PassThrough();
    const answers = answerLines(input, numbersOf);
    for (const number of [1, 2, 3]) {
      input.write('{}\n');
      expect((await answers.next()).value).toBe(`${number}\n`);
    }
    input.end();
    expect(await answers.next()).toEqual({ done: true, value: undefined });
  });

  /** What is handed over to be stored, and the way to have it stored. */
  function aStore() {
    const batches: { lines: readonly Line[]; store: () => void }[] = [];
    const handle = async (lines: readonly Line[]) => {
      await new Promise<void>((store) => batches.push({ lines, store }));
      return numbersOf(lines);
    };
    return { batches, handle };
  }

  it('what comes while something is being stored is stored together', async () => {
    const input = new PassThrough();
    const { batches, handle } = aStore();
    const answers = answerLines(input, handle);
    const first = answers.next();
    for (let line = 1; line <= 4; line++) {
      input.write('{}\n');
      await turn();
    }
    expect(batches).toHaveLength(1);
    batches[0]!.store();
    expect((await first).value).toBe('1\n');
    const second = answers.next();
    await turn();
    batches[1]!.store();
    expect((await second).value).toBe('2\n3\n4\n');
  });

  it('what has begun to arrive is handled with what came before it', async () => {
    const input = new PassThrough();
    const answers = answerLines(input, numbersOf);
    const first = answers.next();
    input.write('{}\n{');
    await turn();
    input.end('}');
    expect((await first).value).toBe('1\n2\n');
  });

  it('reads some full batches while the first is being stored, and no further; answers keep the order', async () => {
    const input = new PassThrough();
    const { batches, handle } = aStore();
    const answers = answerLines(input, handle);
    input.end('{}\n'.repeat(4500));
    const first = answers.next();
    await turn();
    expect(batches.map(({ lines }) => lines.length)).toEqual([1000, 1000, 1000]);
    batches[1]!.store();
    await turn();
    expect(batches).toHaveLength(3);
    batches[0]!.store();
    expect((await first).value).toMatch(/^1\n[^]*\n1000\n$/);
    expect((await answers.next()).value).toMatch(/^1001\n[^]*\n2000\n$/);
    const rest = answers.next();
    await turn();
    expect(batches.map(({ lines }) => lines.length)).toEqual([1000, 1000, 1000, 1000]);
    for (const { store } of batches) store();
    await rest;
  });

  it('loses nothing of what comes in pieces larger than a batch while the store hangs', async () => {
    const input = new PassThrough();
    const { batches, handle } = aStore();
    const answers = answerLines(input, handle);
    const first = answers.next();
    for (let piece = 0; piece < 4; piece++) {
      input.write('{}\n'.repeat(1700));
      await turn();
    }
    input.end();
    await turn();
    expect(batches).toHaveLength(3);
    const all = [first];
    for (let stored = 0; stored < 7; stored++) {
      batches[stored]!.store();
      await all.at(-1);
      all.push(answers.next());
      await turn();
    }
    const numbers = (await Promise.all(all)).flatMap(({ value }) => (value ?? '').split('\n').slice(0, -1));
    expect(numbers).toEqual(Array.from({ length: 6800 }, (_, i) => String(i + 1)));
  });

  it('whole lines do not wait for the end of another that has begun', async () => {
    const input = new PassThrough();
    const answers = answerLines(input, numbersOf);
    input.write('{}\n{}\n{');
    expect((await answers.next()).value).toBe('1\n2\n');
    input.end('}');
    expect((await answers.next()).value).toBe('3\n');
  });

  it('what comes while the store hangs leaves nothing behind on it: no chunk waits for the same promise again', async () => {
    const input = new PassThrough();
    const stored = Promise.withResolvers<readonly string[]>();
    const then = jest.spyOn(stored.promise, 'then');
    const answers = answerLines(input, () => stored.promise);
    const first = answers.next();
    input.write('{}\n');
    await turn();
    const before = then.mock.calls.length;
    for (let chunk = 0; chunk < 100; chunk++) {
      input.write('\n');
      await turn();
    }
    expect(before).toBeGreaterThan(0);
    expect(then).toHaveBeenCalledTimes(before);
    stored.resolve(['1']);
    expect((await first).value).toBe('1\n');
  });

  it('lets go of the sender when nobody waits for answers any more, or one fails', async () => {
    const left = new PassThrough();
    const answers = answerLines(left, numbersOf);
    left.write('{}\n');
    await answers.next();
    await answers.return(undefined);
    expect(left.destroyed).toBe(true);
    const failed = new PassThrough();
    failed.write('{}\n');
    await expect(answerLines(failed, () => Promise.reject(new Error('no store'))).next()).rejects.toThrow('no store');
    expect(failed.destroyed).toBe(true);
  });
});
