import { expect, it } from '@jest/globals';
import { keepTyped } from './keep-typed.js';

const opened = { given: 'Jnue', born: '1970-03-04', gender: '' };

it.each([
  ['nothing typed: what is so now', {}, { born: '1971-03-04' }, { ...opened, born: '1971-03-04' }],
  [
    'another field than theirs: both',
    { given: 'June' },
    { born: '1971-03-04' },
    { ...opened, given: 'June', born: '1971-03-04' },
  ],
  ['the same field: mine', { given: 'June' }, { given: 'Jane' }, { ...opened, given: 'June' }],
  ['emptied: stays empty', { born: '' }, { born: '1971-03-04' }, { ...opened, born: '' }],
])('%s', (_is, mine, theirs, expected) => {
  expect(keepTyped({ opened, typed: { ...opened, ...mine }, now: { ...opened, ...theirs } })).toEqual(expected);
});

it('a target that was chosen or left out stays so, one of theirs comes along', () => {
  type Targets = Partial<Record<'steps' | 'sleep' | 'mood', string>>;
  const fields: Record<'opened' | 'typed' | 'now', Targets> = {
    opened: { steps: '8000', sleep: '7' },
    typed: { steps: '8000', mood: '6' },
    now: { steps: '9000', sleep: '8' },
  };
  expect(keepTyped(fields)).toEqual({ steps: '9000', mood: '6' });
});
