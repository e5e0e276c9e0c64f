import { z } from 'zod';
import { MetricShape } from '../../patients/index.js';

const day = z.iso.date();
const instant = z.iso.datetime();
/** Ids, codes and names of vendors: never words of a patient. */
const code = z.string().min(1).max(120);
const count = z.int().min(0);

const Moved = z.strictObject({
  metric: MetricShape,
  value: z.number(),
  usual: z.number(),
  delta: z.number(),
  unit: z.string(),
});
/** As the detection found it, in canonical units. Older detectors knew less: only the first members are always there. */
export const TrendEvidence = z
  .strictObject({
    type: z.literal('trend'),
    metric: MetricShape,
    baseline: z.strictObject({
      from: day,
      to: day,
      validDays: z.number(),
      totalDays: z.number(),
      middle: z.number(),
      low: z.number(),
      high: z.number(),
    }),
    alsoMoved: z.array(Moved.extend({ since: day })),
    ...z
      .strictObject({
        unit: z.string(),
        value: z.number(),
        usual: z.number(),
        delta: z.number(),
        percent: z.number().nullable(),
        since: day,
        sinceInterval: z.tuple([day, day]),
        window: z.strictObject({ from: day, to: day }),
        daysSince: z.number(),
        wornSince: z.number(),
        beyondUsual: z.number(),
        confidence: z.number(),
        /** evidence = how strong it is; outcomes = share of true ones among the clinic's own judged alarms. */
        confidenceFrom: z.enum(['evidence', 'outcomes']),
        score: z.number().nullable(),
        scoreAtRaising: z.number().nullable(),
        coverage: z.number(),
        notMoved: z.array(Moved.extend({ meaningful: z.number() })),
        clearsWhen: z.strictObject({
          metric: MetricShape,
          comparator: z.enum(['above', 'below']),
          value: z.number(),
          days: z.number(),
        }),
        detectorVersion: z.string(),
        calibrationId: z.number().nullable(),
        /** Of a gap: by whose service the readings should have come. */
        vendor: code.nullable(),
      })
      .partial().shape,
  })
  .meta({ id: 'TrendEvidence' });

export const GoalEvidence = z
  .strictObject({
    type: z.literal('goal'),
    goalId: code.nullable(),
    metric: MetricShape.nullable(),
    value: z.number().nullable(),
    baseline: z.number().nullable(),
    target: z.number().nullable(),
    reachedOn: day,
  })
  .meta({ id: 'GoalEvidence' });

export const ReviewEvidence = z
  .strictObject({ type: z.literal('review'), sprintId: code, startsOn: day, endsOn: day, weeks: count })
  .meta({ id: 'ReviewEvidence' });

/** One source of data: when it was last heard of, how far its readings reach, and how often it should speak. */
export const ContactEvidence = z
  .strictObject({
    type: z.literal('contact'),
    source: code,
    vendor: code.nullable(),
    lastContactAt: instant.nullable(),
    newestAt: instant.nullable(),
    expectedEveryHours: z.number().positive(),
  })
  .meta({ id: 'ContactEvidence' });

export const PromEvidence = z
  .strictObject({
    type: z.literal('prom'),
    instrument: code,
    responseId: code,
    answeredAt: instant,
    score: z.number(),
    comparator: z.enum(['at-least', 'at-most']),
    threshold: z.number(),
    band: code.nullable(),
    previous: z.strictObject({ score: z.number(), answeredAt: instant }).nullable(),
  })
  .meta({ id: 'PromEvidence' });

/** One answer that somebody was told of. */
const FlagAnswer = z.strictObject({
  responseId: code,
  answeredAt: instant,
  /** As scored; null: it could not be read. */
  answer: z.number().nullable(),
  /** What became of it since it was told: another answer, or none. `was`: as it was told. `by`: a person or a program, by name. */
  change: z
    .strictObject({
      how: z.enum(['corrected', 'withdrawn']),
      was: z.number().nullable(),
      at: instant,
      by: z.string().max(240).nullable(),
    })
    .nullable(),
  /** It was on an alert that somebody has ended. */
  earlier: z.boolean(),
});
export type FlagAnswer = z.output<typeof FlagAnswer>;

export const RedFlagEvidence = z
  .strictObject({
    type: z.literal('red-flag'),
    flag: z.enum([
      'self-harm',
      'cauda-equina',
      'new-neurological-deficit',
      'overdose-risk',
      'infection',
      'chest-pain',
      'other',
    ]),
    instrument: code.nullable(),
    responseId: code.nullable(),
    /** Item of the instrument and its coded answer, as scored; never free text. */
    item: code.nullable(),
    answer: z.number().nullable(),
    answeredAt: instant,
    /** All of them, the oldest first; the one above is what the sentence speaks of. Left out where there is one. */
    answers: z.array(FlagAnswer).optional(),
  })
  .meta({ id: 'RedFlagEvidence' });

export const FlareEvidence = z
  .strictObject({
    type: z.literal('flare'),
    flareId: code.nullable(),
    startedAt: instant,
    /** Pain from 0 to 10, now and usually. */
    pain: z.number().min(0).max(10).nullable(),
    usual: z.number().min(0).max(10).nullable(),
    planEndsAt: instant.nullable(),
  })
  .meta({ id: 'FlareEvidence' });

export const VisitEvidence = z
  .strictObject({ type: z.literal('visit'), visitId: code, startsAt: instant, missedInARow: count })
  .meta({ id: 'VisitEvidence' });

export const VendorEvidence = z
  .strictObject({
    type: z.literal('vendor'),
    vendor: code,
    patientsSilent: count,
    patientsConnected: count,
    silentSince: instant,
  })
  .meta({ id: 'VendorEvidence' });

/** Patients whose series cannot be judged. */
export const JudgingEvidence = z
  .strictObject({ type: z.literal('judging'), patients: count })
  .meta({ id: 'JudgingEvidence' });
/** Of the last day: what was lost and put right, what was given up. Of now: of what nobody hears. */
export const ChainEvidence = z
  .strictObject({
    type: z.literal('chain'),
    repaired: count,
    deadSteps: count,
    deadNotices: count,
    unheard: count,
    lateTellings: count,
  })
  .meta({ id: 'ChainEvidence' });

export const MessageEvidence = z
  .strictObject({
    type: z.literal('message'),
    threadId: code,
    waitingSince: instant,
    messages: count,
    answerWithinHours: z.number().positive(),
  })
  .meta({ id: 'MessageEvidence' });

export const Evidence = z
  .discriminatedUnion('type', [
    TrendEvidence,
    GoalEvidence,
    ReviewEvidence,
    ContactEvidence,
    PromEvidence,
    RedFlagEvidence,
    FlareEvidence,
    VisitEvidence,
    VendorEvidence,
    ChainEvidence,
    JudgingEvidence,
    MessageEvidence,
  ])
  .meta({ id: 'Evidence' });
export type Evidence = z.output<typeof Evidence>;
export type TrendEvidence = z.output<typeof TrendEvidence>;
export type RedFlagEvidence = z.output<typeof RedFlagEvidence>;
