import type { Panel, SeriesView } from '../api/types.js';
import { shortDay, type Audience } from '../words/index.js';
import { changeIndex, xOf, type Frame } from './geometry.js';

/** Changes this close are one story, told by one rule. */
const SAME_DAYS = 4;

/** One rule with flag and date through all panels, for the first change and for any other that is days away from it. */
export function ChangeRules(props: { view: SeriesView; panels: readonly Panel[]; frame: Frame; audience: Audience }) {
  const { view, panels, frame, audience } = props;
  const changes = panels.flatMap((panel) => {
    const index = changeIndex(panel, view.days);
    return index === null || index === 0 || !panel.change ? [] : [{ index, panel, on: panel.change.on }];
  });
  const rules: typeof changes = [];
  for (const change of changes.toSorted((a, b) => a.index - b.index)) {
    if (!rules.some((rule) => Math.abs(rule.index - change.index) <= SAME_DAYS)) rules.push(change);
  }
  return rules.map(({ index, panel, on }, position) => {
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
          {shortDay(on)}
        </span>
      </i>
    );
  });
}
