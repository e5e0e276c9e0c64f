import type { Panel, SeriesView } from '../api/types.js';
import { shortDay, type Audience } from '../words/index.js';
import { changeIndex, xOf, type Frame } from './geometry.js';

/** Changes this close are one story, told by one rule. */
const SAME_DAYS = 4;

/** One rule with flag and date through all panels, for the first change and for any other that is days away from it. */
export function ChangeRules(props: { view: SeriesView; panels: readonly Panel[]; frame: Frame; audience: Audience }) {
  const { view, panels, frame, audience } = props;
  const rules: { index: number; panel: Panel }[] = [];
  for (const panel of panels) {
    const index = changeIndex(panel, view.days);
    if (index === null || index === 0 || !panel.change) continue;
    if (!rules.some((rule) => Math.abs(rule.index - index) <= SAME_DAYS)) rules.push({ index, panel });
  }
  return rules.map(({ index, panel }, position) => {
    const x = xOf(frame, index - 0.5);
    const course = audience === 'clinician' ? (panel.change?.course ?? 'steady') : 'plain';
    return (
      <i
        key={panel.metric}
        className={`cp cp-${course}${position > 0 ? ' second' : ''}`}
        style={{ left: x }}
        aria-hidden="true"
      >
        <svg width="8" height="9" viewBox="0 0 8 9">
          <path d="M0 0h8L5.200 4l2.800 4H0z" fill="currentColor" />
        </svg>
        <span className={x < 130 ? 'after' : undefined}>
          {position === 0 ? 'changed ' : ''}
          {shortDay(panel.change!.on)}
        </span>
      </i>
    );
  });
}
