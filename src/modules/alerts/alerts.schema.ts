import { z } from 'zod';
import { uuid } from '../clinics/index.js';
import { CourseShape, MetricShape, SentenceShape } from '../patients/index.js';

export const AlertQuery = z.object({
  state: z.enum(['open', 'resolved']).default('open'),
  whose: z.enum(['mine', 'team', 'all']).default('all'),
  patientId: uuid.optional(),
});
export type AlertQuery = z.output<typeof AlertQuery>;

const OUTCOMES = [
  'contacted',
  'plan-changed',
  'visit-done',
  'no-action-needed',
  'false-alarm',
  'data-problem',
] as const;
const version = z.int().min(1);
export const Acknowledge = z.strictObject({ version }).meta({ id: 'Acknowledge' });
export type Acknowledge = z.output<typeof Acknowledge>;
export const Resolve = z
  .strictObject({
    version,
    outcome: z.enum(OUTCOMES),
    note: z.string().trim().max(2000).optional(),
  })
  .meta({ id: 'Resolve' });
export type Resolve = z.output<typeof Resolve>;

const row = {
  id: z.string(),
  version: z.number(),
  patient: z.object({ id: z.string(), name: z.string(), age: z.number().nullable() }),
  kind: z.enum(['deterioration', 'plateau', 'improvement', 'missing-data']),
  domain: z.enum(['activity', 'sleep', 'heart', 'pain', 'mood', 'coping', 'function', 'data', 'sprint']),
  course: CourseShape,
  tier: z.enum(['now', 'today', 'week', 'good']),
  sentence: SentenceShape,
  spark: z.object({ values: z.array(z.number().nullable()), low: z.number().nullable(), high: z.number().nullable() }),
  confidence: z.number().nullable(),
  /** evidence = how strong it is; outcomes = share of true ones among the clinic's own judged alarms. */
  confidenceFrom: z.enum(['evidence', 'outcomes']),
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

const Moved = z.object({
  metric: MetricShape,
  value: z.number(),
  usual: z.number(),
  delta: z.number(),
  unit: z.string(),
});
/** As the detection stored it. Any member may be absent: an older detector, or missing data, knew less. */
export const EvidenceShape = z
  .object({
    metric: MetricShape,
    unit: z.string(),
    value: z.number(),
    usual: z.number(),
    delta: z.number(),
    percent: z.number().nullable(),
    since: z.string(),
    sinceInterval: z.tuple([z.string(), z.string()]),
    window: z.object({ from: z.string(), to: z.string() }),
    baseline: z.object({
      from: z.string(),
      to: z.string(),
      validDays: z.number(),
      totalDays: z.number(),
      middle: z.number(),
      low: z.number(),
      high: z.number(),
    }),
    daysSince: z.number(),
    wornSince: z.number(),
    beyondUsual: z.number(),
    confidence: z.number(),
    confidenceFrom: z.enum(['evidence', 'outcomes']),
    score: z.number().nullable(),
    scoreAtRaising: z.number().nullable(),
    coverage: z.number(),
    alsoMoved: z.array(Moved.extend({ since: z.string() })),
    notMoved: z.array(Moved.extend({ meaningful: z.number() })),
    clearsWhen: z.object({
      metric: MetricShape,
      comparator: z.enum(['above', 'below']),
      value: z.number(),
      days: z.number(),
    }),
    detectorVersion: z.string(),
    calibrationId: z.number().nullable(),
  })
  .partial()
  .meta({ id: 'Evidence' });
export const AlertDetailShape = z
  .object({
    ...row,
    evidence: EvidenceShape,
    patientSentence: SentenceShape,
    timeline: z.array(
      z.object({
        at: z.string(),
        kind: z.enum(['raised', 'extended', 'worsened', 'acknowledged', 'cleared', 'resolved', 'note']),
        by: z.string().nullable(),
        note: z.string().nullable(),
        sentence: SentenceShape.nullable(),
      }),
    ),
    outcome: z.enum(OUTCOMES).nullable(),
  })
  .meta({ id: 'AlertDetail' });
