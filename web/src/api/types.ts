import type * as api from './generated/types.gen.js';

/**
 * The server's words under the names the pages use. What they hold is generated from the server's own schemas
 * (`npm run openapi`); written by hand is only what an API document cannot say, each with its reason.
 */
export type {
  WeeklyReview,
  WeeklyReviewRow,
  Absences,
  AcceptedTransfer,
  AccessLogView,
  Account,
  AlertDetail,
  AlertEconomics,
  AlertFigures,
  AlertKind,
  AlertList,
  AlertRow,
  AlertRuleHistory,
  AlertRuleList,
  AlertRuleScope as RuleScope,
  AlertRuleSettings,
  AlertRuleVersion,
  AlertSuppression,
  BackTest,
  BackTestChange,
  BackTestItems,
  BackTestResults,
  BulkResult,
  ConsentAnswer,
  ConsentDecision,
  ConsentPurpose,
  ConsentText,
  ConsentTexts,
  ConsentsView,
  App,
  AppGrant,
  AppNext,
  AppProof,
  AppRequest,
  AuditItem,
  AuditPage,
  ClinicChanges,
  ClinicChannels,
  ClinicView,
  CorrectionView,
  Course,
  DetectionSetting,
  ErasurePreview,
  ErasureRow,
  ExportView,
  Followers,
  IdentityChange,
  InvitationLink,
  LaneEvent,
  Matches,
  Merges,
  NewApp,
  NewInvitation,
  NewConsentText,
  NewGlass,
  NoticeList,
  NoticeSettings,
  NewPatient,
  NewReferral,
  NewShift,
  NewSprint,
  NewTreatment,
  NewVisit,
  OpenGlass,
  OpenGlasses,
  Panel,
  PatientDetail,
  PatientNames,
  PatientNotes,
  PatientSummary,
  Referrals,
  PurposeView,
  ToldList,
  ToldSettings,
  ReviewedGlass,
  ReviewedGlasses,
  RetentionView,
  Rota,
  SavedView,
  Sentence,
  SeriesView,
  Session,
  SourcesView,
  EarlierSprints,
  Sprint,
  SprintChange,
  SprintEnd,
  SprintSpan,
  SprintVerdict,
  Teams,
  TransferCode,
  TransferPreview,
  Transfers,
  Treatment,
  TreatmentChange,
  Treatments,
  TrendEvidence,
  Visit,
  VisitJoin,
  VisitNote,
  ZonesView,
} from './generated/types.gen.js';

/** 'YYYY-MM-DD' in the patient's zone, an ISO-8601 time in UTC, a UUID: strings to TypeScript, names for readers. */
export type Day = string;
export type Instant = string;
export type Uuid = string;

export type Role = api.Session['role'];
export type Profession = NonNullable<api.Session['profession']>;
export type Fact = api.Sentence['facts'][string];
export type Named = api.Visit['clinician'];
export type Invitation = api.InvitationView;
export type Member = api.Members['items'][number];
export type PendingInvitation = api.Invitations['items'][number];
export type AccountSession = api.AccountSessions['items'][number];
export type SprintMetric = api.Sprint['metrics'][number];
export type Device = api.PatientDetail['devices'][number];
export type CareTeamMember = api.PatientDetail['careTeam'][number];
export type Team = api.Teams['items'][number];
export type Site = api.ClinicView['sites'][number];
export type Holiday = api.ClinicView['holidays'][number];
export type Shift = api.Rota['shifts'][number];
export type Referral = api.Referrals['items'][number];
export type Follower = api.Followers['items'][number];
/** How it ended that somebody looks on, or was to. */
export type FollowerEnd = api.Followers['takenBack'][number]['ended'];
export type FollowerCategory = Follower['categories'][number];
export type Match = api.Matches['items'][number];

export type PanelDay = api.Panel['days'][number];
export type DayState = PanelDay['state'];
export type Usual = NonNullable<api.Panel['usual']>;
export type Change = NonNullable<api.Panel['change']>;
export type DayDetail = api.DayExplained;
export type Instrument = api.NewResponse['instrument'];
export type InstrumentResponse = api.ResponseList['items'][number];

export type AlertDomain = api.AlertRow['domain'];
export type Tier = api.AlertRow['tier'];
export type Outcome = api.Resolve['outcome'];
export type AlertState = api.AlertRow['state'];
export type AlertPerson = api.AlertDetail['people'][number];
export type Noticed = api.NoticeList['items'][number];
export type TellingRow = api.ToldList['items'][number];
export type Answer = api.AlertDetail['answers'][number]['answer'];
export type Spark = api.AlertRow['spark'];
export type TimelineEntry = api.AlertDetail['timeline'][number];
export type Whose = NonNullable<NonNullable<api.AlertsControllerListData['query']>['whose']>;
export type Modality = api.Visit['modality'];
export type VisitState = api.Visit['state'];
export type Upload = api.UploadState;

/** Lists to choose from are values; a type has none. The compiler refuses a word the server does not know. */
export const PROFESSIONS = [
  'pain-physician',
  'nurse-coordinator',
  'physical-therapist',
  'occupational-therapist',
  'psychologist',
  'pharmacist',
  'social-worker',
  'dietitian',
  'sleep-specialist',
  'other',
] as const satisfies readonly Profession[];
export const OUTCOMES = [
  'contacted',
  'plan-changed',
  'visit-done',
  'already-known',
  'no-action-needed',
  'life-event',
  'false-alarm',
  'data-problem',
] as const satisfies readonly Outcome[];

export const ALERT_KINDS = [
  'red-flag',
  'deterioration',
  'plateau',
  'improvement',
  'goal-reached',
  'review-due',
  'missing-data',
  'no-progress',
  'wear-declining',
  'prom-threshold',
  'flare',
  'no-show',
  'vendor-outage',
  'message-waiting',
] as const satisfies readonly api.AlertKind[];

/** What is asked depends on the instrument; the document says "numbers by name", src/instruments says which. */
export interface DiaryAnswers {
  pain: number | null;
  interference: number | null;
  sleep: number | null;
  mood: number | null;
}
export interface PegAnswers {
  pain: number;
  enjoyment: number;
  activity: number;
}
export interface NewResponse extends Omit<api.NewResponse, 'answers'> {
  answers: DiaryAnswers | PegAnswers;
}

/** A demo answers it; other servers have no such route, and so it is in no document. */
export interface Demo {
  signIns: { email: string; password: string; label: string }[];
}

/** Comes by socket, which OpenAPI does not describe. */
export interface Delivery {
  cursor: number;
  kind: 'alert' | 'visit' | 'trend' | 'patient';
  id: Uuid;
  at: Instant;
}

export interface Viewer {
  personId: Uuid;
  name: string;
}

/** Of the server's readiness, which is no part of the API: how its alert workers are. Absent where it does not watch them. */
export interface Readiness {
  chain?: { ok: boolean; oldestBeatAgeSeconds: number | null };
}
