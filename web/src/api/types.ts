import type * as api from './generated/types.gen.js';

/**
 * The server's words under the names the pages use. What they hold is generated from the server's own schemas
 * (`npm run openapi`); written by hand is only what an API document cannot say, each with its reason.
 */
export type {
  Account,
  AccessLogView,
  AlertDetail,
  AlertList,
  AlertRow,
  AuditItem,
  AuditPage,
  CorrectionView,
  App,
  AppGrant,
  AppNext,
  AppProof,
  AppRequest,
  Course,
  DetectionSetting,
  ErasurePreview,
  ErasureRow,
  ExportView,
  InvitationLink,
  NewApp,
  NewInvitation,
  NewPatient,
  NewSprint,
  NewVisit,
  Panel,
  PatientDetail,
  PatientSummary,
  RetentionView,
  Sentence,
  SeriesView,
  SourcesView,
  Session,
  Sprint,
  SprintSpan,
  SprintVerdict,
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

export type PanelDay = api.Panel['days'][number];
export type DayState = PanelDay['state'];
export type Usual = NonNullable<api.Panel['usual']>;
export type Change = NonNullable<api.Panel['change']>;
export type SeriesEvent = api.SeriesView['events'][number];
export type DayDetail = api.DayExplained;
export type Instrument = api.NewResponse['instrument'];
export type InstrumentResponse = api.ResponseList['items'][number];

export type AlertKind = api.AlertRow['kind'];
export type AlertDomain = api.AlertRow['domain'];
export type Tier = api.AlertRow['tier'];
export type Outcome = api.Resolve['outcome'];
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
