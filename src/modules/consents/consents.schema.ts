import { z } from 'zod';
import { CONSENT_PURPOSES } from '../../platform/auth/consent-condition.js';
import { uuid } from '../clinics/index.js';

export const Purpose = z.enum(CONSENT_PURPOSES, 'is no purpose of a consent').meta({ id: 'ConsentPurpose' });
export const ConsentId = uuid;

/** How the patient said it to the team. The patient's own answer has neither `how` nor `reason`. */
export const ConsentAnswer = z
  .strictObject({
    status: z.enum(['given', 'declined', 'withdrawn']),
    textHash: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be the sha256 of a text, 64 hex digits')
      .optional(),
    how: z.enum(['paper', 'spoken', 'telephone']).optional(),
    reason: z.string().trim().min(5, 'must say why you record it, in 5 letters or more').max(500).optional(),
  })
  .meta({ id: 'ConsentAnswer' });
export type ConsentAnswer = z.output<typeof ConsentAnswer>;

export const NewConsentText = z
  .strictObject({
    id: uuid,
    purpose: Purpose,
    language: z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'must be a language such as en or de-CH'),
    title: z.string().trim().min(3, 'must have 3 letters or more').max(120),
    body: z
      .string()
      .trim()
      .min(40, 'must say what is agreed to, in 40 letters or more')
      .max(20_000)
      .transform((text) => text.replaceAll('\r\n', '\n')),
  })
  .meta({ id: 'NewConsentText' });
export type NewConsentText = z.output<typeof NewConsentText>;

export const ConsentTextShape = z
  .object({
    purpose: Purpose,
    language: z.string(),
    /** 0: the text that comes with Stepwell. */
    version: z.number(),
    title: z.string(),
    body: z.string(),
    sha256: z.string(),
  })
  .meta({ id: 'ConsentText' });
export const ConsentTexts = z
  .object({ items: z.array(ConsentTextShape.extend({ publishedAt: z.string().nullable() })) })
  .meta({ id: 'ConsentTexts' });

const decision = {
  id: z.string(),
  status: z.enum(['given', 'declined', 'withdrawn']),
  recordedAt: z.string(),
  /** Who recorded it: the patient, somebody of the clinic by name, or an integration. */
  by: z.object({ side: z.enum(['patient', 'clinic', 'system']), name: z.string().nullable() }),
  how: z.enum(['in-app', 'paper', 'spoken', 'telephone', 'registration', 'earlier', 'erasure', 'merge']),
  reason: z.string().nullable(),
  /** Of the words that were shown; null where none were. */
  language: z.string().nullable(),
  version: z.number().nullable(),
};
export const ConsentDecision = z.object(decision).meta({ id: 'ConsentDecision' });
export const ShownConsent = z
  .object({ ...decision, purpose: Purpose, text: ConsentTextShape.nullable() })
  .meta({ id: 'ShownConsent' });
export const PurposeView = z
  .object({
    purpose: Purpose,
    /** If not, what was answered can only be withdrawn. */
    isAsked: z.boolean(),
    status: z.enum(['given', 'declined', 'withdrawn', 'none']),
    /** Words that are newer than those that were agreed to are in force. */
    hasNewerText: z.boolean(),
    /** In force, one a language. */
    texts: z.array(ConsentTextShape),
    /** The newest first. */
    history: z.array(ConsentDecision),
  })
  .meta({ id: 'PurposeView' });
export const ConsentsView = z.object({ items: z.array(PurposeView) }).meta({ id: 'ConsentsView' });
