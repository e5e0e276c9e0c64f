import type { Principal, Role } from './caller.js';
import type { SharingPurpose } from './consent-condition.js';
import { scopeAllows, type ScopeContext } from './scopes.js';

/** How far an allowed act goes. own: the patient's own compartment; delegated: what a patient granted; team: patients whose care team has me; shared: patients who agreed to what an integration is for; clinic: all of the clinic. */
export type Reach = 'own' | 'delegated' | 'team' | 'shared' | 'clinic';

export type ResourceType =
  | 'Session'
  | 'Credential'
  | 'Member'
  | 'Invitation'
  | 'Patient'
  | 'Consent'
  | 'ConsentText'
  | 'Observation'
  | 'Bundle'
  | 'Upload'
  | 'Response'
  | 'Source'
  | 'TimeZone'
  | 'Trend'
  | 'Sprint'
  | 'Treatment'
  | 'DetectionSetting'
  | 'Alert'
  | 'AlertRule'
  | 'BackTest'
  | 'AlertChain'
  | 'WeeklyReview'
  | 'AlertEconomics'
  | 'NoticeSetting'
  | 'ClinicChannel'
  | 'Notice'
  | 'SavedView'
  | 'Visit'
  | 'Conference'
  | 'Note'
  | 'Delivery'
  | 'Record'
  | 'AuditEvent'
  | 'AccessLog'
  | 'PatientExport'
  | 'Correction'
  | 'Erasure'
  | 'LegalHold'
  | 'Retention'
  | 'App'
  | 'AppGrant'
  | 'AppRequest'
  | 'Clinic'
  | 'ClinicChange'
  | 'Team'
  | 'Absence'
  | 'Rota'
  | 'Identity'
  | 'CareTeam'
  | 'Follower'
  | 'Referral'
  | 'PatientMatch'
  | 'Merge'
  | 'Transfer'
  | 'Directory'
  | 'BreakGlass';

export type Interaction =
  | 'read'
  | 'search'
  | 'create'
  | 'update'
  | 'delete'
  | 'prove'
  | 'sign-in'
  | 'recover'
  | 'acknowledge'
  | 'resolve'
  | 'snooze'
  | 'hand-off'
  | 'undo'
  | 'note'
  | 'arrive'
  | 'admit'
  | 'join'
  | 'end'
  | 'cancel'
  | 'approve'
  | 'export';

type Row = Partial<Record<Role, Reach>>;

const EVERY_PERSON: Row = {
  clinician: 'clinic',
  coordinator: 'clinic',
  admin: 'clinic',
  auditor: 'clinic',
  patient: 'own',
  caregiver: 'delegated',
};
const CARE_READ: Row = {
  clinician: 'team',
  coordinator: 'clinic',
  patient: 'own',
  caregiver: 'delegated',
  system: 'clinic',
};
const CARE_TEAM: Row = { clinician: 'team', coordinator: 'clinic' };
const CARE_STAFF: Row = { clinician: 'clinic', coordinator: 'clinic' };
const STAFF: Row = { ...CARE_STAFF, admin: 'clinic' };
/** Of clinicians and coordinators what is each one's own. */
const OWN_OF_CARE_TEAM: Row = { clinician: 'own', coordinator: 'own' };

/**
 * The authorisation matrix: default deny, a row per type and interaction. `reach` is then applied to the patient by
 * `reachPatient` and `patientFilter`; a system client needs a matching scope besides.
 */
