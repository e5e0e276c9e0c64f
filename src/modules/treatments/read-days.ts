import {
  addDays,
  civilDayAt,
  dateTimeMs,
  isCivilDay,
  type Precision,
  precisionOf,
  type ZoneHistory,
} from '../../metrics/index.js';

/** How exactly somebody has said when: the day, or only its month or year. */
export type Exactness = Exclude<Precision, 'time'>;

export interface SaidDay {
  readonly day: string;
  readonly exact: Exactness;
}

/** How other systems write "no end"; the day after its last has no name. */
const FOREVER = '9999';
const LAST_DAY = '9999-12-31';

/** The first day that a FHIR date or time can mean, of a month or year its first; null: it cannot be read. */
export function firstDay(words: string, zones: ZoneHistory): SaidDay | null {
  const precision = precisionOf(words);
  const day = precision === 'time' ? dayOfTime(words, zones) : `${words}-01-01`.slice(0, 10);
  if (day === null || !isCivilDay(day)) return null;
  return { day, exact: precision === 'time' ? 'day' : precision };
}

/** The last day that it can mean; null also where it means that there is no end. */
export function lastDay(words: string, zones: ZoneHistory): SaidDay | null {
  const first = firstDay(words, zones);
  if (first === null || isForever(first.day)) return null;
  return { ...first, day: lastOf(first) };
}

function lastOf({ day, exact }: SaidDay): string {
  if (exact === 'day') return day;
  if (exact === 'year') return `${day.slice(0, 4)}-12-31`;
  // The day before the first of the next month, which is never more than 31 days on.
  return addDays(`${addDays(day, 31).slice(0, 7)}-01`, -1);
}

export const isForever = (day: string): boolean => day >= FOREVER;

/** The civil day of a time. */
function dayOfTime(words: string, zones: ZoneHistory): string | null {
  const ms = dateTimeMs(words);
  if (Number.isNaN(ms)) return null;
  const day = civilDayAt(zones, ms);
  // A year of five digits is written with a sign.
  return day.startsWith('+') ? LAST_DAY : day;
}
