import { expect, it } from '@jest/globals';
import type { Resource } from '../../record/index.js';
import { readFhirPatient } from '../patient-resource.js';
import { withIdentity } from './with-identity.js';

const patient = {
  resourceType: 'Patient',
  name: [
    { use: 'maiden', family: 'Runner' },
    { use: 'official', text: 'Prof. June May Walker', prefix: ['Prof.'], family: 'Walker', given: ['June', 'May'] },
  ],
  gender: 'male',
  birthDate: '1970-03-04',
  _birthDate: { extension: [{ url: 'http://example.org/certain', valueBoolean: true }] },
  telecom: [{ system: 'phone', value: '1' }],
} as unknown as Resource;
const identity = { givenName: 'June May', familyName: 'Walker', birthDate: '1971-03-04', gender: 'female' };

it('keeps a name that is as it was, in all its parts', () => {
  const changed = withIdentity(patient, identity);
  expect(changed).toEqual({ ...patient, gender: 'female', birthDate: '1971-03-04' });
  expect(readFhirPatient(changed)).toMatchObject(identity);
});

it('replaces the name that we use, and no other', () => {
  const changed = withIdentity(patient, { ...identity, familyName: 'Stroller' });
  expect(changed).toMatchObject({
    name: [
      { use: 'maiden', family: 'Runner' },
      { use: 'official', family: 'Stroller', given: ['June May'] },
    ],
  });
  // The old words of the whole name would say what is no longer so.
  expect(JSON.stringify(changed)).not.toContain('Prof.');
});

it('leaves no gender where none is said, and names whoever had no name', () => {
  expect(withIdentity({ resourceType: 'Patient', gender: 'male' } as Resource, { ...identity, gender: null })).toEqual({
    resourceType: 'Patient',
    name: [{ family: 'Walker', given: ['June May'] }],
    birthDate: '1971-03-04',
  });
});
