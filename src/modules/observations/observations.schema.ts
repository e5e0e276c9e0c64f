import { z } from 'zod';
import { MetricShape } from '../patients/index.js';

/** The device's clock was wrong: ahead of ours, or reset. Such a reading is kept and counts for no day. */
export const ClockFaultShape = z.enum(['ahead', 'reset']).meta({ id: 'ClockFault' });

/** Whose word worn minutes are: counted from the device's heart rates, or told by its maker. */
export const WornFromShape = z.enum(['heart-rate', 'vendor']).meta({ id: 'WornFrom' });

/** What is kept of a time whose readings were removed. */
export const KeptAsShape = z.enum(['hours', 'days']).meta({ id: 'KeptAs' });

export const ReadingCorrection = z
  .strictObject({
    /** The version that was looked at. */
    version: z.int().positive(),
    /** What is right, in the metric's unit; left out: the reading is marked as an error and counts no more. */
    value: z.number().optional(),
    /** Why; it goes with the reading, beside the name of whoever decided it. */
    reason: z.string().trim().min(3, 'must say why').max(300),
  })
  .meta({ id: 'ReadingCorrection' });
export type ReadingCorrection = z.output<typeof ReadingCorrection>;
export const CorrectedTo = z.object({ id: z.string(), version: z.number() }).meta({ id: 'CorrectedTo' });

export const DayExplained = z
  .object({
    metric: MetricShape,
    day: z.string(),
    value: z.number().nullable(),
    state: z.enum(['ok', 'notWorn', 'notSynced']),
    wearMinutes: z.number().nullable(),
    wornFrom: WornFromShape.nullable(),
    coverage: z.number().nullable(),
    /** The number is about to be added up anew, from the observations as they are listed here. */
    pending: z.boolean(),
    /** Readings of this day were removed by the clinic's retention; what is kept of them, and since when. Else null. */
    kept: z
      .object({
        as: KeptAsShape,
        since: z.string(),
        hours: z.array(z.object({ startAt: z.string(), value: z.number() })),
      })
      .nullable(),
    sources: z.array(
      z.object({
        sourceId: z.number(),
        label: z.string(),
        value: z.number(),
        counted: z.number(),
        totalMinusIntervals: z.number().optional(),
      }),
    ),
    observations: z.array(
      z.object({
        id: z.string(),
        startAt: z.string(),
        endAt: z.string(),
        value: z.number(),
        /** How much of it went into the day's number; null where the others that did are no longer kept. */
        counted: z.number().nullable(),
        sourceId: z.number(),
        sourceLabel: z.string(),
        version: z.number(),
        clock: ClockFaultShape.nullable(),
        late: z.boolean(),
      }),
    ),
    /** Readings that people have corrected or marked as errors, with who and why. An error counts no more. */
    corrected: z.array(
      z.object({
        id: z.string(),
        startAt: z.string(),
        status: z.enum(['amended', 'entered-in-error']),
        value: z.number().nullable(),
        by: z.string(),
        at: z.string(),
        why: z.string(),
      }),
    ),
  })
  .meta({ id: 'DayExplained' });
