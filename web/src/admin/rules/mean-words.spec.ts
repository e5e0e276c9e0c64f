import { expect, it } from '@jest/globals';
import { meanWords } from './mean-words.js';

it.each([
  [[], 52, '0.0'],
  [[1], 52, '0.02'],
  [[3, 3], 52, '0.1'],
  [[104], 52, '2.0'],
])('%p in %p weeks: %s a week', (counts, weeks, words) => {
  const all = [...counts, ...Array<number>(weeks - counts.length).fill(0)];
  expect(meanWords(all)).toBe(words);
});
