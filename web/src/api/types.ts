import type { Evidence } from '../../../src/detection/patient-trend.js';
import type { MetricId } from '../../../src/metrics/index.js';

export type { Evidence };

/** The contract with the server, v1. Instants are ISO strings in UTC, days are 'YYYY-MM-DD' in the patient's zone. */
export type Day = string;
export type Instant = string;
export type Uuid = string;

export type Course = 'urgent' | 'worse' | 'plateau' | 'improving' | 'steady' | 'none';
export type Role = 'clinician' | 'coordinator' | 'admin' | 'patient' | 'caregiver' | 'system';
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
] as const;
export type Profession = (typeof PROFESSIONS)[number];
export type Fact = string | number | boolean | null;
export interface Sentence {
  key: string;
  facts: Record<string, Fact>;
}
export interface Named {
  personId: Uuid;
  name: string;
}

export interface Session {
  person: { id: Uuid; name: string; email: string };
  clinic: { id: Uuid; name: string; slug: string; timeZone: string; demo: boolean };
  role: Role;
  profession: Profession | null;
  patientId: Uuid | null;
  clinics: { id: Uuid; name: string; role: Role }[];
  serverTime: Instant;
}
export interface Demo {
  signIns: { email: string; password: string; label: string }[];
}
export interface Invitation {
  clinicName: string;
  email: string;
  name: string;
  role: Role;
  profession: Profession | null;
}
export interface Member extends Named {
  email: string;
  role: Role;
  profession: Profession | null;
  active: boolean;
}
export interface NewInvitation {
  id: Uuid;
  email: string;
  name: string;
  role: Role;
  profession: Profession | null;
  patientId?: Uuid;
}
export interface InvitationLink {
  id: Uuid;
  link: string;
  expiresAt: Instant;
}

export interface SprintSpan {
  id: Uuid;
  startsOn: Day;
  endsOn: Day;
  week: number;
  weeks: number;
}
export interface SprintMetric {
  metric: MetricId;
  baseline: number | null;
  target: number;
  now: number | null;
  course: Course;
}
export interface Sprint extends SprintSpan {
  version: number;
  goal: string;
  daysLeft: number;
  metrics: SprintMetric[];
  state: 'active' | 'ended';
}
export interface PatientSummary {
  id: Uuid;
  name: string;
  birthDate: Day | null;
  age: number | null;
  timeZone: string;
  contact: Named | null;
  course: Course;
  headline: Sentence | null;
  lastDataAt: Instant | null;
  openAlerts: number;
  sprint: SprintSpan | null;
}
export interface Device {
  sourceId: string | number;
  label: string;
  kind: 'watch' | 'phone' | 'form' | 'file' | 'other';
  lastSyncAt: Instant | null;
  wornDays: number | null;
  ofDays: number | null;
}
export interface CareTeamMember extends Named {
  profession: Profession | null;
  isContact: boolean;
}
export interface PatientDetail extends Omit<PatientSummary, 'sprint'> {
  gender: string | null;
  email: string | null;
  careTeam: CareTeamMember[];
  sprint: Sprint | null;
  devices: Device[];
  consent: { monitoring: 'given' | 'withdrawn' | 'none'; recordedAt: Instant | null };
}
export interface NewPatient {
  id: Uuid;
  givenName: string;
  familyName: string;
  birthDate: Day;
  gender?: string;
  timeZone: string;
  email?: string;
  careTeam: Uuid[];
  contactPersonId?: Uuid;
  monitoringConsent: true;
}

