import { z } from 'zod';
import { SentenceShape } from '../../patients/index.js';

export const TOLD_REASONS = [
  'at-once',
  'looked-at',
  'waited',
  'not-looked-at',
  'quiet-hours',
  'never',
  'no-words',
  'over',
  'newer',
  'no-account',
  'not-sharing',
  'not-granted',
  'switched-off',
  'less-important',
  'no-channel',
] as const;

/** What the patient and each follower were told of an alert, and when; or why not. */
export const ToldList = z
  .object({
    items: z.array(
      z.object({
        voice: z.enum(['patient', 'caregiver']),
        /** Null: nobody signs in as the patient. */
        person: z.object({ personId: z.string(), name: z.string() }).nullable(),
        /** due: not yet, see `dueAt`. */
        state: z.enum(['due', 'told', 'not-told']),
        /** Null: it has not been looked at yet. */
        reason: z.enum(TOLD_REASONS).nullable(),
        /** What it says; null as long as nobody may read it. */
        sentence: SentenceShape.nullable(),
        /** From when on the patient's page shows it. */
        releasedAt: z.string().nullable(),
        /** When it is looked at again at the latest; null: when something becomes of the alert. */
        dueAt: z.string().nullable(),
        settledAt: z.string().nullable(),
        /** By which channels, and what became of each. */
        notices: z.array(
          z.object({
            channel: z.enum(['web-push', 'e-mail', 'webhook', 'none']),
            state: z.enum(['due', 'sent', 'withheld', 'dead']),
            reason: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'ToldList' });
