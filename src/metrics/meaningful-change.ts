import type { Metric } from './metric.js';

/**
 * Which change in this metric would somebody with this usual level notice, in its unit?
 *
 * "2 points or 30 %" (Farrar 2001, likewise PEG) was found for getting better: there either is enough, so the smaller one
 * counts, down to what the scale can tell. For getting worse the sources give no share: 30 % of a low score is nothing,
 * so the absolute figure counts. A share alone (steps) counts both ways.
 *
 * @param towards - is the change in question for the better or for the worse?
 */
export function findMeaningfulChange({ change }: Metric, usual: number, towards: 'better' | 'worse'): number {
  const { absolute, relative, least = 0 } = change;
  if (relative === undefined) return absolute ?? 0;
  const share = Math.max(relative * Math.abs(usual), least);
  if (absolute === undefined) return share;
  return towards === 'better' ? Math.min(absolute, share) : absolute;
}
