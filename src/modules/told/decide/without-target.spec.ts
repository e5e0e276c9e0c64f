import { expect, it } from '@jest/globals';
import { withoutTarget } from './without-target.js';

const facts = { metric: 'steps', value: 5000, target: 7000 };

it('says the same without the target, and nothing where the target is what it tells of', () => {
  expect(withoutTarget({ key: 'trend.levelled', facts })).toEqual({
    key: 'trend.levelled',
    facts: { metric: 'steps', value: 5000 },
  });
  expect(withoutTarget({ key: 'goal.reached', facts })).toBeNull();
});
