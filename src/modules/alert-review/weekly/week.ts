import { addDays, daysBetween } from '../../../metrics/index.js';

/** A week from Monday to Sunday, in the clinic's days. */
export interface Week {
  readonly from: string;
  readonly to: string;
}

/** 1 January 1970 was a Thursday. */
const A_MONDAY = '1969-12-29';

/** The week that this day lies in. */
export function weekOf(day: string): Week {
  const since = daysBetween(A_MONDAY, day);
  const from = addDays(A_MONDAY, since - (((since % 7) + 7) % 7));
  return { from, to: addDays(from, 6) };
}
