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
    from: day.describe('The first day, in the time zone that the patient was in then.'),
    to: day.describe('The last day; it belongs to the range.'),
    resolution: z
      .enum(['raw', 'hour', 'day', 'week'])
      .default('day')
      .describe(
        'raw: reading by reading, as they were told, nights by the day of waking and answers by the day on which they were given; hour, day: what counts once devices are put together; week: means from Monday to Sunday, also of weeks that the range only touches.',
      ),
    limit: z.coerce
      .number()
      .int()
      .min(1)
      .max(2000)
      .default(500)
      .describe(
        'At most so many readings, hours, days or weeks in one answer. Hours come in whole days, at least one: a day of more hours than this is still told whole.',
      ),
    after: z.string().max(200).optional().describe('`next` of the page before, asked with the same other words.'),
  })
  .refine(({ from, to }) => from <= to, { path: ['from'], message: 'must not be after to' });
export type ReadingQuery = z.output<typeof ReadingQuery>;

const shared = {
  metric: MetricShape,
  unit: z.string(),
  timeZone: z.string().describe('Where the patient is now.'),
  next: z
    .string()
    .nullable()
    .describe('Pass it as `after` for the next page; null on the last. A page may hold fewer than `limit`.'),
  closed: z
    .array(z.object({ from: z.string(), to: z.string(), keptAs: KeptAsShape, since: z.string() }))
    .describe("Days within the range whose readings the clinic's retention has removed, and what is kept of them."),
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
      receivedAt: z.string().describe('When this version of it came.'),
      clock: ClockFaultShape.nullable().describe('Why its time is not believed; by when it came first.'),
      late: z.boolean().describe('It came first more than a day after it was taken.'),
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
      late: z
        .boolean()
        .describe(
          'What somebody should have answered on it came more than 48 hours after it; such a day is left out of means.',
        ),
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
