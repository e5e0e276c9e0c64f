import { z } from 'zod';
import { instant } from '../common.schema.js';

/**
 * Open mHealth documents and their successor IEEE 1752.1 (https://www.openmhealth.org/documentation). Members we do not
 * use are ignored: newer versions add some.
 */
const text = z.string({ error: 'must be a text' }).max(200);

export const headerSchema = z.object(
  {
    /** Open mHealth writes `id`, IEEE 1752.1 `uuid`. */
    id: text.nullish(),
    uuid: text.nullish(),
    schema_id: z.object(
      { namespace: text, name: text, version: text },
      { error: 'must have namespace, name and version, such as omh, step-count and 3.0' },
    ),
    /** When this document was written: Open mHealth's word and IEEE 1752.1's. */
    creation_date_time: instant.optional().catch(undefined),
    source_creation_date_time: instant.optional().catch(undefined),
    modality: text.nullish(),
    acquisition_provenance: z.object({ source_name: text.nullish(), modality: text.nullish() }).nullish(),
    external_datasheets: z
      .array(z.object({ datasheet_type: text.nullish(), datasheet_reference: text }))
      .max(20)
      .nullish(),
  },
  { error: 'must be an object with schema_id' },
);
export type Header = z.output<typeof headerSchema>;

/** Seconds of each unit of time that one reading can sensibly be told in. Open mHealth writes `sec`, not `s`. */
const UNIT_SECONDS = { sec: 1, min: 60, h: 3600, d: 86_400 } as const;
const durationUnit = z.enum(['sec', 'min', 'h', 'd'], { error: 'must be sec, min, h or d' });

export const durationSeconds = z
  .object({ value: z.number({ error: 'must be a number' }), unit: durationUnit }, { error: 'must have value and unit' })
  .transform(({ value, unit }) => value * UNIT_SECONDS[unit]);

/** What may be left out, some write as null. */
const given = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined);

/** A start and an end, or one of them and how long it took. */
const timeInterval = z
  .object({
    start_date_time: given(instant),
    end_date_time: given(instant),
    duration: given(durationSeconds),
  })
  .transform(({ start_date_time: start, end_date_time: end, duration }, check) => {
    const lengthMs = duration === undefined ? undefined : duration * 1000;
    if (start !== undefined && end !== undefined) return { startMs: start, endMs: end };
    if (start !== undefined && lengthMs !== undefined) return { startMs: start, endMs: start + lengthMs };
    if (end !== undefined && lengthMs !== undefined) return { startMs: end - lengthMs, endMs: end };
    check.addIssue({
      code: 'custom',
      message: 'must have start_date_time and end_date_time, or one of them and duration',
    });
    return z.NEVER;
  });

/** When a reading was: a moment has `startMs` equal to `endMs`. */
export const timeFrame = z
  .object(
    { date_time: given(instant), time_interval: given(timeInterval) },
    { error: 'must say when: date_time or time_interval' },
  )
  .transform(({ date_time: at, time_interval: interval }, check) => {
    if (at !== undefined && interval === undefined) return { startMs: at, endMs: at };
    if (at === undefined && interval !== undefined) return interval;
    check.addIssue({ code: 'custom', message: 'must have either date_time or time_interval' });
    return z.NEVER;
  });

const unitValue = <Unit extends string>(unit: Unit) =>
  z.object(
    {
      value: z.number({ error: 'must be a number' }),
      unit: z.literal(unit, { error: `must be ${unit}` }),
    },
    { error: 'must have value and unit' },
  );

/** Version 3 gave the count a unit. */
export const stepCount = z.union([z.number(), unitValue('steps').transform(({ value }) => value)], {
  error: 'must be a number, or value and the unit steps',
});
export const heartRate = unitValue('beats/min').transform(({ value }) => value);
export const minutes = unitValue('min').transform(({ value }) => value);
