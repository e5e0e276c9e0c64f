import type { Panel, PanelDay } from '../api/types.js';
import { DAY_STATE_WORDS, hours, measure, METRIC_NAMES, type Audience } from '../words/index.js';

/** One day of one panel in words: the value, or why there is none. */
export function dayWords(panel: Pick<Panel, 'metric'>, day: PanelDay | undefined, audience: Audience): string {
  if (!day) return '';
  if (day.value === null || day.state === 'notWorn') return DAY_STATE_WORDS[day.state] || 'no value';
  const value = panel.metric === 'sleepDuration' ? hours(day.value) : measure(panel.metric, day.value, 'clinician');
  const plain = value.replace(' a day', '');
  if (day.state === 'ok' || day.state === 'low') return plain;
  const why = DAY_STATE_WORDS[day.state];
  return audience !== 'clinician' && day.state === 'late' ? plain : `${plain} (${why})`;
}

/** All panels of one day, for the line above the charts and for screen readers. */
export function readoutOf(panels: readonly Panel[], index: number, audience: Audience) {
  return panels.map((panel) => ({
    metric: panel.metric,
    name: METRIC_NAMES[audience][panel.metric],
    words: dayWords(panel, panel.days[index], audience),
  }));
}
