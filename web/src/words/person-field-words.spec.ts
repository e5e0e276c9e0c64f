import { describe, expect, it } from '@jest/globals';
import { NewPatient } from '../../../src/modules/patients/patients.schema.js';
import { type PersonField, personFieldWords, personProblems, serverFieldWords } from './person-field-words.js';

const RIGHT = {
  id: 'b3b0c7f0-5a0e-4c7d-9d37-0f5a3b1c2d4e',
  givenName: 'Zoë',
  familyName: 'Fableton',
  birthDate: '1961-02-03',
  timeZone: 'Europe/Berlin',
  monitoringConsent: true,
};
const isTaken = (field: PersonField, text: string) => NewPatient.safeParse({ ...RIGHT, [field]: text }).success;

describe('what is typed about a person', () => {
  it.each<[PersonField, string, string | null]>([
    ['givenName', ' ', 'Please fill in.'],
    ['familyName', 'x'.repeat(100), null],
    ['familyName', 'x'.repeat(101), 'At most 100 characters fit here.'],
    ['birthDate', '', 'Choose a day.'],
    ['birthDate', '1900-01-01', null],
    ['birthDate', '1899-12-31', 'Choose a day in the past, after 1900.'],
    ['birthDate', '2131-01-01', 'Choose a day in the past, after 1900.'],
    ['birthDate', '1961-02-30', 'Choose a day in the past, after 1900.'],
    ['email', 'zoe@home.example', null],
    ['email', 'zoe at home', 'Please give a complete address.'],
    ['email', 'zoe@home', 'Please give a complete address.'],
    ['email', `${'z'.repeat(190)}@home.example`, 'Please give a complete address.'],
    ['phone', '+49 (30) 123-45/67', null],
    ['phone', '12', 'Please give a telephone number, such as +49 30 1234567.'],
    ['phone', 'none', 'Please give a telephone number, such as +49 30 1234567.'],
  ])('%s %j: %s, and the server says the same', (field, text, words) => {
    expect(personFieldWords(field, text, true)).toBe(words);
    expect(isTaken(field, text)).toBe(words === null);
  });

  it('may be left out where nobody needs it', () => {
    const empty = { givenName: '', email: '', phone: ' ', language: '' };
    expect(personProblems(empty, ['givenName'])).toEqual({ givenName: 'Please fill in.' });
  });
});

it.each([
  ['must not be empty', 'This must not be empty.'],
  ['is your own: give another one', 'This is your own: give another one.'],
  ['Too late.', 'Too late.'],
])('the server’s “%s” is a sentence beside its field', (message, words) =>
  expect(serverFieldWords(message)).toBe(words),
);
