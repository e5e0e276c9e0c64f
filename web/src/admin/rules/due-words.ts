import type { Tier } from '../../api/types.js';
import { number, sayOnPage } from '../../words/index.js';

const DAY_HOURS = 24;

/** What so many hours are: whole days go by the calendar, the rest while the clinic is open; what is for now always runs. */
export function dueWords(tier: Tier, hours: number | null): string {
  if (hours === null) return sayOnPage('rules.dueMeans', { clock: 'none' });
  // Not a number yet, while it is typed: there is nothing to say.
  if (Number.isNaN(hours)) return '';
  if (tier === 'now') return sayOnPage('rules.dueMeans', { clock: 'always' });
  const days = Math.floor(hours / DAY_HOURS);
  const rest = hours - days * DAY_HOURS;
  const clock = days === 0 ? 'open' : rest === 0 ? 'days' : 'both';
  return sayOnPage('rules.dueMeans', { clock, days, hours: number(rest, rest % 1 === 0 ? 0 : 2) });
}
