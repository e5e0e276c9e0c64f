import type { Course, DayState, LaneEvent, Outcome, Profession, Role, Tier, Visit } from '../api/types.js';
import { findInstrument } from '../../../src/instruments/index.js';
import type { Audience } from './format.js';

export const COURSE_WORDS: Record<Audience, Record<Course, string>> = {
  clinician: {
    urgent: 'Urgent',
    worse: 'Getting worse',
    plateau: 'Levelled off',
    improving: 'Improving',
    steady: 'Steady',
    none: 'Too little data',
  },
  caregiver: {
    urgent: 'Needs attention now',
    worse: 'Harder lately',
    plateau: 'Holding, no longer rising',
    improving: 'Getting easier',
    steady: 'About the same',
    none: 'Not enough days yet',
  },
  patient: {
    urgent: 'Please read this now',
    worse: 'Harder lately',
    plateau: 'Holding, no longer rising',
    improving: 'Getting easier',
    steady: 'About the same',
    none: 'Not enough days yet',
  },
};
export const TIER_WORDS: Record<Tier, { title: string; note: string }> = {
  now: { title: 'Now', note: 'answer within 15 min' },
  // What comes in the afternoon is due when the doors have been open long enough: maybe tomorrow, or on Monday.
  today: { title: 'Within a working day', note: '' },
  week: { title: 'This week', note: '' },
  good: { title: 'Good news', note: 'no clock' },
};
export const OUTCOME_WORDS: Record<Outcome, string> = {
  contacted: 'Contacted the patient',
  'plan-changed': 'Changed the plan',
  'visit-done': 'Visit done',
  'already-known': 'Known already',
  'no-action-needed': 'No action needed',
  'life-event': 'Something in life, no setback',
  'false-alarm': 'False alarm',
  'data-problem': 'Problem with the data',
};
export const ROLE_WORDS: Record<Role, string> = {
  clinician: 'Clinician',
  coordinator: 'Coordinator',
  admin: 'Administrator',
  auditor: 'Auditor',
  patient: 'Patient',
  caregiver: 'Caregiver',
};
export const PROFESSION_WORDS: Record<Profession, string> = {
  'pain-physician': 'Pain physician',
  'nurse-coordinator': 'Nurse coordinator',
  'physical-therapist': 'Physical therapist',
  'occupational-therapist': 'Occupational therapist',
  psychologist: 'Psychologist',
  pharmacist: 'Pharmacist',
  'social-worker': 'Social worker',
  dietitian: 'Dietitian',
  'sleep-specialist': 'Sleep specialist',
  other: 'Other',
};
export const isProfession = (value: unknown): value is Profession =>
  typeof value === 'string' && Object.hasOwn(PROFESSION_WORDS, value);
export const DAY_STATE_WORDS: Record<DayState, string> = {
  ok: '',
  low: 'worn, truly low',
  notYet: 'nothing yet',
  notWorn: 'not worn',
  notSynced: 'not synced',
  stalled: 'in contact, nothing new',
  notAsked: 'not asked',
  partial: 'day not over',
  late: 'late, not counted',
};
/** What a source is called: a form by the name of its questionnaire, under which nobody knows it otherwise. */
export const sourceName = (label: string, audience: Audience): string => {
  const names = findInstrument(label)?.names;
  return names?.[audience === 'clinician' ? 'clinic' : 'patient'] ?? label;
};
export const EVENT_WORDS: Record<LaneEvent['kind'], string> = {
  visit: 'Visit',
  device: 'Device',
  sprint: 'Sprint',
  // What it was stands in its own words.
  peg: 'Questionnaire',
  zone: 'Travel',
  flare: 'Flare',
  dose: 'Dose',
  procedure: 'Procedure',
};
export const NOTE_FIELD_WORDS: Record<'patientWords' | 'seen' | 'agreed', string> = {
  patientWords: 'Patient’s words',
  seen: 'Seen',
  agreed: 'Agreed',
};
export const MODALITY_WORDS: Record<Visit['modality'], string> = {
  video: 'Video',
  phone: 'Phone',
  'in-person': 'In person',
};
export const VISIT_STATE_WORDS: Record<Visit['state'], string> = {
  booked: 'Booked',
  waiting: 'Waiting',
  'in-progress': 'In progress',
  ended: 'Ended',
  cancelled: 'Cancelled',
};
/** 0..1 to one, two or three bars. */
export const confidenceBars = (confidence: number): 1 | 2 | 3 => (confidence >= 0.8 ? 3 : confidence >= 0.5 ? 2 : 1);
