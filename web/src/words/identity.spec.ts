import { expect, it } from '@jest/globals';
import { identityWords } from './identity.js';

it.each([
  [{ birthDate: '1971-03-04', gender: 'female' }, 'June Walker, born 4 Mar 1971, female'],
  [{ birthDate: '1971-09-04', gender: null }, 'June Walker, born 4 Sep 1971'],
  [{ birthDate: null, gender: 'unknown' }, 'June Walker, birth date not known, gender unknown'],
  [{ birthDate: null, gender: 'other' }, 'June Walker, birth date not known, gender other'],
])('%o is %s', (facts, words) => expect(identityWords({ name: 'June Walker', ...facts })).toBe(words));
