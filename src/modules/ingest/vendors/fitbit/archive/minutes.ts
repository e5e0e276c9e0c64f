import { z } from 'zod';
import type { Draft } from '../../collector.js';
import { instant, numberLike, OBJECT } from '../../common.schema.js';

const MINUTE_MS = 60_000;

/** American, with two digits for the year: `"08/01/25 07:29:00"`, in UTC. */
const archiveInstant = z.string({ error: 'must be a time such as 08/01/25 07:29:00' }).transform((text, check) => {
  const [, month, day, year, time] = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)$/.exec(text) ?? [];
  const read = instant.safeParse(`20${year}-${month}-${day}T${time}Z`);
  if (read.success) return read.data;
  check.addIssue({ code: 'custom', message: 'must be a time such as 08/01/25 07:29:00' });
  return z.NEVER;
});

const stepsEntry = z.object({ dateTime: archiveInstant, value: numberLike }, OBJECT);
const heartEntry = z.object(
  { dateTime: archiveInstant, value: z.object({ bpm: numberLike, confidence: z.number().optional() }, OBJECT) },
  OBJECT,
);

type Told = Pick<Draft, 'startMs' | 'endMs' | 'value'>;
/** A sentence: refused. Undefined: it says that nothing was measured. */
type ReadEntry = (entry: unknown) => Told | string | undefined;

/**
 * Minutes of the account archive, `[{"dateTime": "08/01/25 07:29:00", "value": "36"}]`. The times are UTC, unlike all others
 * of Fitbit: nothing of the vendor says so, but whoever lives far from Greenwich has seen it.
 *
 * @see https://github.com/saubury/duckdb-fitbit
 */
export const readStepsMinute: ReadEntry = (entry) => {
  const read = stepsEntry.safeParse(entry);
  if (!read.success) return firstFault(read.error);
  const { dateTime, value } = read.data;
  return { startMs: dateTime, endMs: dateTime + MINUTE_MS, value };
};

/** `[{"dateTime": "08/01/25 07:29:04", "value": {"bpm": 71, "confidence": 3}}]`; without confidence it is a guess. */
export const readHeartSample: ReadEntry = (entry) => {
  const read = heartEntry.safeParse(entry);
  if (!read.success) return firstFault(read.error);
  const { dateTime, value } = read.data;
  return value.confidence === 0 ? undefined : { startMs: dateTime, endMs: dateTime, value: value.bpm };
};

const firstFault = ({ issues: [fault] }: z.ZodError) => `${fault!.path.join('.')} ${fault!.message}`.trim();
