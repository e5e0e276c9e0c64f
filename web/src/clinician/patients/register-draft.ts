import type { NewPatient, Referral, Uuid } from '../../api/types.js';
import { personProblems, sayOnPage } from '../../words/index.js';

/** Somebody who is being registered, as it is filled in. */
export interface RegisterDraft {
  readonly person: typeof NOBODY;
  readonly timeZone: string;
  readonly careTeam: readonly Uuid[];
  /** Of the care team; anybody else counts as nobody. */
  readonly contact: Uuid;
  readonly consent: boolean;
}
export type PersonName = keyof typeof NOBODY;
export type RegisterProblems = Partial<Record<PersonName | 'consent', string>>;

const NOBODY = {
  givenName: '',
  familyName: '',
  birthDate: '',
  gender: '' as NonNullable<NewPatient['gender']> | '',
  email: '',
  phone: '',
  language: '',
};

/** @param me - on the care team, and the contact, unless somebody chooses otherwise */
export const beginRegistering = (me: Uuid, timeZone: string, referral?: Referral): RegisterDraft => ({
  person: referral ? personOf(referral) : NOBODY,
  timeZone,
  careTeam: [me],
  contact: me,
  consent: false,
});

const personOf = ({ givenName, familyName, birthDate, gender, email, phone, language }: Referral) => ({
  givenName,
  familyName,
  birthDate,
  gender: gender ?? ('' as const),
  email: email ?? '',
  phone: phone ?? '',
  language: language ?? '',
});

/** Whether anything in it is other than when the form opened: that would be lost with it. */
export const isTyped = (draft: RegisterDraft, begun: RegisterDraft): boolean =>
  JSON.stringify(draft) !== JSON.stringify(begun);

/** All that is wrong, by field, the consent too: nobody presses the button three times to hear three things. */
export function problemsOf({ person, consent }: RegisterDraft): RegisterProblems {
  const problems: RegisterProblems = personProblems(person, ['givenName', 'familyName', 'birthDate']);
  return consent ? problems : { ...problems, consent: sayOnPage('register.needsConsent') };
}

/** Whom to look for before; null while it is not known who it is. An address that is not complete is not asked about. */
export function lookFor(draft: RegisterDraft): LookFor | null {
  const { givenName, familyName, birthDate, email } = draft.person;
  const problems = problemsOf(draft);
  if (problems.givenName ?? problems.familyName ?? problems.birthDate) return null;
  const who = { givenName: givenName.trim(), familyName: familyName.trim(), birthDate };
  return email.trim() === '' || problems.email ? who : { ...who, email: email.trim() };
}
type LookFor = Pick<NewPatient, 'givenName' | 'familyName' | 'birthDate' | 'email'>;

/** What the server takes; only of a draft without problems. */
export function bodyOf(id: Uuid, { person, timeZone, careTeam, contact }: RegisterDraft): NewPatient {
  const { givenName, familyName, birthDate, gender, language } = person;
  const [email, phone] = [person.email.trim(), person.phone.trim()];
  return {
    id,
    givenName: givenName.trim(),
    familyName: familyName.trim(),
    birthDate,
    ...(gender && { gender }),
    timeZone,
    ...(email && { email }),
    ...(phone && { phone }),
    ...(language && { language }),
    careTeam: [...careTeam],
    ...(careTeam.includes(contact) && { contactPersonId: contact }),
    monitoringConsent: true,
  };
}