export const POLICY: Readonly<Record<ResourceType, Partial<Record<Interaction, Row>>>> = {
  // The own sessions, and the own ways of proving who one is.
  Session: {
    read: EVERY_PERSON,
    search: EVERY_PERSON,
    update: EVERY_PERSON,
    create: EVERY_PERSON,
    delete: EVERY_PERSON,
    prove: EVERY_PERSON,
    // By whoever proves to be somebody; the audit calls it so.
    'sign-in': {},
  },
  Credential: {
    search: EVERY_PERSON,
    create: EVERY_PERSON,
    update: EVERY_PERSON,
    delete: EVERY_PERSON,
    // By whoever holds a link from a mail.
    recover: {},
  },
  // Nobody creates a member by a role: whoever holds an invitation accepts it, and the audit calls that so.
  Member: {
    search: { clinician: 'clinic', coordinator: 'clinic', admin: 'clinic', auditor: 'clinic' },
    create: {},
    update: { admin: 'clinic' },
  },
  Invitation: {
    search: { admin: 'clinic', coordinator: 'clinic' },
    create: { admin: 'clinic', coordinator: 'clinic' },
    update: { admin: 'clinic', coordinator: 'clinic' },
    delete: { admin: 'clinic', coordinator: 'clinic' },
  },
  Patient: {
    read: { ...CARE_READ, admin: 'clinic' },
    search: { ...CARE_READ, admin: 'clinic' },
    create: { clinician: 'clinic', coordinator: 'clinic', system: 'clinic' },
    // Telephone, mail and language.
    update: { patient: 'own', clinician: 'team', coordinator: 'clinic', system: 'clinic' },
  },
  // Decided by the patient; the team records what the patient said, and how.
  Consent: { read: CARE_READ, search: CARE_READ, update: { patient: 'own', ...CARE_TEAM } },
  ConsentText: {
    search: { clinician: 'clinic', coordinator: 'clinic', admin: 'clinic' },
    create: { admin: 'clinic' },
  },
  Observation: {
    read: CARE_READ,
    search: CARE_READ,
    create: { patient: 'own', clinician: 'team', coordinator: 'clinic', system: 'clinic' },
    // Corrected or marked as an error by a person, who is named with it. Patients ask for it (Correction), the team does it.
    update: CARE_TEAM,
  },
  // The envelope only; each entry passes the choke point again as what it is.
  Bundle: { create: { patient: 'own', clinician: 'team', coordinator: 'clinic', system: 'clinic' } },
  Upload: {
    read: { patient: 'own', clinician: 'team', coordinator: 'clinic', system: 'clinic' },
    search: { patient: 'own', clinician: 'team', coordinator: 'clinic', system: 'clinic' },
    create: { patient: 'own', clinician: 'team', coordinator: 'clinic', system: 'clinic' },
    // Taking it back.
    update: { patient: 'own', clinician: 'team', coordinator: 'clinic', system: 'clinic' },
  },
  Response: {
    search: CARE_READ,
    create: { patient: 'own', caregiver: 'delegated', clinician: 'team', coordinator: 'clinic' },
    // What somebody answered is theirs to put right.
    update: { patient: 'own' },
  },
  // Whose word counts first, and where somebody was: the patient knows best, the team may help.
  Source: { read: CARE_READ, update: { patient: 'own', ...CARE_TEAM } },
  TimeZone: { read: CARE_READ, update: { patient: 'own', ...CARE_TEAM } },
  Trend: { read: CARE_READ },
  // What a sprint was before it was changed; the sprint itself comes with the patient.
  Sprint: { read: CARE_TEAM, create: CARE_TEAM, update: CARE_TEAM },
  // Doses and procedures, on our own pages. Programs and apps read and send them as the records they are.
  Treatment: {
    search: { ...CARE_TEAM, patient: 'own', caregiver: 'delegated' },
    create: CARE_TEAM,
    update: CARE_TEAM,
    delete: CARE_TEAM,
  },
  DetectionSetting: {
    read: { clinician: 'clinic', coordinator: 'clinic', admin: 'clinic' },
    update: { admin: 'clinic' },
  },
  // update: several at once; each of them is looked at as if it came alone.
  Alert: {
    read: CARE_TEAM,
    search: CARE_TEAM,
    update: CARE_TEAM,
    acknowledge: CARE_TEAM,
    snooze: CARE_TEAM,
    'hand-off': CARE_TEAM,
    resolve: CARE_TEAM,
    undo: CARE_TEAM,
    note: CARE_TEAM,
  },
  // Of one patient by the team (admins read those: alerts/rules/reach-scope.ts), of the clinic and its programmes by
  // whoever has all of the clinic in reach.
  AlertRule: { search: { ...CARE_TEAM, admin: 'clinic' }, update: { ...CARE_TEAM, admin: 'clinic' } },
  // The panel of a team meeting: whom one may see, one reviews.
  WeeklyReview: { search: CARE_TEAM },
  // How often each rule was right: figures of the whole clinic, nothing about patients.
  AlertEconomics: { read: STAFF, export: { coordinator: 'clinic', admin: 'clinic' } },
  // What another rule would have meant, in figures, for whoever may change that rule. The patients behind them: Alert.search.
  BackTest: {
    search: { ...CARE_TEAM, admin: 'clinic' },
    read: { ...CARE_TEAM, admin: 'clinic' },
    create: { ...CARE_TEAM, admin: 'clinic' },
    cancel: { ...CARE_TEAM, admin: 'clinic' },
  },
  // Whether anybody can be told at all: nothing about patients.
  AlertChain: { read: STAFF },
  // How I am told, and on which of my devices.
  NoticeSetting: { read: EVERY_PERSON, update: EVERY_PERSON, create: EVERY_PERSON, delete: EVERY_PERSON },
  // Where the clinic itself is told.
  ClinicChannel: { read: { admin: 'clinic' }, update: { admin: 'clinic' } },
  // What patients are told of an alert, and their answer to it.
  Notice: {
    search: { patient: 'own', caregiver: 'delegated' },
    create: { patient: 'own', caregiver: 'delegated' },
    undo: { patient: 'own', caregiver: 'delegated' },
  },
  // Everybody's own, in one clinic.
  SavedView: { search: OWN_OF_CARE_TEAM, update: OWN_OF_CARE_TEAM, delete: OWN_OF_CARE_TEAM },
  Visit: {
    read: { clinician: 'team', coordinator: 'clinic', patient: 'own', caregiver: 'delegated' },
    search: { clinician: 'team', coordinator: 'clinic', patient: 'own', caregiver: 'delegated' },
    create: CARE_TEAM,
    arrive: { patient: 'own', caregiver: 'delegated' },
    admit: CARE_TEAM,
    end: CARE_TEAM,
    cancel: { ...CARE_TEAM, patient: 'own' },
  },
  Conference: { join: { clinician: 'team', coordinator: 'clinic', patient: 'own', caregiver: 'delegated' } },
  Note: { read: CARE_TEAM, search: CARE_TEAM, update: CARE_TEAM },
  Delivery: { read: EVERY_PERSON },
  Record: { read: CARE_READ, search: CARE_READ, create: { ...CARE_TEAM, system: 'clinic' } },
  // `own` of people of the clinic: what they did themselves. What it tells is who did what, never what was read.
  AuditEvent: {
    read: { clinician: 'own', coordinator: 'own', admin: 'clinic', auditor: 'clinic', patient: 'own' },
    search: { clinician: 'own', coordinator: 'own', admin: 'clinic', auditor: 'clinic', patient: 'own' },
    export: { admin: 'clinic', auditor: 'clinic' },
  },
  // Who looked at me, in plain words: the patient's alone.
  AccessLog: { read: { patient: 'own' } },
  // The whole of a patient's data: for the patient, and with a reason for a clinician who treats them. Nobody who runs the
  // clinic takes it alone.
  PatientExport: {
    create: { patient: 'own', clinician: 'team' },
    search: { patient: 'own', clinician: 'team' },
    read: { patient: 'own', clinician: 'team' },
  },
  Correction: {
    create: { patient: 'own' },
    // How many wait.
    read: { patient: 'own', ...CARE_TEAM },
    search: { patient: 'own', ...CARE_TEAM },
    resolve: CARE_TEAM,
    // That the answer was read.
    acknowledge: { patient: 'own' },
  },
  // Asked for by the patient or the coordinator, approved by an admin who did not ask.
  Erasure: {
    read: { patient: 'own', coordinator: 'clinic', admin: 'clinic' },
    search: { coordinator: 'clinic', admin: 'clinic', auditor: 'clinic' },
    create: { patient: 'own', coordinator: 'clinic' },
    approve: { admin: 'clinic' },
    cancel: { patient: 'own', coordinator: 'clinic', admin: 'clinic' },
    // By the worker once its day has come; the audit calls it so.
    delete: {},
  },
  LegalHold: { create: { admin: 'clinic' }, update: { admin: 'clinic' } },
  Retention: { read: { coordinator: 'clinic', admin: 'clinic', auditor: 'clinic' }, update: { admin: 'clinic' } },
  // Which apps there are is the admin's to say. read and delete of a grant are about one's own, search and end about all.
  App: {
    search: { admin: 'clinic' },
    create: { admin: 'clinic' },
    update: { admin: 'clinic' },
    delete: { admin: 'clinic' },
  },
  AppGrant: { read: EVERY_PERSON, delete: EVERY_PERSON, search: { admin: 'clinic' }, end: { admin: 'clinic' } },
  AppRequest: { read: EVERY_PERSON, resolve: EVERY_PERSON },
  // When the door is open is for everybody; what changed, and who changed it, for those who run the clinic
  // and those who check it.
  Clinic: { read: EVERY_PERSON, update: { admin: 'clinic' } },
  ClinicChange: { search: { admin: 'clinic', auditor: 'clinic' } },
  Team: { search: STAFF, update: { admin: 'clinic' }, end: { admin: 'clinic' } },
  // `own` of a clinician: the own absence.
  Absence: { search: STAFF, create: { ...STAFF, clinician: 'own' }, end: { ...STAFF, clinician: 'own' } },
  Rota: {
    read: STAFF,
    update: { coordinator: 'clinic', admin: 'clinic' },
    end: { coordinator: 'clinic', admin: 'clinic' },
  },
  // Name, birth day and gender: patients ask for it (Correction), the team does it.
  Identity: { update: CARE_TEAM },
  CareTeam: { update: { ...CARE_TEAM, admin: 'clinic' } },
  // What a follower sees is the patient's choice alone; the team may end it, never widen it.
  Follower: {
    search: { patient: 'own', ...CARE_TEAM },
    create: { patient: 'own' },
    update: { patient: 'own' },
    // Whom the team has invited waits for this.
    approve: { patient: 'own' },
    end: { patient: 'own', ...CARE_TEAM },
  },
  // People who are nobody's patients yet: whoever may register them may see them.
  Referral: {
    search: CARE_STAFF,
    create: { ...CARE_STAFF, system: 'clinic' },
    resolve: CARE_STAFF,
  },
  // Names and birth dates of the whole clinic, so that nobody is registered twice.
  PatientMatch: { search: CARE_STAFF },
  Merge: {
    search: { coordinator: 'clinic', admin: 'clinic' },
    create: { coordinator: 'clinic' },
    resolve: { admin: 'clinic' },
    cancel: { admin: 'clinic' },
  },
  Transfer: {
    search: { coordinator: 'clinic', admin: 'clinic' },
    read: { coordinator: 'clinic' },
    create: { coordinator: 'clinic' },
    cancel: { coordinator: 'clinic', admin: 'clinic' },
    resolve: { coordinator: 'clinic' },
  },
  // Names and birth days of the clinic's patients, to find the one whose glass must be broken. Coordinators reach them anyway.
  Directory: { search: { clinician: 'clinic' } },
  // `own`: the glasses that oneself has broken. Administrators judge, and never break one.
  BreakGlass: {
    create: { clinician: 'clinic' },
    read: { clinician: 'own' },
    end: { clinician: 'own' },
    search: { admin: 'clinic' },
    resolve: { admin: 'clinic' },
  },
};

