import type { ClinicView, Day } from '../../api/types.js';
import { addDays } from '../../words/index.js';

type Doors = Pick<ClinicView, 'sites' | 'holidays'>;
/** Hours are kept from Monday on, JavaScript counts from Sunday. */
const weekdayOf = (day: Day) => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
/** Longer than any holidays. */
const MOST_DAYS = 14;

/** Is any door open on this day, for however short? A clinic that has not said when counts as open. */
export function isOpenOn({ sites, holidays }: Doors, day: Day): boolean {
  if (sites.length === 0) return true;
  return sites.some(({ id, hours }) => {
    const special = [id, null].map((of) => holidays.find((one) => one.siteId === of && one.on === day)).find(Boolean);
    return (special?.hours ?? hours[weekdayOf(day)] ?? []).length > 0;
  });
}

/**
 * The day on which a sprint that ends on `endsOn` is decided: its last day, or when nobody is there then the last one before
 * on which somebody is.
 */
export function reviewDay(doors: Doors | undefined, endsOn: Day): Day {
  if (!doors) return endsOn;
  for (let back = 0; back <= MOST_DAYS; back++)
    if (isOpenOn(doors, addDays(endsOn, -back))) return addDays(endsOn, -back);
  return endsOn;
}
