import { z } from 'zod';
import { isBirthDay, isTimeZone, LONGEST_PERSON_NAME, METRIC_IDS, type MetricId } from '../../metrics/index.js';
import { email, language, phone, PROFESSIONS, uuid } from '../clinics/index.js';

const civilDay = z.iso.date({ error: 'must be a day written YYYY-MM-DD', abort: true });
export const personName = z.string().trim().min(1, 'must not be empty').max(LONGEST_PERSON_NAME);
export const birthDate = civilDay.refine((day) => isBirthDay(day, Date.now()), 'must be a day in the past, after 1900');
export const gender = z.enum(['male', 'female', 'other', 'unknown']);

export const NewPatient = z
  .strictObject({
    id: uuid,
    givenName: personName,
    familyName: personName,
    birthDate,
    gender: gender.optional(),
    timeZone: z.string().refine(isTimeZone, 'must be an IANA zone such as Europe/Berlin'),
    email: email.optional(),
    phone: phone.optional(),
    language: language.optional(),
    careTeam: z.array(uuid).max(30).default([]),
    contactPersonId: uuid.optional(),
    monitoringConsent: z.literal(true, 'must be true: nothing is monitored without consent'),
  })
  .refine((body) => body.contactPersonId === undefined || body.careTeam.includes(body.contactPersonId), {
    path: ['contactPersonId'],
    message: 'must be one of careTeam',
  })
  .meta({ id: 'NewPatient' });
export type NewPatient = z.output<typeof NewPatient>;

/** That of the patient that was read: what somebody else has corrected since is not undone. */
const version = z.int().min(0);

/** As at registration; the birth day of whoever came without one is asked for too. */
export const IdentityChange = z
  .strictObject({ version, givenName: personName, familyName: personName, birthDate, gender: gender.nullable() })
  .meta({ id: 'IdentityChange' });
export type IdentityChange = z.output<typeof IdentityChange>;

export const ContactChange = z
  .strictObject({ version, email: email.nullable(), phone: phone.nullable(), language: language.nullable() })
  .meta({ id: 'ContactChange' });
export type ContactChange = z.output<typeof ContactChange>;

export const CareTeamChange = z
  .strictObject({ personIds: z.array(uuid).max(30), contactPersonId: uuid.nullable() })
  .meta({ id: 'CareTeamChange' });
export type CareTeamChange = z.output<typeof CareTeamChange>;

export const PatientQuery = z.object({ query: z.string().max(100).optional(), after: z.string().max(200).optional() });
export type PatientQuery = z.output<typeof PatientQuery>;

export const SentenceShape = z
  .object({ key: z.string(), facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])) })
  .meta({ id: 'Sentence' });
export const CourseShape = z.enum(['urgent', 'worse', 'plateau', 'improving', 'steady', 'none']).meta({ id: 'Course' });
export const MetricShape = z.enum(METRIC_IDS as readonly [MetricId, ...MetricId[]]).meta({ id: 'MetricId' });
/** It sends, it is in contact but brings nothing new, or nobody has heard of it for two days. */
export const SyncShape = z.enum(['current', 'stalled', 'silent']).meta({ id: 'SyncState' });
const SprintSpan = z
  .object({ id: z.string(), startsOn: z.string(), endsOn: z.string(), week: z.number(), weeks: z.number() })
  .meta({ id: 'SprintSpan' });

const summary = {
  id: z.string(),
  name: z.string(),
  birthDate: z.string().nullable(),
  age: z.number().nullable(),
  timeZone: z.string(),
  contact: z.object({ personId: z.string(), name: z.string() }).nullable(),
  course: CourseShape,
  headline: SentenceShape.nullable(),
  lastDataAt: z.string().nullable(),
  openAlerts: z.number().nullable().meta({ description: 'Null: not for this reader' }),
  sprint: SprintSpan.nullable(),
};
export const PatientSummaryShape = z.object(summary).meta({ id: 'PatientSummary' });
export const PatientList = z
  .object({ items: z.array(PatientSummaryShape), next: z.string().nullable() })
  .meta({ id: 'PatientList' });

export const SprintShape = z
  .object({
    id: z.string(),
    version: z.number(),
    goal: z.string(),
    startsOn: z.string(),
    endsOn: z.string(),
    week: z.number(),
    weeks: z.number(),
    daysLeft: z.number(),
    state: z.enum(['planned', 'active', 'ended']),
    isEnded: z.boolean().meta({ description: 'Somebody has ended it before its time' }),
    metrics: z.array(
      z.object({
        metric: MetricShape,
        baseline: z.number().nullable(),
        target: z.number(),
        now: z.number().nullable(),
        few: z.object({ value: z.number(), days: z.number() }).nullable().meta({
          description: 'The newest value of the last 14 days, and of how many, while they are too few for `now`',
        }),
        course: CourseShape,
      }),
    ),
  })
  .meta({ id: 'Sprint' });

export const PatientDetailShape = z
  .object({
    ...summary,
    version: z.number().meta({ description: 'Of name, birth date, gender and contact: sent with a correction' }),
    givenName: z.string(),
    familyName: z.string(),
    gender: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    language: z.string().nullable(),
    /** Since when another clinic cares for the patient. */
    transferredAt: z.string().nullable(),
    /** Whether the patient has come in to the own pages. */
    hasAccount: z.boolean(),
    careTeam: z.array(
      z.object({
        personId: z.string(),
        name: z.string(),
        profession: z.enum(PROFESSIONS).nullable(),
        isContact: z.boolean(),
        /** False once the person has left the clinic. */
        isActive: z.boolean(),
        /** Who stands in while this person is away. */
        cover: z.object({ personId: z.string(), name: z.string(), until: z.string() }).nullable(),
      }),
    ),
    devices: z.array(
      z.object({
        sourceId: z.number(),
        label: z.string(),
        kind: z.enum(['watch', 'phone', 'form', 'file', 'other']),
        /** When it was last heard of, and how far its readings reach. */
        lastSyncAt: z.string(),
        newestAt: z.string().nullable(),
        sync: SyncShape,
        wornDays: z.number(),
        /** All it sends is what the person says: such days are reported, not worn. */
        selfReports: z.boolean(),
        /** It came by a file, which was brought in then; null: it sends by itself. */
        fileAt: z.string().nullable(),
        ofDays: z.number(),
      }),
    ),
    /** Null for whoever may not read what the patient agreed to. */
    consent: z
      .object({
        monitoring: z.enum(['given', 'declined', 'withdrawn', 'none']),
        recordedAt: z.string().nullable(),
      })
      .nullable(),
    sprint: SprintShape.nullable(),
    /** The next one that has not begun. */
    nextSprint: SprintShape.nullable(),
  })
  .meta({ id: 'PatientDetail' });