/** What a delegation must name for `delegated` to reach a type. Absent: no delegation reaches it. */
export const CATEGORY_OF: Readonly<Partial<Record<ResourceType, string>>> = {
  Patient: 'trends',
  Observation: 'trends',
  Source: 'trends',
  TimeZone: 'trends',
  Trend: 'trends',
  Notice: 'trends',
  Visit: 'visits',
  Conference: 'visits',
  Response: 'responses',
  Consent: 'notes',
  Record: 'notes',
  Treatment: 'notes',
};

/** FHIR type whose scope an app or system client needs for one of our types. Absent: none of them, whatever its scopes. */
const SCOPED_AS: Partial<Record<ResourceType, string>> = {
  Patient: 'Patient',
  Observation: 'Observation',
  Bundle: 'Observation',
  Upload: 'Observation',
  Source: 'Observation',
  TimeZone: 'Patient',
  Trend: 'Observation',
  Response: 'QuestionnaireResponse',
  Referral: 'ServiceRequest',
  Consent: 'Consent',
};
const LETTER: Partial<Record<Interaction, string>> = { create: 'c', read: 'r', update: 'u', search: 's' };

/**
 * May this role do this, and how far? Undefined: no.
 *
 * @param scopes - SMART v2 scopes of a system client, space separated (`system/Observation.cruds`); others ignore it
 * @param recordType - FHIR type for `Record`, which serves several
 */
