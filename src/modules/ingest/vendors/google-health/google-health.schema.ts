import { z } from 'zod';
import { civilDay, instant, numberLike, OBJECT } from '../common.schema.js';

/** Google's documents write "-18000s", others who speak the format "-07:00". Both are offsets from UTC in seconds. */
export const utcOffset = z
  .string()
  .regex(/^(-?\d{1,5}(\.0+)?s|[+-]\d\d:\d\d|Z)$/, { error: 'must be an offset such as -18000s or -05:00' })
  .transform((text) => {
    if (text === 'Z') return 0;
    if (text.endsWith('s')) return Number(text.slice(0, -1));
    const [hours, minutes] = text.slice(1).split(':').map(Number);
    return (text.startsWith('-') ? -1 : 1) * (hours! * 3600 + minutes! * 60);
  });

const interval = z.object(
  { startTime: instant, endTime: instant, startUtcOffset: utcOffset.nullish(), endUtcOffset: utcOffset.nullish() },
  { error: 'must have an interval with startTime and endTime' },
);

/** {"year": 2026, "month": 6, "day": 28} as a civil day. */
export const googleDate = z
  .object({ year: z.number().int(), month: z.number().int(), day: z.number().int() }, { error: 'must be a full date' })
  .transform((date, check) => {
    const pad = (n: number, width: number) => String(n).padStart(width, '0');
    const day = `${pad(date.year, 4)}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
    const read = civilDay.safeParse(day);
    if (read.success) return read.data;
    check.addIssue({ code: 'custom', message: 'must be a day that exists in the calendar' });
    return z.NEVER;
  });

const part = (max: number) => z.number().int().min(0).max(max).default(0);

/** A civil time: zeros are left out in JSON, so midnight has no `time` at all. */
export const civilDateTime = z.object({
  date: googleDate,
  time: z.object({ hours: part(24), minutes: part(59), seconds: part(59) }).optional(),
});
export type CivilDateTime = z.output<typeof civilDateTime>;

export const dataSourceSchema = z.object({
  recordingMethod: z.string().nullish(),
  platform: z.string().nullish(),
  device: z
    .object({
      displayName: z.string().nullish(),
      manufacturer: z.string().nullish(),
      model: z.string().nullish(),
      formFactor: z.string().nullish(),
    })
    .nullish(),
});
export type DataSource = z.output<typeof dataSourceSchema>;

/** A true zero: zeros are left out in JSON, so worn but still minutes come without a count. */
export const stepsSchema = z.object({ interval, count: numberLike.default(0) }, OBJECT);

export const heartRateSchema = z.object(
  { sampleTime: z.object({ physicalTime: instant, utcOffset: utcOffset.nullish() }), beatsPerMinute: numberLike },
  OBJECT,
);

export const restingRateSchema = z.object({ date: googleDate, beatsPerMinute: numberLike }, OBJECT);

const stage = z.object({ type: z.string(), startTime: instant, endTime: instant });

export const sleepSchema = z.object(
  {
    interval,
    summary: z.object({ minutesAsleep: numberLike.nullish() }).nullish(),
    stages: z.array(stage).nullish(),
    updateTime: instant.optional().catch(undefined),
  },
  OBJECT,
);
export type GoogleSleep = z.output<typeof sleepSchema>;

/** Roll-ups by day carry civil times, roll-ups by the clock carry instants. */
export const rollUpWindowSchema = z.union(
  [
    z.object({ civilStartTime: civilDateTime, civilEndTime: civilDateTime.optional() }),
    z.object({ startTime: instant, endTime: instant }),
  ],
  { error: 'must have civilStartTime, or startTime and endTime' },
);
export type RollUpWindow = z.output<typeof rollUpWindowSchema>;

export const stepsRollUpSchema = z.object({ countSum: numberLike.default(0) }, OBJECT);
export const heartRollUpSchema = z.object({ beatsPerMinuteAvg: numberLike }, OBJECT);
