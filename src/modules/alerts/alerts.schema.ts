import { z } from 'zod';
import { uuid } from '../clinics/index.js';
import { CourseShape, SentenceShape } from '../patients/index.js';

export const AlertQuery = z
  .object({
    state: z.enum(['open', 'resolved']).default('open'),
    whose: z.enum(['mine', 'team', 'all']).default('all'),
    patientId: uuid.optional(),
  })
  .meta({ id: 'AlertQuery' });
export type AlertQuery = z.output<typeof AlertQuery>;

const version = z.int().min(1);
export const Acknowledge = z.strictObject({ version }).meta({ id: 'Acknowledge' });
export type Acknowledge = z.output<typeof Acknowledge>;
export const Resolve = z
  .strictObject({
    version,
    outcome: z.enum(['contacted', 'plan-changed', 'visit-done', 'no-action-needed', 'false-alarm', 'data-problem']),
    note: z.string().trim().max(2000).optional(),
  })
  .meta({ id: 'Resolve' });
export type Resolve = z.output<typeof Resolve>;

const row = {
  id: z.string(),
  version: z.number(),
  patient: z.object({ id: z.string(), name: z.string(), age: z.number().nullable() }),
  kind: z.enum(['deterioration', 'plateau', 'improvement', 'missing-data']),
  domain: z.string(),
  course: CourseShape,
  tier: z.enum(['now', 'today', 'week', 'good']),
  sentence: SentenceShape,
  spark: z.object({ values: z.array(z.number().nullable()), low: z.number().nullable(), high: z.number().nullable() }),
  confidence: z.number().nullable(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  owner: z.object({ personId: z.string(), name: z.string() }).nullable(),
  dueAt: z.string().nullable(),
  raisedAt: z.string(),
  updatedAt: z.string(),
};
export const AlertRowShape = z.object(row).meta({ id: 'AlertRow' });
export const AlertList = z
  .object({ items: z.array(AlertRowShape), heldBack: z.number(), asOf: z.string() })
  .meta({ id: 'AlertList' });
export const AlertDetailShape = z
  .object({
    ...row,
    evidence: z.record(z.string(), z.unknown()),
    patientSentence: SentenceShape,
    timeline: z.array(
      z.object({
        at: z.string(),
        kind: z.string(),
        by: z.string().nullable(),
        note: z.string().nullable(),
        sentence: SentenceShape.nullable(),
      }),
    ),
    outcome: z.string().nullable(),
  })
  .meta({ id: 'AlertDetail' });
