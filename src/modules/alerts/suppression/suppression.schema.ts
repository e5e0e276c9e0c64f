import { z } from 'zod';
import { uuid } from '../../clinics/index.js';
import { SentenceShape } from '../../patients/index.js';
import { DOMAINS } from '../concerns/concern.js';
import { KindShape } from '../rules/alert-rule.schema.js';

/** Why somebody does not hear of a concern. */
export const REASONS = ['inhibited', 'already-handled', 'not-live', 'rule-off', 'no-consent', 'snoozed'] as const;
export type Reason = (typeof REASONS)[number];

export const SuppressionQuery = z.object({
  patientId: uuid.optional(),
  /** all: also those that have ended. */
  state: z.enum(['current', 'all']).default('current'),
});
export type SuppressionQuery = z.output<typeof SuppressionQuery>;

export const SuppressionShape = z
  .object({
    id: z.number(),
    patient: z.object({ id: z.string(), name: z.string() }).nullable(),
    kind: KindShape,
    domain: z.enum(DOMAINS),
    severity: z.number(),
    sentence: SentenceShape,
    reason: z.enum(REASONS),
    /** The alert that is not raised again, not worsened, or snoozed; null when there is none. */
    alertId: z.string().nullable(),
    /** inhibited: the alert that hides it. */
    by: z.object({ alertId: z.string(), kind: KindShape, sentence: SentenceShape }).nullable(),
    /** snoozed: for whom. */
    person: z.object({ personId: z.string(), name: z.string() }).nullable(),
    firstAt: z.string(),
    lastAt: z.string(),
    /** How often it was found again since. */
    times: z.number(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'AlertSuppression' });
export const SuppressionList = z.object({ items: z.array(SuppressionShape) }).meta({ id: 'AlertSuppressionList' });