export type DayState = 'ok' | 'low' | 'notWorn' | 'notSynced' | 'notAsked' | 'partial' | 'late';
export interface PanelDay {
  value: number | null;
  state: DayState;
  wearMinutes: number | null;
  coverage: number | null;
  late: boolean;
}
export interface Usual {
  from: Day;
  to: Day;
  validDays: number;
  totalDays: number;
  middle: number;
  low: number;
  high: number;
}
export interface Change {
  on: Day;
  interval: [Day, Day];
  level: number;
  percent: number | null;
  course: Course | null;
}
export interface Panel {
  metric: MetricId;
  unit: string;
  unitDisplay: string;
  better: 'up' | 'down' | 'none';
  range: [number, number] | null;
  days: PanelDay[];
  middle: (number | null)[];
  usual: Usual | null;
  change: Change | null;
  meaningful: { absolute: number | null; relative: number | null };
  target: number | null;
  course: Course;
  /** null while the person is new and nothing true can be said. */
  sentence: Sentence | null;
  patientSentence: Sentence | null;
}
export interface SeriesEvent {
  on: Day;
  until: Day | null;
  kind: 'visit' | 'device' | 'sprint' | 'peg' | 'alert';
  label: string;
}
export interface SeriesView {
  timeZone: string;
  from: Day;
  to: Day;
  computedAt: Instant;
  days: Day[];
  panels: Panel[];
  sprint: Sprint | null;
  events: SeriesEvent[];
  headline: Sentence | null;
  patientHeadline: Sentence | null;
  course: Course;
  confidence: number | null;
}
export interface DayDetail {
  metric: MetricId;
  day: Day;
  value: number | null;
  state: DayState;
  sources: { sourceId: string | number; label: string; value: number | null; counted: number | boolean }[];
  observations: {
    id: Uuid;
    startAt: Instant;
    endAt: Instant;
    value: number;
    sourceLabel: string;
    version: number;
  }[];
}
export interface NewSprint {
  id: Uuid;
  goal: string;
  startsOn: Day;
  endsOn: Day;
  metrics: { metric: MetricId; target: number; baseline?: number }[];
}
export type Instrument = 'diary' | 'peg';
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
export interface InstrumentResponse {
  id: Uuid;
  instrument: Instrument;
  authoredAt: Instant;
  answers: Record<string, number | null>;
  score: number | null;
}
export interface NewResponse {
  id: Uuid;
  instrument: Instrument;
  authoredAt: Instant;
  answers: DiaryAnswers | PegAnswers;
}

export type AlertKind = 'deterioration' | 'plateau' | 'improvement' | 'missing-data';
export type AlertDomain = 'activity' | 'sleep' | 'heart' | 'pain' | 'mood' | 'data' | 'sprint';
export type Tier = 'now' | 'today' | 'week' | 'good';
export const OUTCOMES = [
  'contacted',
  'plan-changed',
  'visit-done',
  'no-action-needed',
  'false-alarm',
  'data-problem',
] as const;
export type Outcome = (typeof OUTCOMES)[number];
export interface Spark {
  values: (number | null)[];
  low: number | null;
  high: number | null;
}
export interface AlertRow {
  id: Uuid;
  version: number;
  patient: { id: Uuid; name: string; age: number | null };
  kind: AlertKind;
  domain: AlertDomain;
  course: Course;
  tier: Tier;
  sentence: Sentence;
  spark: Spark;
  confidence: number | null;
  state: 'open' | 'acknowledged' | 'resolved';
  owner: Named | null;
  dueAt: Instant | null;
  raisedAt: Instant;
  updatedAt: Instant;
}
export interface TimelineEntry {
  at: Instant;
  kind: 'raised' | 'extended' | 'worsened' | 'acknowledged' | 'cleared' | 'resolved' | 'note';
  by: string | null;
  note: string | null;
  sentence: Sentence | null;
}
export interface AlertDetail extends AlertRow {
  /** As the detection stored it. Missing-data and sprint concerns may know less than a change does. */
  evidence: Partial<Evidence>;
  patientSentence: Sentence;
  timeline: TimelineEntry[];
  outcome: Outcome | null;
}
export interface AlertList {
  items: AlertRow[];
  heldBack: number;
  asOf: Instant;
}
export type Whose = 'mine' | 'team' | 'all';

export type Modality = 'video' | 'phone' | 'in-person';
export type VisitState = 'booked' | 'waiting' | 'in-progress' | 'ended' | 'cancelled';
export interface Visit {
  id: Uuid;
  version: number;
  patient: { id: Uuid; name: string };
  clinician: Named;
  modality: Modality;
  startsAt: Instant;
  minutes: number;
  state: VisitState;
  waitingSince: Instant | null;
  admittedAt: Instant | null;
  endedAt: Instant | null;
  alertId: Uuid | null;
  noteSavedAt: Instant | null;
}
export interface NewVisit {
  id: Uuid;
  patientId: Uuid;
  clinicianId?: Uuid;
  startsAt: Instant;
  minutes: number;
  modality: Modality;
  alertId?: Uuid;
}
export type VisitJoin =
  | { adapter: 'direct'; iceServers: RTCIceServer[]; polite: boolean; identity: string }
  | { adapter: 'livekit'; url: string; token: string; identity: string };
export interface VisitNote {
  patientWords: string;
  seen: string;
  agreed: string;
  savedAt: Instant | null;
  version: number;
}
export interface Upload {
  id: Uuid;
  state: 'receiving' | 'reading' | 'done' | 'failed';
  bytesRead: number;
  bytesTotal: number | null;
  records: number;
  stored: number;
  duplicates: number;
  skipped: number;
  refused: number;
  error: string | null;
}

export interface Delivery {
  cursor: number;
  kind: 'alert' | 'visit' | 'trend' | 'patient';
  id: Uuid;
  at: Instant;
}
