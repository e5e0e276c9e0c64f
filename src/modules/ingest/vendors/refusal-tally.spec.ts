import { expect, it } from '@jest/globals';
import { RefusalTally } from './refusal-tally.js';

it('counts each sentence, the commonest first', () => {
  const tally = new RefusalTally();
  tally.add('value must be a number');
  tally.addAll([
    { message: 'must not end before it starts', count: 2 },
    { message: 'nothing', count: 0 },
  ]);
  expect(tally.list()).toEqual([
    { message: 'must not end before it starts', count: 2 },
    { message: 'value must be a number', count: 1 },
  ]);
  expect(tally.total).toBe(3);
});

it('keeps twenty sentences, and loses no count of the others', () => {
  const tally = new RefusalTally();
  for (let i = 0; i < 30; i++) tally.add(`must be at most the ${i} minutes of its period`);
  tally.add('must be at most the 3 minutes of its period');
  expect(tally.list().slice(0, 2)).toEqual([
    { message: 'other reasons', count: 10 },
    { message: 'must be at most the 3 minutes of its period', count: 2 },
  ]);
  expect(tally.list()).toHaveLength(21);
  expect(tally.total).toBe(31);
});
