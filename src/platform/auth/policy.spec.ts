import { describe, expect, it } from '@jest/globals';
import type { Role } from './caller.js';
import {
  CATEGORY_OF,
  covers,
  coversRecords,
  decideAppReach,
  decideReach,
  type Interaction,
  POLICY,
  type ResourceType,
} from './policy.js';
import { scopeAllows } from './scopes.js';
import { DANGEROUS } from './step-up.js';

const ROLES: readonly Role[] = ['clinician', 'coordinator', 'admin', 'auditor', 'patient', 'caregiver', 'system'];
const ALL = 'system/*.cruds';

/**
 * The matrix as people read it: a row per act, a column per role. `-` is no. This is written down a second time on
 * purpose: a change of rights must be made in two places.
 */
const MATRIX = `
                          clinician    coordinator  admin        auditor      patient      caregiver    system
  Session.search          clinic       clinic       clinic       clinic       own          delegated    -
  Session.delete          clinic       clinic       clinic       clinic       own          delegated    -
  Session.prove           clinic       clinic       clinic       clinic       own          delegated    -
  Session.sign-in         -            -            -            -            -            -            -
  Credential.search       clinic       clinic       clinic       clinic       own          delegated    -
  Credential.create       clinic       clinic       clinic       clinic       own          delegated    -
  Credential.update       clinic       clinic       clinic       clinic       own          delegated    -
  Credential.delete       clinic       clinic       clinic       clinic       own          delegated    -
  Credential.recover      -            -            -            -            -            -            -
  Invitation.search       -            clinic       clinic       -            -            -            -
  Invitation.update       -            clinic       clinic       -            -            -            -
  Invitation.delete       -            clinic       clinic       -            -            -            -
  Session.read            clinic       clinic       clinic       clinic       own          delegated    -
  Session.update          clinic       clinic       clinic       clinic       own          delegated    -
  Session.create          clinic       clinic       clinic       clinic       own          delegated    -
  Member.search           clinic       clinic       clinic       clinic       -            -            -
  Member.create           -            -            -            -            -            -            -
  Member.update           -            -            clinic       -            -            -            -
  Invitation.create       -            clinic       clinic       -            -            -            -
  Patient.read            team         clinic       clinic       -            own          delegated    clinic
  Patient.search          team         clinic       clinic       -            own          delegated    clinic
  Patient.create          clinic       clinic       -            -            -            -            clinic
  Patient.update          team         clinic       -            -            own          -            clinic
  Consent.read            team         clinic       -            -            own          delegated    clinic
  Consent.search          team         clinic       -            -            own          delegated    clinic
  Consent.update          team         clinic       -            -            own          -            -
  Observation.read        team         clinic       -            -            own          delegated    clinic
  Observation.search      team         clinic       -            -            own          delegated    clinic
  Observation.create      team         clinic       -            -            own          -            clinic
  Observation.update      team         clinic       -            -            -            -            -
  Bundle.create           team         clinic       -            -            own          -            clinic
  Upload.read             team         clinic       -            -            own          -            clinic
  Upload.search           team         clinic       -            -            own          -            clinic
  Upload.create           team         clinic       -            -            own          -            clinic
  Upload.update           team         clinic       -            -            own          -            clinic
  Response.search         team         clinic       -            -            own          delegated    clinic
  Response.create         team         clinic       -            -            own          delegated    -
  Response.update         -            -            -            -            own          -            -
  Source.read             team         clinic       -            -            own          delegated    clinic
  Source.update           team         clinic       -            -            own          -            -
  TimeZone.read           team         clinic       -            -            own          delegated    clinic
  TimeZone.update         team         clinic       -            -            own          -            -
  Trend.read              team         clinic       -            -            own          delegated    clinic
  Sprint.read             team         clinic       -            -            -            -            -
  Sprint.create           team         clinic       -            -            -            -            -
  Sprint.update           team         clinic       -            -            -            -            -
  Treatment.search        team         clinic       -            -            own          delegated    -
  Treatment.create        team         clinic       -            -            -            -            -
  Treatment.update        team         clinic       -            -            -            -            -
  Treatment.delete        team         clinic       -            -            -            -            -
  DetectionSetting.read   clinic       clinic       clinic       -            -            -            -
  DetectionSetting.update -            -            clinic       -            -            -            -
  Alert.read              team         clinic       -            -            -            -            -
  Alert.search            team         clinic       -            -            -            -            -
  Alert.update            team         clinic       -            -            -            -            -
  Alert.acknowledge       team         clinic       -            -            -            -            -
  Alert.snooze            team         clinic       -            -            -            -            -
  Alert.hand-off          team         clinic       -            -            -            -            -
  Alert.undo              team         clinic       -            -            -            -            -
  Alert.note              team         clinic       -            -            -            -            -
  Alert.resolve           team         clinic       -            -            -            -            -
  AlertRule.search        team         clinic       clinic       -            -            -            -
  AlertRule.update        team         clinic       clinic       -            -            -            -
  WeeklyReview.search     team         clinic       -            -            -            -            -
  AlertEconomics.read     clinic       clinic       clinic       -            -            -            -
  AlertEconomics.export   -            clinic       clinic       -            -            -            -
  BackTest.search         team         clinic       clinic       -            -            -            -
  BackTest.read           team         clinic       clinic       -            -            -            -
  BackTest.create         team         clinic       clinic       -            -            -            -
  BackTest.cancel         team         clinic       clinic       -            -            -            -
  AlertChain.read         clinic       clinic       clinic       -            -            -            -
  NoticeSetting.read      clinic       clinic       clinic       clinic       own          delegated    -
  NoticeSetting.update    clinic       clinic       clinic       clinic       own          delegated    -
  NoticeSetting.create    clinic       clinic       clinic       clinic       own          delegated    -
  NoticeSetting.delete    clinic       clinic       clinic       clinic       own          delegated    -
  ClinicChannel.read      -            -            clinic       -            -            -            -
  ClinicChannel.update    -            -            clinic       -            -            -            -
  Notice.search           -            -            -            -            own          delegated    -
  Notice.create           -            -            -            -            own          delegated    -
  Notice.undo             -            -            -            -            own          delegated    -
  SavedView.search        own          own          -            -            -            -            -
  SavedView.update        own          own          -            -            -            -            -
  SavedView.delete        own          own          -            -            -            -            -
  Visit.read              team         clinic       -            -            own          delegated    -
  Visit.search            team         clinic       -            -            own          delegated    -
  Visit.create            team         clinic       -            -            -            -            -
  Visit.arrive            -            -            -            -            own          delegated    -
  Visit.admit             team         clinic       -            -            -            -            -
  Visit.end               team         clinic       -            -            -            -            -
  Visit.cancel            team         clinic       -            -            own          -            -
  Conference.join         team         clinic       -            -            own          delegated    -
  Note.read               team         clinic       -            -            -            -            -
  Note.search             team         clinic       -            -            -            -            -
  Note.update             team         clinic       -            -            -            -            -
  Delivery.read           clinic       clinic       clinic       clinic       own          delegated    -
  Record.read             team         clinic       -            -            own          delegated    clinic
  Record.search           team         clinic       -            -            own          delegated    clinic
  Record.create           team         clinic       -            -            -            -            clinic
  AuditEvent.read         own          own          clinic       clinic       own          -            -
  AuditEvent.search       own          own          clinic       clinic       own          -            -
  AuditEvent.export       -            -            clinic       clinic       -            -            -
  AccessLog.read          -            -            -            -            own          -            -
  PatientExport.create    team         -            -            -            own          -            -
  PatientExport.search    team         -            -            -            own          -            -
  PatientExport.read      team         -            -            -            own          -            -
  Correction.create       -            -            -            -            own          -            -
  Correction.read         team         clinic       -            -            own          -            -
  Correction.search       team         clinic       -            -            own          -            -
  Correction.resolve      team         clinic       -            -            -            -            -
  Correction.acknowledge  -            -            -            -            own          -            -
  Erasure.read            -            clinic       clinic       -            own          -            -
  Erasure.search          -            clinic       clinic       clinic       -            -            -
  Erasure.create          -            clinic       -            -            own          -            -
  Erasure.approve         -            -            clinic       -            -            -            -
  Erasure.cancel          -            clinic       clinic       -            own          -            -
  Erasure.delete          -            -            -            -            -            -            -
  LegalHold.create        -            -            clinic       -            -            -            -
  LegalHold.update        -            -            clinic       -            -            -            -
  Retention.read          -            clinic       clinic       clinic       -            -            -
  Retention.update        -            -            clinic       -            -            -            -
  App.search              -            -            clinic       -            -            -            -
  App.create              -            -            clinic       -            -            -            -
  App.update              -            -            clinic       -            -            -            -
  App.delete              -            -            clinic       -            -            -            -
  AppGrant.search         -            -            clinic       -            -            -            -
  AppGrant.end            -            -            clinic       -            -            -            -
  AppGrant.read           clinic       clinic       clinic       clinic       own          delegated    -
  AppGrant.delete         clinic       clinic       clinic       clinic       own          delegated    -
  AppRequest.read         clinic       clinic       clinic       clinic       own          delegated    -
  AppRequest.resolve      clinic       clinic       clinic       clinic       own          delegated    -
  Clinic.read             clinic       clinic       clinic       clinic       own          delegated    -
  Clinic.update           -            -            clinic       -            -            -            -
  ClinicChange.search     -            -            clinic       clinic       -            -            -
  Team.search             clinic       clinic       clinic       -            -            -            -
  Team.update             -            -            clinic       -            -            -            -
  Team.end                -            -            clinic       -            -            -            -
  Absence.search          clinic       clinic       clinic       -            -            -            -
  Absence.create          own          clinic       clinic       -            -            -            -
  Absence.end             own          clinic       clinic       -            -            -            -
  Rota.read               clinic       clinic       clinic       -            -            -            -
  Rota.update             -            clinic       clinic       -            -            -            -
  Rota.end                -            clinic       clinic       -            -            -            -
  Identity.update         team         clinic       -            -            -            -            -
  CareTeam.update         team         clinic       clinic       -            -            -            -
  Follower.search         team         clinic       -            -            own          -            -
  Follower.create         -            -            -            -            own          -            -
  Follower.update         -            -            -            -            own          -            -
  Follower.approve        -            -            -            -            own          -            -
  Follower.end            team         clinic       -            -            own          -            -
  Referral.search         clinic       clinic       -            -            -            -            -
  Referral.create         clinic       clinic       -            -            -            -            clinic
  Referral.resolve        clinic       clinic       -            -            -            -            -
  PatientMatch.search     clinic       clinic       -            -            -            -            -
  Merge.search            -            clinic       clinic       -            -            -            -
  Merge.create            -            clinic       -            -            -            -            -
  Merge.resolve           -            -            clinic       -            -            -            -
  Merge.cancel            -            -            clinic       -            -            -            -
  Transfer.search         -            clinic       clinic       -            -            -            -
  Transfer.read           -            clinic       -            -            -            -            -
  Transfer.create         -            clinic       -            -            -            -            -
  Transfer.cancel         -            clinic       clinic       -            -            -            -
  Transfer.resolve        -            clinic       -            -            -            -            -
  ConsentText.search      clinic       clinic       clinic       -            -            -            -
  ConsentText.create      -            -            clinic       -            -            -            -
  Directory.search        clinic       -            -            -            -            -            -
  BreakGlass.create       clinic       -            -            -            -            -            -
  BreakGlass.read         own          -            -            -            -            -            -
  BreakGlass.end          own          -            -            -            -            -            -
  BreakGlass.search       -            -            clinic       -            -            -            -
  BreakGlass.resolve      -            -            clinic       -            -            -            -
`;

