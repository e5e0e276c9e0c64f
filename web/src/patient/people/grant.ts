import { instantOfLocal } from '../../../../src/metrics/index.js';
import type { FollowerCategory } from '../../api/types.js';
import { addDays, dayIn } from '../../words/index.js';

/** What somebody may see, as a form holds it. */
export interface Grant {
  readonly categories: readonly FollowerCategory[];
  /** A day, or empty: no end. */
  readonly until: string;
}

export const toGrant = (
  from: { categories: readonly FollowerCategory[]; until: string | null },
  zone: string,
): Grant => ({
  categories: from.categories,
  until: from.until ? dayIn(from.until, zone) : '',
});

/** Whatever the order in which the categories were ticked. */
export const isSameGrant = (a: Grant, b: Grant): boolean =>
  a.until === b.until && [...a.categories].sort().join() === [...b.categories].sort().join();

/** The last second of that day in the clinic's zone, which is also how it is shown; null: no end. */
export const endOf = (day: string, zone: string): string | null =>
  day === '' ? null : new Date(instantOfLocal(zone, `${addDays(day, 1)}T00:00`).ms - 1000).toISOString();
