import { expect, it } from '@jest/globals';
import { losesContact } from './loses-contact.js';

const ways = (phone: string | null, email: string | null) => ({ phone, email });

it.each([
  ['both taken away', ways('1', 'a@b.example'), ways(null, null), true],
  ['the only one taken away', ways('1', null), ways(null, null), true],
  ['one of two left', ways('1', 'a@b.example'), ways(null, 'a@b.example'), false],
  ['there was none before', ways(null, null), ways(null, null), false],
  ['one is new', ways(null, null), ways('1', null), false],
])('whether somebody can still be reached: %s', (_is, before, after, loses) =>
  expect(losesContact(before, after)).toBe(loses),
);
