import type { MetricId } from '../../../src/metrics/index.js';
import type { Day, SeriesView } from '../api/types.js';
import type { Audience } from '../words/index.js';

export interface SeriesChartProps {
  view: SeriesView;
  /** Which metrics, in this order; all that the view has when left out. */
  panels?: readonly MetricId[];
  compact?: boolean;
  audience?: Audience;
  /** Enter or a click on a day. */
  onDay?: (metric: MetricId, day: Day) => void;
}
export function SeriesChart({ view }: SeriesChartProps) {
  return <div className="chart">{view.days.length} days</div>;
}
