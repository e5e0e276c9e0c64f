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
