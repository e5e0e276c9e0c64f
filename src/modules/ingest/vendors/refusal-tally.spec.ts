import { expect, it } from '@jest/globals';
import { RefusalTally } from './refusal-tally.js';

it('counts each sentence, the commonest first', () => {
  const tally = new RefusalTally();
  tally.add({ message: 'value must be a number' });
  tally.addAll([
    { code: 'INVALID', message: 'must not end before it starts', count: 2 },
    { code: 'INVALID', message: 'nothing', count: 0 },
  ]);
  expect(tally.list()).toEqual([
    { code: 'INVALID', message: 'must not end before it starts', count: 2 },
    { code: 'INVALID', message: 'value must be a number', count: 1 },
  ]);
  expect(tally.total).toBe(3);
});

it('is the same sentence, however long the entry was', () => {
  const tally = new RefusalTally();
  for (const minutes of [3, 60])
    tally.add({ message: `sleepDuration must be at most the ${minutes} minutes of its period` });
  expect(tally.list()).toEqual([{ code: 'INVALID', message: 'sleepDuration must be at most its period', count: 2 }]);
});

it('keeps forty sentences, loses no count of the others, and tells of them last', () => {
  const tally = new RefusalTally();
  for (let i = 0; i < 60; i++) tally.add({ message: `unit must be ${i}` });
  tally.add({ message: 'unit must be 3' });
  expect(tally.list()[0]).toMatchObject({ message: 'unit must be 3', count: 2 });
  expect(tally.list().at(-1)).toMatchObject({ message: 'other reasons', count: 20 });
  expect(tally.list()).toHaveLength(41);
  expect(tally.total).toBe(61);
});

it.each([
  ['dataPoints[3].steps.interval.endTime', 'is missing', 'endTime is missing'],
  ['sleep.0.levels.1', 'must be an object', 'an entry of levels must be an object'],
  ['activities-heart.0.value', 'value must be a number', 'value must be a number'],
  ['', 'must not end before it starts', 'must not end before it starts'],
])('at %j says of what: %s', (path, message, sentence) => {
  const tally = new RefusalTally();
  tally.add({ path, message });
  expect(tally.list()).toEqual([{ code: 'INVALID', message: sentence, count: 1 }]);
});
