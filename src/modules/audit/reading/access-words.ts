import { type Interaction, POLICY, type ResourceType } from '../../../platform/auth/policy.js';
import { isGivenReason } from './given-reasons.js';
import type { PURPOSES, SUBJECTS, VERBS } from './access-log.schema.js';

type Subject = (typeof SUBJECTS)[number];
type Verb = (typeof VERBS)[number];
type Purpose = (typeof PURPOSES)[number];

/** What a patient calls it. A type that is not here is told as "other", never hidden. */
const SUBJECT_OF: Readonly<Record<string, Subject>> = {
  Observation: 'numbers',
  Bundle: 'numbers',
  Upload: 'numbers',
  Source: 'numbers',
  TimeZone: 'record',
  Trend: 'numbers',
  Response: 'answers',
  Patient: 'record',
  Consent: 'record',
  Invitation: 'record',
  Member: 'record',
  AppGrant: 'record',
  ConsentText: 'record',
  Record: 'notes',
  Note: 'notes',
  Visit: 'visits',
  Conference: 'visits',
  Alert: 'alerts',
  AlertRule: 'alerts',
  AlertChain: 'alerts',
  AlertEconomics: 'alerts',
  BackTest: 'alerts',
  Delivery: 'alerts',
  Notice: 'alerts',
  SavedView: 'alerts',
  WeeklyReview: 'alerts',
  Sprint: 'plan',
  Treatment: 'treatments',
  Identity: 'record',
  CareTeam: 'record',
  Follower: 'record',
  Referral: 'record',
  PatientMatch: 'record',
  Directory: 'record',
  BreakGlass: 'record',
  Merge: 'record',
  Transfer: 'record',
  AuditEvent: 'rights',
  AccessLog: 'rights',
  PatientExport: 'rights',
  Correction: 'rights',
  Erasure: 'rights',
  LegalHold: 'rights',
};

export const subjectOf = (type: string): Subject => SUBJECT_OF[type] ?? 'other';

/** An export that is read leaves the house; everything that is neither read nor new has changed something. */
export function verbOf(type: string, interaction: string): Verb {
  if (interaction === 'export' || type === 'PatientExport') return 'exported';
  if (interaction === 'read' || interaction === 'search') return 'looked';
  return interaction === 'create' ? 'added' : 'changed';
}

const PURPOSE_OF: Readonly<Record<string, Purpose>> = {
  patient: 'self',
  clinician: 'care',
  coordinator: 'clinic',
  admin: 'administration',
  auditor: 'checking',
  caregiver: 'granted',
  system: 'program',
};

export const purposeOf = (role: string): Purpose => PURPOSE_OF[role] ?? 'program';

interface DoneAct {
  readonly role: string;
  readonly type: string;
  readonly interaction: string;
  /** In the words that the patient reads. */
  readonly reason: string | null;
}

/**
 * As what did somebody do this? A clinician treats whom only a care team reaches, unless the glass was broken; lists of names
 * are open to all clinicians.
 *
 * @param isOnTeam - on this patient's care team today
 */
export function purposeOfAct({ role, type, interaction, reason }: DoneAct, isOnTeam: boolean): Purpose {
  if (role !== 'clinician') return purposeOf(role);
  if (isGivenReason(reason)) return 'glass';

  const reach = POLICY[type as ResourceType]?.[interaction as Interaction]?.clinician;
  return isOnTeam || reach === 'team' ? 'care' : 'colleague';
}
