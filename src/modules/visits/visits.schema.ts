import { z } from 'zod';
import { SENSITIVITIES } from '../../platform/auth/sensitivity.js';
import { PROFESSIONS, ROLES, uuid } from '../clinics/index.js';

const instant = z.iso.datetime({
  offset: true,
  message: 'must be an instant with an offset, like 2026-03-01T09:00:00Z',
});
const MODALITIES = ['video', 'phone', 'in-person'] as const;
const STATES = ['booked', 'waiting', 'in-progress', 'ended', 'cancelled'] as const;

export const NewVisit = z
  .strictObject({
    id: uuid,
    patientId: uuid,
    clinicianId: uuid.optional(),
    startsAt: instant,
    minutes: z.number().int('must be whole minutes').min(5).max(240),
    modality: z.enum(MODALITIES),
    alertId: uuid.nullish(),
    evenIfClosed: z.boolean().optional().meta({ description: 'It is meant so: the clinic is closed when it begins' }),
    evenIfOverlapping: z
      .boolean()
      .optional()
      .meta({ description: 'It is meant so: the patient or the clinician has another visit then' }),
  })
  .meta({ id: 'NewVisit' });
export type NewVisit = z.output<typeof NewVisit>;

export const VisitQuery = z.strictObject({
  from: instant.optional(),
  to: instant.optional(),
  patientId: uuid.optional(),
  state: z.enum(STATES).optional(),
});
export type VisitQuery = z.output<typeof VisitQuery>;

export const VisitId = uuid;
export const NoBody = z.strictObject({}).optional();
export const CancelVisit = z
  .strictObject({ reason: z.string().trim().max(500).optional() })
  .optional()
  .meta({ id: 'CancelVisit' });
export type CancelVisit = z.output<typeof CancelVisit>;

export const Visit = z
  .object({
    id: z.string(),
    version: z.number(),
    patient: z.object({ id: z.string(), name: z.string() }),
    clinician: z.object({ personId: z.string(), name: z.string() }),
    modality: z.enum(MODALITIES),
    startsAt: z.string(),
    minutes: z.number(),
    state: z.enum(STATES),
    waitingSince: z.string().nullable(),
    admittedAt: z.string().nullable(),
    endedAt: z.string().nullable(),
    alertId: z.string().nullable(),
    noteSavedAt: z.string().nullable(),
    emergencyNumber: z
      .string()
      .nullable()
      .meta({ description: 'Which number patients of this clinic call in an emergency, if it said one' }),
  })
  .meta({ id: 'Visit' });
export const Visits = z.object({ items: z.array(Visit) }).meta({ id: 'Visits' });

const IceServer = z.object({
  urls: z.string(),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export const VisitJoin = z
  .discriminatedUnion('adapter', [
    z.object({
      adapter: z.literal('direct'),
      iceServers: z.array(IceServer),
      polite: z.boolean(),
      identity: z.string(),
    }),
    z.object({ adapter: z.literal('livekit'), url: z.string(), token: z.string(), identity: z.string() }),
  ])
  .meta({ id: 'VisitJoin' });
export type VisitJoin = z.output<typeof VisitJoin>;

const words = z.string().max(20_000, 'must have at most 20,000 characters');
const NOTE = { patientWords: words, seen: words, agreed: words };
/** Protects the note: only its writer reads it, unless the patient agrees to more. */
const label = z.enum(SENSITIVITIES).nullable();
export const SaveNote = z
  .strictObject({ ...NOTE, label: label.optional(), version: z.number().int().min(0) })
  .meta({ id: 'SaveNote' });
export type SaveNote = z.output<typeof SaveNote>;
const authors = z
  .array(
    z.object({
      name: z.string(),
      role: z.enum(ROLES).nullable(),
      profession: z.enum(PROFESSIONS).nullable(),
      at: z.string().meta({ description: 'When they last wrote on it' }),
    }),
  )
  .meta({ description: 'Who wrote on it, in the order in which they began' });
export const VisitNote = z
  .object({
    ...NOTE,
    label,
    authors,
    mayChangeLabel: z.boolean().meta({ description: 'False when somebody else protected the note' }),
    savedAt: z.string().nullable(),
    version: z.number(),
  })
  .meta({ id: 'VisitNote' });
export type VisitNote = z.output<typeof VisitNote>;
export const PatientNotesQuery = z.strictObject({ after: uuid.optional() });
export type PatientNotesQuery = z.output<typeof PatientNotesQuery>;
export const PatientNotes = z
  .object({
    items: z.array(
      z.object({
        visitId: z.string(),
        startsAt: z.string(),
        modality: z.enum(MODALITIES),
        isDraft: z.boolean().meta({ description: 'The visit is not over' }),
        isMistaken: z.boolean().meta({ description: 'Entered in error: the team found the patient right' }),
        ...NOTE,
        label,
        authors,
      }),
    ),
    next: z.string().nullable().meta({ description: 'Pass it as `after` for the next page; null on the last' }),
  })
  .meta({ id: 'PatientNotes' });
export type PatientNotes = z.output<typeof PatientNotes>;

/** Socket messages. */
export const InVisit = z.strictObject({ visitId: uuid });
export type InVisit = z.output<typeof InVisit>;
const description = z.object({
  type: z.enum(['offer', 'answer', 'pranswer', 'rollback']),
  sdp: z.string().max(48_000).optional(),
});
const candidate = z.object({
  candidate: z.string().max(2_000).optional(),
  sdpMid: z.string().max(100).nullish(),
  sdpMLineIndex: z.number().int().min(0).max(1_000).nullish(),
  usernameFragment: z.string().max(300).nullish(),
});
export const Signal = z.strictObject({
  visitId: uuid,
  data: z
    .strictObject({ description: description.nullish(), candidate: candidate.nullish() })
    .refine((data) => data.description || data.candidate, 'must hold a description or a candidate'),
});
export type Signal = z.output<typeof Signal>;
