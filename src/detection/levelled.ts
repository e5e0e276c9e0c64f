import type { Episode } from './episode.js';
import { findMeaningful, type MetricSeries } from './metric-series.js';
import { isRare } from './cadence.js';
import { findError } from './report-error.js';
import { findResponseWindow } from './response-window.js';
import { findMedian, findSpread, toNormal } from './robust.js';

/** The last eight weeks in two halves: do they tell the same? Rare reports need longer halves. */
const HALF_DAYS = 28;
const LEAST_DAYS = 7;
/** As for sprints: "no change" has to be this likely to be said. Steps scatter too much for more. */
const SAID = 0.65;
/** A median scatters by a quarter more than a mean. */
const MEDIAN_ERROR = 1.2533;

/** Weeks over which an improvement has stayed where it is, when it can be shown that it has levelled off; else null. */
export function findLevelledWeeks(series: MetricSeries, episode: Episode, last: number): number | null {
  const rare = isRare(series.cadenceDays[last]!);
  const half = Math.max(HALF_DAYS, rare ? 2 * Math.ceil(series.cadenceDays[last]!) : 0);
  const patience = Math.max(2 * half, 7 * findResponseWindow(series.metric).toWeek);
  if (episode.direction !== 'better' || last - episode.onset + 1 < patience) return null;
  const [earlier, now] = [summarise(series, last - half, half), summarise(series, last, half)];
  const least = rare ? 1 : LEAST_DAYS;
  if (earlier.length < least || now.length < least) return null;
  const level = findMedian(earlier)!;
  const delta = findMedian(now)! - level;
  const sd = rare ? findError(series.metric) : MEDIAN_ERROR * findScatter(earlier, now);
  const error = sd * Math.sqrt(1 / earlier.length + 1 / now.length);
  // A share is one of what the person does now: scatter grows with it too.
  const meaningful = findMeaningful(series.metric, level, 'better');
  const chance = toNormal((meaningful - delta) / error) - toNormal((-meaningful - delta) / error);
  return chance >= SAID ? Math.floor((2 * half) / 7) : null;
}

const summarise = (series: MetricSeries, to: number, days: number): number[] =>
  series.values.slice(Math.max(to - days + 1, 0), to + 1).filter((v) => v !== null);

/** Robust standard deviation about both middles; a score that never varied still has a grain. */
function findScatter(earlier: readonly number[], now: readonly number[]): number {
  const half = (values: readonly number[]) => {
    const { high, middle } = findSpread(values)!;
    return high - middle;
  };
  return Math.max(half(earlier), half(now), 1e-9);
}