export function decideReach(
  role: Role,
  type: ResourceType,
  interaction: Interaction,
  scopes: string,
  recordType?: string,
): Reach | undefined {
  const reach = POLICY[type][interaction]?.[role];
  if (reach === undefined || role !== 'system') return reach;
  return scopesCover(scopes, type, interaction, 'system', recordType) ? reach : undefined;
}

/**
 * May a person do this through an app, how far, and is it about one patient only? A scope narrows the person's own
 * rights and never widens them. Undefined: no.
 */
export function decideAppReach(
  role: Role,
  type: ResourceType,
  interaction: Interaction,
  scopes: string,
  recordType?: string,
): { readonly reach: Reach; readonly context: 'user' | 'patient' } | undefined {
  const reach = POLICY[type][interaction]?.[role];
  if (reach === undefined) return undefined;
  if (scopesCover(scopes, type, interaction, 'user', recordType)) return { reach, context: 'user' };
  // Within one patient nobody registers another, and referrals are about people who are nobody's patients yet.
  if (type === 'Referral' || (type === 'Patient' && interaction === 'create')) return undefined;
  return scopesCover(scopes, type, interaction, 'patient', recordType) ? { reach, context: 'patient' } : undefined;
}

/**
 * Which scope does a program or app lack for what its role may do? Undefined: none, or no scope would give it.
 *
 * @returns such as `system/Procedure.c`
 */
