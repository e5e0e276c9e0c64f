import { findMeaningfulChange, METRICS } from '../../../../src/metrics/index.js';
import type { Panel, SeriesView } from '../../api/types.js';

/**
 * What else has changed, beside what the headline is about, in the order in which it is told: what the sprint aims at first,
 * then by size, each against the change in it that counts.
 */
export function changedBeside({ headline, panels }: Pick<SeriesView, 'headline' | 'panels'>): Panel[] {
  return panels
    .filter((panel) => panel.change && panel.metric !== headline?.facts['metric'])
    .sort((a, b) => Number(b.target !== null) - Number(a.target !== null) || sizeOf(b) - sizeOf(a));
}

/** How many times the change that counts it is; 0 where no usual is known. */
function sizeOf({ metric, change, usual, better }: Panel): number {
  if (!change || !usual) return 0;
  const delta = change.level - usual.middle;
  const towards = delta > 0 === (better === 'up') ? 'better' : 'worse';
  const counts = findMeaningfulChange(METRICS[metric], usual.middle, towards);
  return counts > 0 ? Math.abs(delta) / counts : 0;
}
