import { z } from 'zod';
import { isCivilDay } from '../../../metrics/index.js';
import { MetricShape } from '../../patients/index.js';
import { ClockFaultShape, KeptAsShape, WornFromShape } from '../observations.schema.js';

const day = z
  .string()
  .refine((text) => isCivilDay(text) && text >= '1900', { error: 'must be a day written YYYY-MM-DD, after 1900' });

export const ReadingQuery = z
  .strictObject({
    metric: MetricShape,
    /** Both days inclusive, in the patient's zone. */
    from: day,
    to: day,
    resolution: z.enum(['raw', 'hour', 'day', 'week']).default('day'),
    /** Readings, hours, days or weeks in one answer. */
    limit: z.coerce.number().int().min(1).max(2000).default(500),
    after: z.string().max(200).optional(),
  })
  .refine(({ from, to }) => from <= to, { path: ['from'], message: 'must not be after to' });
export type ReadingQuery = z.output<typeof ReadingQuery>;

const shared = {
  metric: MetricShape,
  unit: z.string(),
  timeZone: z.string(),
  /** Pass it as `after` for the next page; null on the last. */
  next: z.string().nullable(),
  /** Days within the range whose readings were removed by the clinic's retention, and what is kept of them. */
  closed: z.array(z.object({ from: z.string(), to: z.string(), keptAs: KeptAsShape, since: z.string() })),
};
const Raw = z.object({
  ...shared,
  resolution: z.literal('raw'),
  items: z.array(
    z.object({
      id: z.string(),
      version: z.number(),
      startAt: z.string(),
      endAt: z.string(),
      value: z.number(),
      sourceId: z.number(),
      sourceLabel: z.string(),
      receivedAt: z.string(),
      clock: ClockFaultShape.nullable(),
      late: z.boolean(),
    }),
  ),
});
const Hours = z.object({
  ...shared,
  resolution: z.literal('hour'),
  items: z.array(z.object({ day: z.string(), startAt: z.string(), endAt: z.string(), value: z.number() })),
});
const Days = z.object({
  ...shared,
  resolution: z.literal('day'),
  items: z.array(
    z.object({
      day: z.string(),
      value: z.number().nullable(),
      state: z.enum(['ok', 'notWorn']),
      wearMinutes: z.number().nullable(),
      wornFrom: WornFromShape.nullable(),
      coverage: z.number().nullable(),
      device: z.string().nullable(),
      late: z.boolean(),
    }),
  ),
});
const Weeks = z.object({
  ...shared,
  resolution: z.literal('week'),
  /** Whole weeks from Monday. `value` is the mean of the days that count. */
  items: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      value: z.number().nullable(),
      countedDays: z.number(),
      days: z.number(),
    }),
  ),
});

export const ReadingView = z.discriminatedUnion('resolution', [Raw, Hours, Days, Weeks]).meta({ id: 'ReadingView' });
export type ReadingView = z.output<typeof ReadingView>;