export function findLackingScope(
  { kind, role, scopes }: Pick<Principal, 'kind' | 'role' | 'scopes'>,
  type: ResourceType,
  interaction: Interaction,
  recordType?: string,
): string | undefined {
  const needed = recordType ?? SCOPED_AS[type];
  const letter = LETTER[interaction];
  if (kind === 'person' || !needed || !letter || !POLICY[type][interaction]?.[role]) return undefined;
  const contexts: readonly ScopeContext[] = kind === 'app' ? ['user', 'patient'] : ['system'];
  return contexts.some((context) => scopeAllows(scopes, needed, letter, context))
    ? undefined
    : `${contexts[0]}/${needed}.${letter}`;
}

type Reader = Pick<Principal, 'kind' | 'role' | 'scopes' | 'inPatient' | 'sharesFor'>;

/** `covers` for records of one FHIR type. */
export const coversRecords = (reader: Reader, recordType: string, patientId: string): boolean =>
  covers(reader, 'Record', 'search', patientId, recordType);

/**
 * May somebody do this, by role and scopes, where it stands among other things about a patient? How far is for the reach
 * to say.
 */
export function covers(
  reader: Reader,
  type: ResourceType,
  interaction: Interaction,
  patientId: string,
  recordType?: string,
): boolean {
  const { kind, role, scopes, inPatient, sharesFor } = reader;
  if (kind !== 'app') {
    const reach = decideReach(role, type, interaction, scopes, recordType);
    return (sharesFor ? narrowToShared(reach, interaction, sharesFor, recordType) : reach) !== undefined;
  }
  const allowed = decideAppReach(role, type, interaction, scopes, recordType);
  return allowed?.context === 'user' || (allowed !== undefined && inPatient === patientId);
}

function scopesCover(
  scopes: string,
  type: ResourceType,
  interaction: Interaction,
  context: ScopeContext,
  recordType: string | undefined,
): boolean {
  const needed = recordType ?? SCOPED_AS[type];
  const letter = LETTER[interaction];
  return needed !== undefined && letter !== undefined && scopeAllows(scopes, needed, letter, context);
}

/** Patients agree that research uses their numbers and their answers: not what they take, nor what was done to them. */
const NOT_FOR_RESEARCH: ReadonlySet<string> = new Set(['MedicationStatement', 'Procedure']);

/** What is left of a reach for an integration outside the treatment: to read of those who agreed, what they agreed to. */
export function narrowToShared(
  reach: Reach | undefined,
  interaction: Interaction,
  purpose: SharingPurpose,
  recordType?: string,
): Reach | undefined {
  if (reach === undefined || (interaction !== 'read' && interaction !== 'search')) return undefined;
  return purpose === 'research' && recordType !== undefined && NOT_FOR_RESEARCH.has(recordType) ? undefined : 'shared';
}
