import { z } from 'zod';
import { civilDay, instant, localTime, numberLike, OBJECT } from '../common.schema.js';

/** `{"dateTime": "2026-01-31", "value": "7428"}` */
export const dailyValueSchema = z.object({ dateTime: civilDay, value: numberLike }, OBJECT);

/** One minute (or 5, or 15) of a day; the day stands elsewhere in the payload. */
export const datasetEntrySchema = z.object(
  {
    time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/, { error: 'must be a time such as 23:10:00' }),
    value: numberLike,
  },
  OBJECT,
);

export const intradaySchema = z.object(
  {
    dataset: z.array(z.unknown(), { error: 'must be a list' }),
    datasetInterval: z.number().int().min(1).max(60).default(1),
    datasetType: z.enum(['minute', 'second']).default('minute'),
  },
  OBJECT,
);
export type Intraday = z.output<typeof intradaySchema>;

/** Of a day without a pulse the zones are listed without minutes. */
const zone = z.object({ minutes: z.number().min(0, { error: 'must not be negative' }).nullish() }, OBJECT);
export const zonesSchema = z.array(zone, { error: 'must be a list' });

/** Since 2015 the value is an object. Before, it was the mean of all beats. */
export const heartDaySchema = z.object(
  {
    dateTime: civilDay,
    value: z.union(
      [
        z.object({ restingHeartRate: numberLike.nullish(), heartRateZones: z.unknown().optional() }),
        numberLike.transform(() => ({ restingHeartRate: undefined, heartRateZones: undefined })),
      ],
      { error: 'must be an object or a number' },
    ),
  },
  OBJECT,
);

/** American with two digits for the year, `"08/01/25 00:00:00"`, or as elsewhere, `"2025-08-01 00:00:00"`. */
const archivedDay = z.string({ error: 'must be a day such as 08/01/25 00:00:00' }).transform((text, check) => {
  const [, month, day, year] = /^(\d\d)\/(\d\d)\/(\d\d)\b/.exec(text) ?? [];
  const read = civilDay.safeParse(month === undefined ? text.slice(0, 10) : `20${year}-${month}-${day}`);
  if (read.success) return read.data;
  check.addIssue({ code: 'custom', message: 'must be a day such as 08/01/25 00:00:00' });
  return z.NEVER;
});

/** The account archive ("Takeout") writes the resting rate this way; value 0 stands for a day without one. */
export const archivedRestingRateSchema = z.object(
  { dateTime: archivedDay, value: z.object({ value: numberLike }, OBJECT) },
  OBJECT,
);

/** Of a day without a pulse they are noughts. */
const zoneMinutes = z.number().min(0, { error: 'must not be negative' }).default(0);
/** Minutes of a day in the heart-rate zones, as the account archive writes them; the lowest zone begins at 30 beats. */
export const archivedZonesSchema = z.object({
  dateTime: archivedDay,
  value: z.object({
    valuesInZones: z.object({
      BELOW_DEFAULT_ZONE_1: zoneMinutes,
      IN_DEFAULT_ZONE_1: zoneMinutes,
      IN_DEFAULT_ZONE_2: zoneMinutes,
      IN_DEFAULT_ZONE_3: zoneMinutes,
    }),
  }),
});

/** Version 1 and 1.2 of the sleep log share these. Version 1 has no endTime and no type. */
export const sleepLogSchema = z.object(
  {
    logId: z.union([z.number().int(), z.string().max(64)], { error: 'must be a number or a text' }).nullish(),
    startTime: localTime,
    endTime: localTime.nullish(),
    duration: z.number().int().min(0),
    minutesAsleep: z.number(),
    logType: z.string().nullish(),
    lastModified: instant.optional().catch(undefined),
  },
  OBJECT,
);
export type SleepLog = z.output<typeof sleepLogSchema>;