const rows = MATRIX.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/));

describe('the authorisation matrix', () => {
  it('has exactly the acts that are listed here', () => {
    const acts = Object.entries(POLICY).flatMap(([type, row]) => Object.keys(row).map((act) => `${type}.${act}`));
    expect(acts.sort()).toEqual(rows.map(([act]) => act).sort());
  });

  it('asks for a fresh proof only for acts that there are', () => {
    const acts = Object.entries(DANGEROUS).flatMap(([type, row]) => Object.keys(row).map((act) => `${type}.${act}`));
    expect(acts.filter((act) => !rows.some(([known]) => known === act))).toEqual([]);
  });

  it.each(rows.flatMap(([act = '', ...cells]) => cells.map((cell, i) => [act, ROLES[i] ?? 'system', cell] as const)))(
    '%s by a %s: %s',
    (act, role, cell) => {
      const [type, interaction] = act.split('.') as [ResourceType, Interaction];
      const recordType = type === 'Record' ? 'Observation' : undefined;
      expect(decideReach(role, type, interaction, role === 'system' ? ALL : '', recordType) ?? '-').toBe(cell);
    },
  );
});

describe('what a caregiver may be granted', () => {
  it('has a category for every type that can be delegated and is about a patient', () => {
    const delegated = Object.entries(POLICY).flatMap(([type, row]) =>
      Object.values(row).some((roles) => roles.caregiver === 'delegated') ? [type] : [],
    );
    const aboutNobody = ['Session', 'Credential', 'Delivery', 'AppGrant', 'AppRequest', 'Clinic', 'NoticeSetting'];
    expect(Object.keys(CATEGORY_OF).sort()).toEqual(delegated.filter((type) => !aboutNobody.includes(type)).sort());
  });

  it('is what it was called when it was granted', () => {
    expect(CATEGORY_OF).toEqual({
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
    });
  });
});

