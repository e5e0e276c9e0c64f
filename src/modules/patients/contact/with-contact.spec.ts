import { expect, it } from '@jest/globals';
import type { Resource } from '../../record/index.js';
import { readFhirPatient } from '../patient-resource.js';
import { withContact } from './with-contact.js';

const patient = {
  resourceType: 'Patient',
  name: [{ family: 'Walker' }],
  telecom: [
    { system: 'fax', value: '1' },
    { system: 'email', value: 'old@people.example', use: 'home' },
    { system: 'email', value: 'work@people.example', use: 'work' },
  ],
  communication: [
    { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'fr' }] }, preferred: true },
    { language: { text: 'Klingon' } },
  ],
} as Resource;

it('replaces what we use and keeps what we do not', () => {
  const changed = withContact(patient, { email: 'new@people.example', phone: '+49 30 1', language: 'de' });
  expect(changed).toEqual({
    resourceType: 'Patient',
    name: [{ family: 'Walker' }],
    telecom: [
      { system: 'phone', value: '+49 30 1' },
      { system: 'email', value: 'new@people.example' },
      { system: 'fax', value: '1' },
      { system: 'email', value: 'work@people.example', use: 'work' },
    ],
    communication: [
      { language: { coding: [{ system: 'urn:ietf:bcp:47', code: 'de' }] }, preferred: true },
      { language: { text: 'Klingon' } },
    ],
  });
  expect(readFhirPatient(changed)).toMatchObject({ email: 'new@people.example', phone: '+49 30 1', language: 'de' });
});

it('leaves no empty members, which FHIR forbids', () => {
  const none = withContact({ resourceType: 'Patient' } as Resource, { email: null, phone: null, language: null });
  expect(none).toEqual({ resourceType: 'Patient' });
});
