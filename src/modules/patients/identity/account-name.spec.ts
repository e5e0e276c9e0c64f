import { expect, it } from '@jest/globals';
import { accountNameAfter } from './account-name.js';

const before = { givenName: 'Jnue', familyName: 'Walker' };
const after = { givenName: 'June', familyName: 'Walker' };

it.each([
  ['the old name of the record', 'Jnue Walker', 'June Walker'],
  ['the old name, typed otherwise', ' jnue  WALKER ', 'June Walker'],
  ['a name of the own choice', 'Junie', null],
  ['a part of the old name', 'Jnue', null],
  ['the new name already', 'June Walker', null],
])('%s', (_is, account, expected) => {
  expect(accountNameAfter(account, before, after)).toBe(expected);
});

it('lets a capital letter be corrected, and leaves what is the same', () => {
  expect(accountNameAfter('june walker', { ...after, givenName: 'june' }, after)).toBe('June Walker');
  expect(accountNameAfter('June Walker', after, after)).toBeNull();
});

it('knows whoever has one name only', () => {
  expect(accountNameAfter('Walker', { ...before, givenName: '' }, after)).toBe('June Walker');
});
