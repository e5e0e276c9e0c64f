import { ClinicsPeople1700000000001 } from './0001-clinics-people.js';
import { Observations1700000000002 } from './0002-observations.js';
import { TrendsAlertsVisits1700000000003 } from './0003-trends-alerts-visits.js';
import { Accounts1700000000004 } from './0004-accounts.js';
import { CompactObservations1700000000005 } from './0005-compact-observations.js';
import { AlarmBudget1700000000007 } from './0007-alarm-budget.js';
import { SourcesHours1700000000008 } from './0008-sources-hours.js';
import { IngestKeysPayloads1700000000010 } from './0010-ingest-keys-payloads.js';
import { StaleWrites1700000000011 } from './0011-stale-writes.js';
import { SignIn1700000000012 } from './0012-sign-in.js';
import { ClosedPeriods1700000000013 } from './0013-closed-periods.js';
import { Apps1700000000021 } from './0021-apps.js';
import { ConsentsBreakGlass1700000000022 } from './0022-consents-break-glass.js';
import { ClinicLife1700000000023 } from './0023-clinic-life.js';
import { AuditChain1700000000030 } from './0030-audit-chain.js';
import { PatientRights1700000000031 } from './0031-patient-rights.js';
import { AlertLifecycle1700000000040 } from './0040-alert-lifecycle.js';
import { MissedVisitsReviews1700000000041 } from './0041-missed-visits-reviews.js';
import { Escalation1700000000042 } from './0042-escalation.js';
import { Worklist1700000000046 } from './0046-worklist.js';
import { CameByTransfer1700000000048 } from './0048-came-by-transfer.js';
import { ReferralsEnd1700000000049 } from './0049-referrals-end.js';
import { LabelOldRecords1700000000050 } from './0050-label-old-records.js';
import { BackTests1700000000052 } from './0052-back-tests.js';
import { Told1700000000053 } from './0053-told.js';
import { UrgentFirst1700000000054 } from './0054-urgent-first.js';
import { NoConsent1700000000055 } from './0055-no-consent.js';
import { FoldedNames1700000000056 } from './0056-folded-names.js';
import { FailingTellings1700000000057 } from './0057-failing-tellings.js';
import { AlertsByKind1700000000058 } from './0058-alerts-by-kind.js';
import { SprintsChanged1700000000061 } from './0061-sprints-changed.js';
import { AskingConcepts1700000000062 } from './0062-asking-concepts.js';
import { SeriesVariants1700000000065 } from './0065-series-variants.js';
import { SourceKinds1700000000068 } from './0068-source-kinds.js';
import { ToldReadings1700000000071 } from './0071-told-readings.js';
import { SourceSilences1700000000073 } from './0073-source-silences.js';
import { SkeletonCodings1700000000074 } from './0074-skeleton-codings.js';
import { SettingsForgotten1700000000075 } from './0075-settings-forgotten.js';
import { WornFrom1700000000076 } from './0076-worn-from.js';
import { DevicesApart1700000000077 } from './0077-devices-apart.js';
import { AgreedGrants1700000000078 } from './0078-agreed-grants.js';
import { EmptyYears1700000000079 } from './0079-empty-years.js';
import { EndedGrants1700000000080 } from './0080-ended-grants.js';
import { AnswersRead1700000000081 } from './0081-answers-read.js';
import { UncheckedUploads1700000000082 } from './0082-unchecked-uploads.js';
import { NoBrokenConnections1700000000083 } from './0083-no-broken-connections.js';
import { FilesTakenBack1700000000084 } from './0084-files-taken-back.js';
import { UploadErrorCodes1700000000086 } from './0086-upload-error-codes.js';
import { UploadRefusals1700000000087 } from './0087-upload-refusals.js';
import { PayloadsOfFiles1700000000088 } from './0088-payloads-of-files.js';
import { HoursBesideMinutes1700000000089 } from './0089-hours-beside-minutes.js';
import { DueByDay1700000000090 } from './0090-due-by-day.js';
import { FirstSaid1700000000091 } from './0091-first-said.js';
import { PayloadsInOrder1700000000092 } from './0092-payloads-in-order.js';
import { ToldHours1700000000093 } from './0093-told-hours.js';
import { JourneysTakenOut1700000000094 } from './0094-journeys-taken-out.js';
import { VersionsWithdrawn1700000000095 } from './0095-versions-withdrawn.js';

/** In order. New ones go to the end; a landed one is never edited. */
export const MIGRATIONS = [
  ClinicsPeople1700000000001,
  Observations1700000000002,
  TrendsAlertsVisits1700000000003,
  Accounts1700000000004,
  CompactObservations1700000000005,
  AlarmBudget1700000000007,
  SourcesHours1700000000008,
  IngestKeysPayloads1700000000010,
  StaleWrites1700000000011,
  SignIn1700000000012,
  ClosedPeriods1700000000013,
  Apps1700000000021,
  ConsentsBreakGlass1700000000022,
  ClinicLife1700000000023,
  AuditChain1700000000030,
  PatientRights1700000000031,
  AlertLifecycle1700000000040,
  MissedVisitsReviews1700000000041,
  Escalation1700000000042,
  Worklist1700000000046,
  CameByTransfer1700000000048,
  ReferralsEnd1700000000049,
  LabelOldRecords1700000000050,
  BackTests1700000000052,
  Told1700000000053,
  UrgentFirst1700000000054,
  NoConsent1700000000055,
  FoldedNames1700000000056,
  FailingTellings1700000000057,
  AlertsByKind1700000000058,
  SprintsChanged1700000000061,
  AskingConcepts1700000000062,
  SeriesVariants1700000000065,
  SourceKinds1700000000068,
  ToldReadings1700000000071,
  SourceSilences1700000000073,
  SkeletonCodings1700000000074,
  SettingsForgotten1700000000075,
  WornFrom1700000000076,
  DevicesApart1700000000077,
  AgreedGrants1700000000078,
  EmptyYears1700000000079,
  EndedGrants1700000000080,
  AnswersRead1700000000081,
  UncheckedUploads1700000000082,
  NoBrokenConnections1700000000083,
  FilesTakenBack1700000000084,
  UploadErrorCodes1700000000086,
  UploadRefusals1700000000087,
  PayloadsOfFiles1700000000088,
  HoursBesideMinutes1700000000089,
  DueByDay1700000000090,
  FirstSaid1700000000091,
  PayloadsInOrder1700000000092,
  ToldHours1700000000093,
  JourneysTakenOut1700000000094,
  VersionsWithdrawn1700000000095,
];
