import { expect, it } from '@jest/globals';
import { decideCorrection } from './decide-correction.js';

const seen = {
  resourceType: 'Patient',
  name: [{ family: 'Walker', given: ['June'] }],
  birthDate: '1970-03-04',
  telecom: [{ system: 'phone', value: '1' }],
};
const wanted = { ...seen, name: [{ family: 'Stroller', given: ['June'] }], telecom: [{ system: 'phone', value: '9' }] };

it.each([
  ['the same', seen, ['write', 'write']],
  ['another name', { ...seen, name: [{ family: 'Runner', given: ['June'] }] }, ['stale', 'write']],
  ['another birth day', { ...seen, birthDate: '1971-03-04' }, ['stale', 'write']],
  ['a gender', { ...seen, gender: 'female' }, ['stale', 'write']],
  ['another telephone', { ...seen, telecom: [{ system: 'phone', value: '2' }] }, ['write', 'stale']],
  [
    'a mail address',
    { ...seen, telecom: [...seen.telecom, { system: 'email', value: 'a@b.example' }] },
    ['write', 'stale'],
  ],
  ['what we do not use', { ...seen, maritalStatus: { text: 'married' } }, ['write', 'write']],
  ['what is wanted', wanted, ['same', 'same']],
])('%s, since it was read: [name, telephone]', (_is, current, expected) => {
  const decide = (part: 'identity' | 'contact') => decideCorrection(part, { seen, current, wanted });
  expect([decide('identity'), decide('contact')]).toEqual(expected);
});

it('takes a version that never was for one that was not read', () => {
  expect(decideCorrection('contact', { seen: undefined, current: seen, wanted })).toBe('stale');
});