describe('records that stand among other things', () => {
  const person = { kind: 'person', role: 'clinician', scopes: '' } as const;
  const app = { ...person, kind: 'app' } as const;
  const system = { ...person, kind: 'system', role: 'system' } as const;
  it.each<[string, Parameters<typeof coversRecords>[0], boolean]>([
    ['a clinician', person, true],
    ['an auditor', { ...person, role: 'auditor' }, false],
    ['a program with the scope', { ...system, scopes: 'system/Observation.rs system/MedicationStatement.s' }, true],
    ['a program of the general practice', { ...system, scopes: 'system/*.rs', sharesFor: 'share-primary-care' }, true],
    ['a program for research', { ...system, scopes: 'system/*.rs', sharesFor: 'research' }, false],
    ['a program without it', { ...system, scopes: 'system/Observation.rs system/MedicationStatement.r' }, false],
    ['an app with the scope', { ...app, scopes: 'user/MedicationStatement.rs' }, true],
    ['an app without it', { ...app, scopes: 'user/Observation.rs' }, false],
    ['an app about this patient', { ...app, scopes: 'patient/MedicationStatement.rs', inPatient: 'p1' }, true],
    ['an app about another patient', { ...app, scopes: 'patient/MedicationStatement.rs', inPatient: 'p2' }, false],
  ])('%s: %#', (_name, reader, reads) => {
    expect(coversRecords(reader, 'MedicationStatement', 'p1')).toBe(reads);
  });
});

