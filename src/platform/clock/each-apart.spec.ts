import { expect, it } from '@jest/globals';
import { eachApart } from './each-apart.js';

it('goes on after one that failed, and says so at the end', async () => {
  const seen: number[] = [];
  const run = async (n: number) => {
    seen.push(n);
    if (n % 2 === 1) throw new Error(`${n} failed`);
  };
  await expect(eachApart([1, 2, 3, 4], run, () => false)).rejects.toThrow('1 failed');
  expect(seen).toEqual([1, 2, 3, 4]);
});

it('begins nothing more once it is over', async () => {
  const seen: number[] = [];
  await eachApart([1, 2, 3], async (n) => void seen.push(n), () => seen.length === 2); // prettier-ignore
  expect(seen).toEqual([1, 2]);
});
