import { METRICS } from '../metrics/index.js';
import { isRare } from './cadence.js';
import type { Episode } from './episode.js';
import { findSwayVariance } from './level-sway.js';
import { findMeaningful, type MetricSeries } from './metric-series.js';
import { findVariance } from './report-change.js';
import { findResponseWindow } from './response-window.js';
import { findMedian, findSpread, toNormal } from './robust.js';

/**
 * The last eight weeks in two halves: do they tell the same? Rare reports need longer halves. So does activity: its level
 * sways by nearly a meaningful change, and shorter halves could hardly ever show that it has not changed.
 */
const HALF_DAYS = 28;
const ACTIVITY_HALF_DAYS = 56;
const LEAST_DAYS = 7;
/** As for sprints: "no change" has to be this likely to be said. Steps sway and scatter too much for more. */
const SAID = 0.65;
/** A median scatters by a quarter more than a mean. */
const MEDIAN_ERROR = 1.2533;

/** Weeks over which an improvement has stayed where it is, when it can be shown that it has levelled off; else null. */
export function findLevelledWeeks(series: MetricSeries, episode: Episode, last: number): number | null {
  const rare = isRare(series.cadenceDays[last]!);
  const days = METRICS[series.metric].domain === 'activity' ? ACTIVITY_HALF_DAYS : HALF_DAYS;
  const half = Math.max(days, rare ? 2 * Math.ceil(series.cadenceDays[last]!) : 0);
  const patience = Math.max(2 * half, 7 * findResponseWindow(series.metric).toWeek);
  if (episode.direction !== 'better' || last - episode.onset + 1 < patience) return null;
  const [earlier, now] = [summarise(series, last - half, half), summarise(series, last, half)];
  const least = rare ? 1 : LEAST_DAYS;
  if (earlier.length < least || now.length < least) return null;
  const level = findMedian(earlier)!;
  const delta = findMedian(now)! - level;
  const error = Math.sqrt(
    rare
      ? findVariance(series.metric, now.length, earlier.length)
      : (MEDIAN_ERROR * findScatter(earlier, now)) ** 2 * (1 / earlier.length + 1 / now.length) +
          findSwayVariance(series.metric, level, half),
  );
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