describe('what stands among other things', () => {
  const app = { kind: 'app', role: 'caregiver' } as const;
  it.each<[string, Parameters<typeof covers>[0], ResourceType, boolean]>([
    ['a person, without any scope', { kind: 'person', role: 'caregiver', scopes: '' }, 'TimeZone', true],
    ['a program with the scope', { kind: 'system', role: 'system', scopes: 'system/Patient.r' }, 'TimeZone', true],
    ['a program without it', { kind: 'system', role: 'system', scopes: 'system/Observation.rs' }, 'TimeZone', false],
    ['a program, of what no scope names', { kind: 'system', role: 'system', scopes: 'system/*.cruds' }, 'Visit', false],
    ['an app about this patient', { ...app, scopes: 'patient/Patient.r', inPatient: 'p1' }, 'TimeZone', true],
    ['an app about another patient', { ...app, scopes: 'patient/Patient.r', inPatient: 'p2' }, 'TimeZone', false],
    ['an app, of what no scope names', { ...app, scopes: 'user/*.cruds' }, 'Visit', false],
  ])('%s: %#', (_name, reader, type, reads) => {
    expect(covers(reader, type, 'read', 'p1')).toBe(reads);
  });
});

describe('a system client', () => {
  it.each<[string, ResourceType, Interaction, boolean]>([
    ['system/Observation.c', 'Observation', 'create', true],
    ['system/Observation.c', 'Bundle', 'create', true],
    ['system/Observation.c', 'Observation', 'read', false],
    ['system/Observation.rs', 'Observation', 'search', true],
    ['system/Observation.rs', 'Trend', 'read', true],
    ['system/Observation.cruds', 'Patient', 'read', false],
    ['system/Patient.r system/Observation.c', 'Patient', 'read', true],
    ['system/*.rs', 'Patient', 'search', true],
    ['system/*.cruds', 'Alert', 'read', false],
    ['system/*.cruds', 'Session', 'read', false],
    ['', 'Observation', 'create', false],
  ])('with "%s": %s %s is %s', (scopes, type, interaction, allowed) => {
    expect(decideReach('system', type, interaction, scopes) !== undefined).toBe(allowed);
  });

  it('reads a record only with the scope of its own type', () => {
    expect(decideReach('system', 'Record', 'read', 'system/Questionnaire.r', 'Questionnaire')).toBe('clinic');
    expect(decideReach('system', 'Record', 'read', 'system/Questionnaire.r', 'DocumentReference')).toBeUndefined();
    expect(decideReach('system', 'Record', 'read', ALL)).toBeUndefined();
  });

  it.each([
    'patient/Observation.r',
    'user/*.r',
    'system/Observation.read',
    'system/Observation.sr',
    'system/Observation.R',
    'system/.r',
    'system/**.r',
    'xsystem/*.r',
    'system/*.rx',
    'system/*',
  ])('gets nothing from the loose scope %s', (scope) => {
    expect(scopeAllows(scope, 'Observation', 'r')).toBe(false);
  });

  it('is the only one whose scopes count', () => {
    expect(decideReach('clinician', 'Patient', 'read', '')).toBe('team');
    expect(decideReach('patient', 'Alert', 'read', ALL)).toBeUndefined();
  });
});

