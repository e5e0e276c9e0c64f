import { number } from '../../words/index.js';

/** The mean of so many a week. One in a year is 0.02 a week, and not none. */
export function meanWords(counts: readonly number[]): string {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return number(mean, mean > 0 && mean < 0.1 ? 2 : 1);
}
