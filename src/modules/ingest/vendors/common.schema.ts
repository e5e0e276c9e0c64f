import { z } from 'zod';
import { instantOfLocal } from '../../../metrics/index.js';

/** What an entry must be that is no record: null, say. */
export const OBJECT = { error: 'must be an object' } as const;

/** Vendors write the same number as 7428 and as "7428" (int64 in JSON). "NaN" and "" are not numbers. */
export const numberLike = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^-?\d{1,15}(\.\d+)?$/)
      .transform(Number),
  ],
  {
    error: 'must be a number, as such or as digits in a string',
  },
);

/** Of nobody's life, and days beside the ends of the calendar have no neighbours. */
const IN_LIFE = /^(19|20|21)/;

export const civilDay = z.iso
  .date({ error: 'must be a day such as 2026-03-29' })
  .regex(IN_LIFE, { error: 'must be a day of the years 1900 to 2199' });

/** A wall-clock time without a zone, as the wearer's device showed it. */
export const localTime = z.string({ error: 'must be a local time such as 2026-03-29T23:10:00' }).refine(
  (text) => {
    if (!IN_LIFE.test(text)) return false;
    try {
      instantOfLocal('UTC', text);
      return true;
    } catch {
      return false;
    }
  },
  { error: 'must be a local time such as 2026-03-29T23:10:00' },
);

const RFC3339 = /^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?)(Z|[+-]\d\d:\d\d)$/i;

/** An instant in milliseconds. Vendors write up to nine decimals; more than three are cut. */
export const instant = z
  .string({ error: 'must be an instant such as 2026-06-29T22:00:00Z' })
  .transform((text, check) => {
    const match = RFC3339.exec(text);
    const wall = localTime.safeParse(match?.[1] ?? '');
    const ms = match && wall.success ? Date.parse(`${wall.data.slice(0, 23).replace(' ', 'T')}${match[2]}`) : NaN;
    if (!Number.isNaN(ms)) return ms;
    check.addIssue({ code: 'custom', message: 'must be an instant such as 2026-06-29T22:00:00Z' });
    return z.NEVER;
  });

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
