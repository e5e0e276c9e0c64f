import type { Shape } from './demo-shapes.js';

/** Everybody here is invented. One password for all: a demo holds nothing worth protecting, and says so on its sign-in page. */
export const DEMO_PASSWORD = 'stepwell-demo';
export const DEMO_CLINIC = {
  slug: 'demo',
  name: 'Curtain Call Pain Clinic',
  timeZone: 'Europe/Berlin',
} as const;

const at = (name: string) => `${name}@demo.stepwell.example`;

export interface DemoStaff {
  readonly email: string;
  readonly name: string;
  readonly role: 'clinician' | 'coordinator' | 'admin';
  readonly profession: string | null;
}

export const ADMIN: DemoStaff = { email: at('alex'), name: 'Alex Playbill', role: 'admin', profession: null };
export const COORDINATOR: DemoStaff = {
  email: at('ana'),
  name: 'Ana Rehearsal, RN',
  role: 'coordinator',
  profession: 'nurse-coordinator',
};
export const CLINICIANS: readonly DemoStaff[] = [
  { email: at('tobias'), name: 'Dr Tobias Script', role: 'clinician', profession: 'pain-physician' },
  { email: at('noor'), name: 'Noor Stagehand, PT', role: 'clinician', profession: 'physical-therapist' },
  { email: at('cleo'), name: 'Cleo Prompter', role: 'clinician', profession: 'psychologist' },
  { email: at('mara'), name: 'Mara Backdrop, OT', role: 'clinician', profession: 'occupational-therapist' },
  { email: at('ben'), name: 'Ben Understudy', role: 'clinician', profession: 'pharmacist' },
  { email: at('sam'), name: 'Sam Curtain', role: 'clinician', profession: 'social-worker' },
];

export interface DemoPatient {
  readonly key: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly birthDate: string;
  readonly gender: 'female' | 'male' | 'other';
  readonly timeZone: string;
  readonly shape: Shape;
  readonly baseSteps: number;
  readonly sleepHours: number;
  readonly pain: number;
  readonly goal?: string;
}

const berlin = { timeZone: 'Europe/Berlin' };
export const PATIENTS: readonly DemoPatient[] = [
  {
    key: 'juno',
    givenName: 'Juno',
    familyName: 'Fableton',
    birthDate: '1980-03-04',
    gender: 'female',
    ...berlin,
    shape: 'falling',
    baseSteps: 5600,
    sleepHours: 6.8,
    pain: 3,
    goal: 'Walk round the lake without stopping',
  },
  {
    key: 'marlow',
    givenName: 'Marlow',
    familyName: 'Notreal',
    birthDate: '1963-07-19',
    gender: 'male',
    ...berlin,
    shape: 'sleep-loss',
    baseSteps: 4200,
    sleepHours: 7.1,
    pain: 4,
  },
  {
    key: 'petra',
    givenName: 'Petra',
    familyName: 'Imaginary',
    birthDate: '1955-01-30',
    gender: 'female',
    ...berlin,
    shape: 'pain-rising',
    baseSteps: 3900,
    sleepHours: 6.4,
    pain: 4,
  },
  {
    key: 'silas',
    givenName: 'Silas',
    familyName: 'Fictive',
    birthDate: '1987-11-02',
    gender: 'male',
    ...berlin,
    shape: 'plateau',
    baseSteps: 4300,
    sleepHours: 7.0,
    pain: 5,
    goal: 'Work a full shift standing',
  },
  {
    key: 'dora',
    givenName: 'Dora',
    familyName: 'Pretendson',
    birthDate: '1974-05-23',
    gender: 'female',
    timeZone: 'Europe/London',
    shape: 'plateau',
    baseSteps: 3600,
    sleepHours: 6.2,
    pain: 5,
    goal: 'Take the stairs at home again',
  },
  {
    key: 'hugo',
    givenName: 'Hugo',
    familyName: 'Madeupsky',
    birthDate: '1969-09-12',
    gender: 'male',
    ...berlin,
    shape: 'improving',
    baseSteps: 3800,
    sleepHours: 6.0,
    pain: 6,
    goal: 'Sleep six hours and walk the dog',
  },
  {
    key: 'lena',
    givenName: 'Lena',
    familyName: 'Storybook',
    birthDate: '1992-02-14',
    gender: 'female',
    ...berlin,
    shape: 'improving',
    baseSteps: 5200,
    sleepHours: 6.6,
    pain: 5,
    goal: 'Cycle to work',
  },
  {
    key: 'greta',
    givenName: 'Greta',
    familyName: 'Mockworth',
    birthDate: '1958-12-08',
    gender: 'female',
    ...berlin,
    shape: 'stable',
    baseSteps: 6100,
    sleepHours: 7.2,
    pain: 3,
  },
  {
    key: 'otis',
    givenName: 'Otis',
    familyName: 'Examplar',
    birthDate: '1979-06-27',
    gender: 'male',
    ...berlin,
    shape: 'stable',
    baseSteps: 7400,
    sleepHours: 6.9,
    pain: 2,
  },
  {
    key: 'nina',
    givenName: 'Nina',
    familyName: 'Inventa',
    birthDate: '1985-08-16',
    gender: 'female',
    timeZone: 'America/New_York',
    shape: 'stable',
    baseSteps: 5000,
    sleepHours: 7.4,
    pain: 4,
  },
  {
    key: 'paul',
    givenName: 'Paul',
    familyName: 'Figment',
    birthDate: '1966-04-05',
    gender: 'male',
    ...berlin,
    shape: 'not-worn',
    baseSteps: 4700,
    sleepHours: 6.5,
    pain: 4,
  },
  {
    key: 'rosa',
    givenName: 'Rosa',
    familyName: 'Makebelief',
    birthDate: '1971-10-21',
    gender: 'female',
    ...berlin,
    shape: 'not-synced',
    baseSteps: 5300,
    sleepHours: 6.7,
    pain: 3,
  },
  {
    key: 'vera',
    givenName: 'Vera',
    familyName: 'Phantasy',
    birthDate: '1949-03-17',
    gender: 'female',
    ...berlin,
    shape: 'sparse',
    baseSteps: 2900,
    sleepHours: 6.1,
    pain: 5,
  },
  {
    key: 'jonas',
    givenName: 'Jonas',
    familyName: 'Daydream',
    birthDate: '1990-07-07',
    gender: 'male',
    ...berlin,
    shape: 'new-device',
    baseSteps: 6500,
    sleepHours: 7.0,
    pain: 3,
  },
];

/** Who signs in as a patient on the demo's sign-in page. */
export const PATIENT_SIGN_IN = 'juno';
export const patientEmail = (patient: DemoPatient): string => at(patient.key);
