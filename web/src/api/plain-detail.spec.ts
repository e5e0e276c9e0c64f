import { expect, it } from '@jest/globals';
import { plainDetail } from './plain-detail.js';

it.each([
  [[{ path: 'name', message: 'must have at most 120 characters' }], 'Name must have at most 120 characters.'],
  [[{ path: 'givenName', message: 'must not be empty' }], 'Given name must not be empty.'],
  [
    [
      { path: 'birthDate', message: 'must be a day in the past, after 1900' },
      { path: 'holidays.3.openUntil', message: 'must be in the future' },
    ],
    'Date of birth must be a day in the past, after 1900. Open until must be in the future.',
  ],
  [[{ path: '', message: 'Say what shall be changed.' }], 'Say what shall be changed.'],
  [[{ path: 'code', message: 'Unrecognized key' }], 'Code: Unrecognized key.'],
])('%j is said as "%s"', (errors, sentence) => {
  expect(plainDetail(errors)).toBe(sentence);
});
