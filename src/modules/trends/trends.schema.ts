import { z } from 'zod';
import { isCivilDay } from '../../metrics/index.js';
import { LaneEventShape } from '../lane/index.js';
import { WornFromShape } from '../observations/index.js';
import { CourseShape, MetricShape, SentenceShape, SprintShape, SyncShape } from '../patients/index.js';

const day = z
  .string()
  .refine((text) => isCivilDay(text) && text >= '1900', { error: 'must be a day written YYYY-MM-DD, after 1900' });
export const SeriesQuery = z
  .object({ from: day.optional(), to: day.optional() })
  .refine(({ from, to }) => !from || !to || from <= to, { path: ['from'], message: 'must not be after to' })
  .refine(({ from, to }) => !from || !to || Date.parse(to) - Date.parse(from) <= 800 * 86_400_000, {
    path: ['from'],
    message: 'must be within 800 days of to',
  });
export type SeriesQuery = z.output<typeof SeriesQuery>;

const SeriesDay = z.object({
  value: z.number().nullable(),
  /** notYet: the first value of this metric is of a later day. */
  state: z.enum(['ok', 'low', 'notYet', 'notWorn', 'notSynced', 'stalled', 'notAsked', 'partial', 'late']),
  wearMinutes: z.number().nullable(),
  wornFrom: WornFromShape.nullable(),
  coverage: z.number().nullable(),
  late: z.boolean(),
});
const Usual = z.object({
  from: z.string(),
  to: z.string(),
  validDays: z.number(),
  totalDays: z.number(),
  middle: z.number(),
  low: z.number(),
  high: z.number(),
});

export const PanelShape = z
  .object({
    metric: MetricShape,
    unit: z.string(),
    unitDisplay: z.string(),
    better: z.enum(['up', 'down', 'none']),
    range: z.tuple([z.number(), z.number()]).nullable(),
    days: z.array(SeriesDay),
    middle: z.array(z.number().nullable()),
    usual: Usual.nullable(),
    change: z
      .object({
        on: z.string(),
        interval: z.tuple([z.string(), z.string()]),
        level: z.number(),
        percent: z.number().nullable(),
        course: CourseShape,
      })
      .nullable(),
    meaningful: z.object({ absolute: z.number().nullable(), relative: z.number().nullable() }),
    target: z.number().nullable(),
    course: CourseShape,
    sentence: SentenceShape.nullable(),
    patientSentence: SentenceShape.nullable(),
  })
  .meta({ id: 'Panel' });
export type PanelView = z.output<typeof PanelShape>;

const chance = z.number().min(0).max(1);
/**
 * How the first goal of the sprint stands: a chance for each of four answers, which add up to 1. Whoever shows it says no
 * plateau while it is early or where the target is reached, and no label that is not clear.
 */
export const SprintVerdictShape = z
  .object({
    metric: MetricShape,
    label: z.enum(['improving', 'plateau', 'deteriorating', 'insufficient']),
    confidence: chance,
    probs: z.object({ improving: chance, plateau: chance, deteriorating: chance, insufficient: chance }),
    isProvisional: z.boolean(),
    isFinal: z.boolean(),
    isEarly: z.boolean(),
    isReached: z.boolean(),
    isClear: z.boolean(),
  })
  .meta({ id: 'SprintVerdict' });

export const SeriesView = z
  .object({
    timeZone: z.string(),
    from: z.string(),
    to: z.string(),
    computedAt: z.string().nullable(),
    days: z.array(z.string()),
    panels: z.array(PanelShape),
    sprint: SprintShape.nullable(),
    /** When a device was last heard of, and how far its readings reach. fileAt: all came by files, the newest of them then. */
    sync: z.object({
      state: SyncShape.nullable(),
      contactAt: z.string().nullable(),
      fileAt: z.string().nullable(),
      newestAt: z.string().nullable(),
    }),
    events: z.array(LaneEventShape),
    headline: SentenceShape.nullable(),
    patientHeadline: SentenceShape.nullable(),
    hint: SentenceShape.nullable(),
    sprintVerdict: SprintVerdictShape.nullable(),
    course: CourseShape,
    confidence: z.number().nullable(),
    /** evidence = how strong it is; outcomes = share of true ones among the clinic's own judged alarms. */
    confidenceFrom: z.enum(['evidence', 'outcomes']),
  })
  .meta({ id: 'SeriesView' });
export type SeriesAnswer = z.output<typeof SeriesView>;
