import { dayBounds, instantsOfWall, type ZoneHistory } from '../../../metrics/index.js';

/** A day that a vendor tells by its date, as the patient lived it: of any length on a journey. */
export const livedDay = (zones: ZoneHistory, day: string) => ({ ...dayBounds(zones, day), isDay: true });

/**
 * When was this time on the patient's wall? The last of two where it came twice, if `again`.
 *
 * Undefined for one that never was: clocks that were put forward left it out, or a journey east. Read by the clock before,
 * it would come where another time stands, and one of the two would be lost.
 */
export function instantOnWall(zones: ZoneHistory, local: string, again = false): number | undefined {
  const { ms, gap, leftOut } = instantsOfWall(zones, local);
  return gap || leftOut ? undefined : ms.at(again ? -1 : 0);
}
