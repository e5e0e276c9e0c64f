import { describe, expect, it } from '@jest/globals';
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

const readIdentity = (of: Resource) => {
  const { givenName, familyName, birthDate, gender } = readFhirPatient(of);
  return { givenName, familyName, birthDate: birthDate!, gender };
};

it('keeps a name that is as it was, in all its parts', () => {
  const changed = withIdentity(patient, identity);
  expect(changed).toEqual({ ...patient, gender: 'female', birthDate: '1971-03-04' });
  expect(readFhirPatient(changed)).toMatchObject(identity);
});

it('corrects the name that we use, and no other', () => {
  const changed = withIdentity(patient, { ...identity, givenName: 'Jane' });
  expect(changed).toMatchObject({
    name: [
      { use: 'maiden', family: 'Runner' },
      { use: 'official', family: 'Walker', given: ['Jane'] },
    ],
  });
});

describe('a name of which one part was wrong', () => {
  const name = {
    use: 'official',
    text: 'Prof. Anna Maria Walker',
    _text: { extension: [{ url: 'http://example.org/spoken', valueString: 'Walker' }] },
    family: 'Walker',
    _family: { extension: [{ url: 'http://example.org/own-name', valueString: 'Walker' }] },
    given: ['Anna', 'Maria'],
    _given: [null, { extension: [{ url: 'http://example.org/second', valueBoolean: true }] }],
    prefix: ['Prof.'],
    suffix: ['PhD'],
    period: { start: '2001-02-03' },
    extension: [{ url: 'http://example.org/checked', valueBoolean: true }],
  };
  const anna = { resourceType: 'Patient', name: [name], gender: 'female', birthDate: '1970-03-04' } as Resource;
  const { text: _t, _text, ...untold } = name;
  const corrected = (change: object) => withIdentity(anna, { ...readIdentity(anna), ...change });

  it.each([
    ['the family name: given names stay several', { familyName: 'Stroller' }, { family: 'Stroller' }, '_family'],
    ['the given name', { givenName: 'Anne Maria' }, { given: ['Anne Maria'] }, '_given'],
  ] as const)('keeps the rest of it, and no words of the whole that are no longer so: %s', (_is, change, part, of) => {
    const { [of]: _said, ...rest } = untold;
    expect(corrected(change)).toEqual({ ...anna, name: [{ ...rest, ...part }] });
  });
});

it('leaves no gender where none is said, and names whoever had no name', () => {
  expect(withIdentity({ resourceType: 'Patient', gender: 'male' } as Resource, { ...identity, gender: null })).toEqual({
    resourceType: 'Patient',
    name: [{ family: 'Walker', given: ['June May'] }],
    birthDate: '1971-03-04',
  });
});
