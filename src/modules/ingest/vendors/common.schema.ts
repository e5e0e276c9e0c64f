import { z } from 'zod';
import { instantOfLocal } from '../../../metrics/index.js';

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

export const civilDay = z.iso.date({ error: 'must be a day such as 2026-03-29' });

/** A wall-clock time without a zone, as the wearer's device showed it. */
export const localTime = z.string({ error: 'must be a local time such as 2026-03-29T23:10:00' }).refine(
  (text) => {
    try {
      instantOfLocal('UTC', text);
      return true;
    } catch {
      return false;
    }
  },
  { error: 'must be a local time such as 2026-03-29T23:10:00' },
);

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
