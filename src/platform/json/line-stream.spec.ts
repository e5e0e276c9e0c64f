import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { answerLines, type Line } from './line-stream.js';

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

  it('reads some batches while the first is being stored, and no further; answers keep the order', async () => {
    const input = new PassThrough();
    const stored: (() => void)[] = [];
    const answers = answerLines(input, async (lines) => {
      await new Promise<void>((resolve) => stored.push(resolve));
      return numbersOf(lines);
    });
    const first = answers.next();
    for (let line = 1; line <= 6; line++) {
      input.write('{}\n');
      await turn();
    }
    expect(stored).toHaveLength(4);
    stored[1]!();
    await turn();
    stored[0]!();
    expect((await first).value).toBe('1\n');
    expect((await answers.next()).value).toBe('2\n');
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
