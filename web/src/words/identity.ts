import { civilDate } from './format.js';
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
