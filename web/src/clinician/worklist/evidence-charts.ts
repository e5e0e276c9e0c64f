import { METRICS, type MetricId } from '../../../../src/metrics/index.js';
import type { AlertDetail, Panel, SeriesView } from '../../api/types.js';
import { panelsOf } from './evidence-facts.js';

/** More would push what matters out of sight. */
const MOST_QUESTIONNAIRES = 2;
const MOST_PANELS = 5;

const hasValues = (panel: Panel) => panel.days.some((day) => day.value !== null);
const isQuestionnaire = ({ metric }: Panel) => METRICS[metric]?.everyDays >= 7;

/**
 * Which panels stand below one another: what the concern rests on, what it was compared with, and what the person says
 * in questionnaires, each on its own axis. Of a concern that no series shows: pain and what has most to tell.
 */
export function chartPanels(evidence: AlertDetail['evidence'], view: SeriesView): MetricId[] {
  const own = evidence.type === 'trend' ? panelsOf(evidence) : [];
  const known = view.panels.filter(hasValues);
  const shown = own.length > 0 ? own : known.filter((panel) => !isQuestionnaire(panel)).map(({ metric }) => metric);
  const said = known.filter((panel) => isQuestionnaire(panel) && !shown.includes(panel.metric));
  return [
    ...shown.slice(0, MOST_PANELS - Math.min(said.length, MOST_QUESTIONNAIRES)),
    ...said.slice(0, MOST_QUESTIONNAIRES).map(({ metric }) => metric),
  ];
}
