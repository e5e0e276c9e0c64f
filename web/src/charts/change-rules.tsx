import { shortDay, type Audience } from '../words/index.js';
import { xOf, type ChangeRule, type Frame } from './geometry.js';

/** A flag is about this wide; nearer ones would lie on each other. */
const FLAG_WIDTH = 52;

/** One rule with flag and date through all panels. The flags have a line of their own above the first panel. */
export function ChangeRules(props: { rules: readonly ChangeRule[]; frame: Frame; audience: Audience }) {
  const { rules, frame, audience } = props;
  return rules.map(({ index, panel, on }, position) => {
    const x = xOf(frame, index - 0.5);
    const next = rules[position + 1];
    const crowded = next !== undefined && xOf(frame, next.index - 0.5) - x < FLAG_WIDTH;
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
        {/* Before its rule, so that the next flag has room; the first one also says what the rules are. */}
        <span className={x < 130 ? (crowded ? 'after hidden' : 'after') : undefined}>
          {position === 0 ? 'changed ' : ''}
          {shortDay(on)}
        </span>
      </i>
    );
  });
}
