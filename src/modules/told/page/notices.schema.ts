import { z } from 'zod';
import { ANSWERS } from '../../alerts/index.js';
import { uuid } from '../../clinics/index.js';
import { SentenceShape } from '../../patients/index.js';
import { TOLD_GROUPS } from '../decide/told-kinds.js';

export const NoticeQuery = z.object({ patientId: uuid });
export type NoticeQuery = z.output<typeof NoticeQuery>;

/** `id` is made by the client, so that a retry or an answer kept offline adds nothing twice. */
export const AddAnswer = z
  .strictObject({ id: uuid, answer: z.enum(ANSWERS), words: z.string().trim().max(500).optional() })
  .meta({ id: 'AddAnswer' });
export type AddAnswer = z.output<typeof AddAnswer>;

/** Takes one's own answer back. `id` is of this act, `answerId` of the answer. */
export const TakeBackAnswer = z.strictObject({ id: uuid, answerId: uuid }).meta({ id: 'TakeBackAnswer' });
export type TakeBackAnswer = z.output<typeof TakeBackAnswer>;

/**
 * open: the team has not looked yet. looking: it has. spoken: somebody was in contact about it. mistaken: it was a problem with the
 * data, so what was told did not hold. gone: it is over.
 */
export const NOTICE_STATES = ['open', 'looking', 'spoken', 'mistaken', 'gone'] as const;

/** What a patient is told, in the patient's words; staff's notes and outcomes stay with staff, but that it was a mistake. */
export const NoticeList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        group: z.enum(TOLD_GROUPS),
        patientSentence: SentenceShape,
        since: z.string(),
        /** When it could first be read here. */
        toldAt: z.string(),
        state: z.enum(NOTICE_STATES),
        answers: z.array(
          z.object({
            id: z.string(),
            at: z.string(),
            by: z.enum(['patient', 'caregiver']),
            /** I said so, and may take it back. */
            mine: z.boolean(),
            answer: z.enum(ANSWERS),
            /** Of others only for the patient, and for caregivers who were granted the answers. */
            words: z.string().nullable(),
          }),
        ),
      }),
    ),
    /** Of the patient alone, while an answer of theirs makes somebody worry: what to do now. */
    help: z
      .object({ flag: z.string(), emergencyNumber: z.string().nullable(), crisisLine: z.string().nullable() })
      .nullable(),
  })
  .meta({ id: 'NoticeList' });
