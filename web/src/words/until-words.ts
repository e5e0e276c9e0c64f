import { isGrantEnd, LAST_GRANT_DAY } from '../../../src/metrics/index.js';
import { civilDate } from './format.js';
import { sayOnPage } from './say.js';

/**
 * What is wrong with the last day until which somebody may look on; null when the server takes it.
 *
 * @param day - empty: no end
 * @param isHalf - a part of a day stands in the field, which the browser tells as empty
 */
export function untilWords(day: string, today: string, isHalf = false): string | null {
  if (!isHalf && (day === '' || isGrantEnd(day, today))) return null;
  return sayOnPage('field.until', { last: civilDate(LAST_GRANT_DAY) });
}
