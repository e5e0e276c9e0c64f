import { METRICS, type MetricId } from '../metrics/index.js';
import { findMedian } from './robust.js';

/** Gaps between reports whose middle is the cadence, and how many there must be before it replaces the catalogue's. */
const GAPS = { most: 7, least: 3 };

/**
 * How many days lie between two reports, as can be known today? What the catalogue expects, until the person's own habit
 * shows. Devices are meant to be worn every day: a watch in a drawer is no cadence.
 */
export class Cadence {
  private readonly gaps: number[] = [];
  private since: number | null = null;
  private days: number;

  constructor(private readonly metric: MetricId) {
    this.days = METRICS[metric].everyDays;
  }

  /** Takes the next day. @returns days between reports */
  push(isReported: boolean): number {
    if (!METRICS[this.metric].selfReported) return this.days;
    if (this.since !== null) this.since++;
    if (!isReported) return this.days;
    if (this.since !== null) this.gaps.push(this.since);
    if (this.gaps.length > GAPS.most) this.gaps.shift();
    this.since = 0;
    if (this.gaps.length >= GAPS.least) this.days = findMedian(this.gaps)!;
    return this.days;
  }
}

/** From so many days between reports on, each of them is judged for itself. */
const RARE_DAYS = 5;
const RARER_DAYS = 14;

/** Windows that fit how often a metric is reported. */
export interface Windows {
  /** Reports whose middle speaks for "now", how far back they may lie, and the least number of them. */
  readonly recent: { readonly days: number; readonly within: number; readonly least: number };
  /** Reports that "usual" needs, the days it rests on, and how far back it may reach when they are too few. */
  readonly usual: { readonly least: number; readonly days: number; readonly longestDays: number };
}

const DAILY: Windows = { recent: { days: 7, within: 14, least: 3 }, usual: { least: 7, days: 28, longestDays: 84 } };

/**
 * Daily or several times a week: a middle of days. Weekly or rarer: the last two reports, however far apart; from every
 * two weeks on, usual rests on about three reports and is content with one.
 */
export function findWindows(cadenceDays: number): Windows {
  if (!isRare(cadenceDays)) return DAILY;
  const isRarer = cadenceDays >= RARER_DAYS;
  const days = isRarer ? 28 * Math.ceil((3 * cadenceDays) / 28) : 28;
  return {
    recent: { days: 2, within: Math.max(35, Math.ceil(1.5 * cadenceDays)), least: 1 },
    usual: { least: isRarer ? 1 : 2, days, longestDays: Math.max(84, days) },
  };
}

/** Are reports so rare that one alone has to count? */
export const isRare = (cadenceDays: number): boolean => cadenceDays >= RARE_DAYS;
