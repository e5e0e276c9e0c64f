import { civilDate } from './format.js';
import { languageName } from './doors.js';
import { sayOnPage } from './say.js';

/** As FHIR names them, in the order in which forms offer them. */
export const GENDERS = ['female', 'male', 'other', 'unknown'] as const;

/** "June Walker, born 4 Mar 1971, female". What is not known is said so, except for a gender that nobody asked for. */
export const identityWords = (patient: { name: string; birthDate: string | null; gender: string | null }): string =>
  sayOnPage('identity.line', {
    name: patient.name,
    birthDate: patient.birthDate ? civilDate(patient.birthDate) : 'none',
    gender: patient.gender ?? 'none',
  });

/** "+49 30 1 · june@people.example · German". */
export const contactWords = (patient: {
  phone: string | null;
  email: string | null;
  language: string | null;
}): string =>
  [patient.phone, patient.email, patient.language && languageName(patient.language)].filter(Boolean).join(' · ') ||
  sayOnPage('contact.nothing');