describe('a person through an app', () => {
  it.each<[string, Role, ResourceType, Interaction, string, ReturnType<typeof decideAppReach>]>([
    ['as far as the person', 'clinician', 'Patient', 'read', 'user/*.rs', { reach: 'team', context: 'user' }],
    ['in one patient', 'clinician', 'Patient', 'read', 'patient/*.rs', { reach: 'team', context: 'patient' }],
    ['the wider of two', 'patient', 'Patient', 'read', 'patient/*.rs user/*.r', { reach: 'own', context: 'user' }],
    ['a scope never widens a role', 'admin', 'Observation', 'read', 'user/*.cruds', undefined],
    ['another letter', 'clinician', 'Observation', 'create', 'user/*.rs', undefined],
    ['another type', 'clinician', 'Observation', 'read', 'user/Patient.rs', undefined],
    ['system scopes are not for people', 'clinician', 'Patient', 'read', 'system/*.cruds', undefined],
    ['no scope at all', 'clinician', 'Patient', 'read', '', undefined],
    ['nobody is registered within a patient', 'clinician', 'Patient', 'create', 'patient/*.cruds', undefined],
    ['nor are referrals looked through', 'clinician', 'Referral', 'search', 'patient/*.cruds', undefined],
    ['what no scope names', 'admin', 'App', 'create', 'user/*.cruds', undefined],
    ['sessions', 'clinician', 'Session', 'read', 'user/*.cruds', undefined],
    ['alerts', 'clinician', 'Alert', 'read', 'user/*.cruds', undefined],
  ])('%s', (_, role, type, interaction, scopes, wanted) => {
    expect(decideAppReach(role, type, interaction, scopes)).toEqual(wanted);
  });

  it.each([
    'user/Patient.sr',
    'user/Patient.',
    'user/patient.r',
    'user/*.*',
    'user/Patient.rs?name=x',
    'USER/Patient.r',
  ])('%s is no scope', (scope) => expect(decideAppReach('clinician', 'Patient', 'read', scope)).toBeUndefined());
});
