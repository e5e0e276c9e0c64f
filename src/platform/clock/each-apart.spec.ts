import { expect, it } from '@jest/globals';
import { eachApart } from './each-apart.js';

it('goes on after one that failed, and says so at the end', async () => {
  const seen: number[] = [];
  const run = async (n: number) => {
    seen.push(n);
    if (n % 2 === 1) throw new Error(`${n} failed`);
  };
  await expect(eachApart([2, 3, 4], run, () => false)).rejects.toThrow('3 failed');
  expect(seen).toEqual([2, 3, 4]);
});

it('names all that failed, also of what is run apart inside', async () => {
  const fail = async (n: number) => {
    throw new Error(`${n} failed`);
  };
  const steps = [() => eachApart([1, 2], fail, () => false), () => fail(3), async () => undefined];
  const fault = await eachApart(steps, (step) => step(), () => false).catch((error: unknown) => error); // prettier-ignore
  expect(fault).toBeInstanceOf(AggregateError);
  expect((fault as AggregateError).errors.map(({ message }: Error) => message)).toEqual(['1 failed', '2 failed', '3 failed']); // prettier-ignore
});

it('keeps what failed before it was over', async () => {
  let isOver = false;
  const run = async () => {
    isOver = true;
    throw new Error('failed');
  };
  await expect(eachApart([1, 2], run, () => isOver)).rejects.toThrow('failed');
});

it('begins nothing more once it is over', async () => {
  const seen: number[] = [];
  await eachApart([1, 2, 3], async (n) => void seen.push(n), () => seen.length === 2); // prettier-ignore
  expect(seen).toEqual([1, 2]);
});
