import { z } from 'zod';

const uuid = z.uuid('must be a UUID').transform((text) => text.toLowerCase());
const words = (most: number) => z.string().trim().min(3, 'must say something').max(most);

export const NewExport = z
  .strictObject({
    id: uuid,
    /** Why, when somebody else asks than the patient. */
    reason: words(300).optional(),
  })
  .meta({ id: 'NewExport' });
export type NewExport = z.output<typeof NewExport>;

export const ExportView = z
  .object({
    id: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed', 'removed']),
    /** 0 to 1; an estimate. */
    progress: z.number(),
    createdAt: z.string(),
    doneAt: z.string().nullable(),
    /** It can be fetched until then. */
    expiresAt: z.string().nullable(),
    bytes: z.number().nullable(),
    /** Where to fetch it; null when there is nothing to fetch. */
    file: z.string().nullable(),
  })
  .meta({ id: 'ExportView' });
export const ExportList = z.object({ items: z.array(ExportView) }).meta({ id: 'ExportList' });

const TARGETS = ['Observation', 'QuestionnaireResponse', 'DocumentReference'] as const;
export const NewCorrection = z
  .strictObject({
    id: uuid,
    /** What is wrong, in the patient's words. */
    says: words(2000),
    /** The very thing, where it is known: `Observation/<id>`. */
    about: z
      .string()
      .regex(new RegExp(`^(${TARGETS.join('|')})/[0-9a-f-]{36}$`), `must be one of ${TARGETS.join(', ')} with its id`)
      .optional(),
  })
  .meta({ id: 'NewCorrection' });
export type NewCorrection = z.output<typeof NewCorrection>;

export const CorrectionDecision = z
  .strictObject({
    decision: z.enum(['entered-in-error', 'amended', 'declined']),
    /** What the patient reads, and what goes with the corrected thing. */
    answer: words(1000),
  })
  .meta({ id: 'CorrectionDecision' });
export type CorrectionDecision = z.output<typeof CorrectionDecision>;

export const CorrectionView = z
  .object({
    id: z.string(),
    patientId: z.string(),
    patientName: z.string(),
    about: z.string().nullable(),
    says: z.string(),
    askedAt: z.string(),
    state: z.enum(['open', 'entered-in-error', 'amended', 'declined']),
    answer: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    /** When the patient put the answer away. */
    readAt: z.string().nullable(),
  })
  .meta({ id: 'CorrectionView' });
export const CorrectionList = z.object({ items: z.array(CorrectionView) }).meta({ id: 'CorrectionList' });
/** How many corrections wait for an answer, of those the caller may read. */
export const OpenCorrections = z.object({ open: z.number() }).meta({ id: 'OpenCorrections' });

export const NewErasure = z.strictObject({ id: uuid, reason: words(300).optional() }).meta({ id: 'NewErasure' });
export type NewErasure = z.output<typeof NewErasure>;

export const NewHold = z
  .strictObject({
    id: uuid,
    reason: words(500),
    /** The last day of the hold; left out: until it is released. */
    until: z.iso.date('must be a day such as 2027-05-31').optional(),
  })
  .meta({ id: 'NewHold' });
export type NewHold = z.output<typeof NewHold>;
export const HoldRelease = z.strictObject({ reason: words(500) }).meta({ id: 'HoldRelease' });

export const ErasureRow = z
  .object({
    id: z.string(),
    patientId: z.string(),
    /** Null once the patient is erased. */
    patientName: z.string().nullable(),
    state: z.enum(['requested', 'approved', 'running', 'done', 'cancelled']),
    requestedAt: z.string(),
    requestedBy: z.string().nullable(),
    reason: z.string().nullable(),
    approvedBy: z.string().nullable(),
    /** Not before then. */
    dueAt: z.string().nullable(),
    doneAt: z.string().nullable(),
    /** Rows that went, by kind. */
    counts: z.record(z.string(), z.number()),
    isHeld: z.boolean(),
    /** May who is asking approve it? A second person must. */
    mayApprove: z.boolean(),
  })
  .meta({ id: 'ErasureRow' });
export const ErasureList = z.object({ items: z.array(ErasureRow) }).meta({ id: 'ErasureList' });
export const ErasurePreview = z
  .object({
    /** What would go, by kind. Nothing is changed by looking. */
    counts: z.record(z.string(), z.number()),
    /** What stays, and why. */
    kept: z.array(z.enum(['audit', 'erasure', 'holds'])),
    graceDays: z.number(),
    current: ErasureRow.nullable(),
    holds: z.array(
      z.object({
        id: z.string(),
        reason: z.string(),
        placedBy: z.string(),
        placedAt: z.string(),
        until: z.string().nullable(),
        isActive: z.boolean(),
        releasedBy: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'ErasurePreview' });

const days = (least: number, most: number) => z.number().int().min(least).max(most);
export const NewRetention = z
  .strictObject({
    exportDays: days(1, 30),
    erasureGraceDays: days(0, 90),
    /** Left out: as it was. */
    declinedReferralDays: days(1, 3650).optional(),
  })
  .meta({ id: 'NewRetention' });
export type NewRetention = z.output<typeof NewRetention>;
export const RetentionView = z
  .object({
    exportDays: z.number(),
    erasureGraceDays: z.number(),
    declinedReferralDays: z.number(),
    history: z.array(
      z.object({
        exportDays: z.number(),
        erasureGraceDays: z.number(),
        declinedReferralDays: z.number(),
        by: z.string(),
        at: z.string(),
      }),
    ),
  })
  .meta({ id: 'RetentionView' });
