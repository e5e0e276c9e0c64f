import { z } from 'zod';

const civilDay = z.iso.date('must be a day such as 2026-11-20');

export const AccessLogQuery = z.strictObject({
  /** The newest day to show; left out: today. */
  through: civilDay.optional(),
});
export type AccessLogQuery = z.output<typeof AccessLogQuery>;

export const SUBJECTS = [
  'numbers',
  'record',
  'answers',
  'visits',
  'notes',
  'alerts',
  'plan',
  'treatments',
  'rights',
  'other',
] as const;
export const VERBS = ['looked', 'added', 'changed', 'exported'] as const;
/** glass: a clinician who does not treat them and broke the glass; colleague: one whose lists show everybody's name. */
export const PURPOSES = [
  'self',
  'care',
  'glass',
  'colleague',
  'clinic',
  'administration',
  'checking',
  'granted',
  'program',
] as const;

export const AccessLogView = z
  .object({
    timeZone: z.string(),
    from: z.string(),
    through: z.string(),
    /** `through` of the next page into the past; null when nothing is older. */
    earlier: z.string().nullable(),
    /** Newest day first. Days without an act are left out. */
    days: z.array(
      z.object({
        day: z.string(),
        entries: z.array(
          z.object({
            name: z.string().nullable(),
            role: z.string(),
            profession: z.string().nullable(),
            isMe: z.boolean(),
            purpose: z.enum(PURPOSES),
            verb: z.enum(VERBS),
            subject: z.enum(SUBJECTS),
            refused: z.boolean(),
            reason: z.string().nullable(),
            /** Looks within ten minutes are one; other acts are counted each. */
            times: z.number(),
            lastAt: z.string(),
          }),
        ),
      }),
    ),
    /** Who may look now, whether they did or not. */
    mayLook: z.array(
      z.object({
        name: z.string(),
        role: z.string(),
        profession: z.string().nullable(),
        purpose: z.enum(PURPOSES),
        /** What a caregiver was granted: trends, visits, responses, notes. Empty for everybody else. */
        categories: z.array(z.string()),
        until: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'AccessLogView' });
export type AccessLogView = z.output<typeof AccessLogView>;
