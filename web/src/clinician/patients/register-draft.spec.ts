import { describe, expect, it } from '@jest/globals';
import { NewPatient } from '../../../../src/modules/patients/patients.schema.js';
import { beginRegistering, bodyOf, isTyped, lookFor, problemsOf, type RegisterDraft } from './register-draft.js';

const ME = '0c8f2a64-63f4-4c0c-9a5b-5f0a5ad0b7a1';
const OTHER = '0c8f2a64-63f4-4c0c-9a5b-5f0a5ad0b7a2';
const draft = (person: Partial<RegisterDraft['person']> = {}, change: Partial<RegisterDraft> = {}): RegisterDraft => {
  const empty = beginRegistering(ME, 'Europe/Berlin');
  const zoe = { givenName: ' Zoë ', familyName: 'Fableton', birthDate: '1961-02-03' };
  return { ...empty, consent: true, ...change, person: { ...empty.person, ...zoe, ...person } };
};

describe('a registration as it is filled in', () => {
  it('is lost with what was typed, and nothing with one that is as it opened', () => {
    const begun = beginRegistering(ME, 'Europe/Berlin');
    expect(isTyped(begun, begun)).toBe(false);
    expect(isTyped({ ...begun, person: { ...begun.person, givenName: 'Z' } }, begun)).toBe(true);
    expect(isTyped({ ...begun, careTeam: [ME, OTHER] }, begun)).toBe(true);
  });

  it('says all that is wrong at once: what is empty, what cannot be, and the consent', () => {
    expect(problemsOf(beginRegistering(ME, 'Europe/Berlin'))).toEqual({
      givenName: 'Please fill in.',
      familyName: 'Please fill in.',
      birthDate: 'Choose a day.',
      consent: 'Monitoring needs the patient’s consent.',
    });
    const wrong = { familyName: '', birthDate: '2131-01-01', email: 'zoe at home', phone: '12' };
    expect(problemsOf(draft(wrong, { consent: false }))).toEqual({
      familyName: 'Please fill in.',
      birthDate: 'Choose a day in the past, after 1900.',
      email: 'Please give a complete address.',
      phone: 'Please give a telephone number, such as +49 30 1234567.',
      consent: 'Monitoring needs the patient’s consent.',
    });
    expect(problemsOf(draft())).toEqual({});
  });

  it('is sent as the server takes it', () => {
    const filled = draft({ gender: 'female', email: ' zoe@home.example ', phone: ' ' }, { careTeam: [OTHER] });
    const body = bodyOf(OTHER, filled);
    expect(body).toEqual({
      id: OTHER,
      givenName: 'Zoë',
      familyName: 'Fableton',
      birthDate: '1961-02-03',
      gender: 'female',
      email: 'zoe@home.example',
      timeZone: 'Europe/Berlin',
      careTeam: [OTHER],
      monitoringConsent: true,
    });
    expect(NewPatient.safeParse(body).success).toBe(true);
  });

  it('is looked for once it is known who it is, by a complete address too', () => {
    const who = { givenName: 'Zoë', familyName: 'Fableton', birthDate: '1961-02-03' };
    expect(lookFor(draft())).toEqual(who);
    expect(lookFor(draft({ email: 'zoe@ho' }))).toEqual(who);
    expect(lookFor(draft({ email: 'zoe@home.example' }, { consent: false }))).toEqual({
      ...who,
      email: 'zoe@home.example',
    });
    expect(lookFor(draft({ birthDate: '2131-01-01' }))).toBeNull();
  });

  it('begins with what the referral says', () => {
    const referral = { ...draft().person, gender: null, email: 'rosa@people.example', phone: null, language: 'de' };
    expect(beginRegistering(ME, 'Europe/Berlin', referral as never).person).toMatchObject({
      gender: '',
      email: 'rosa@people.example',
      phone: '',
      language: 'de',
    });
  });
});
