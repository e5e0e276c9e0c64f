import { shortDay, type Audience } from '../words/index.js';
import { placeFlags } from './place-flags.js';
import { xOf, type ChangeRule, type Frame } from './geometry.js';

/** One rule with flag and date through all panels. The flags have a line of their own above the first panel. */
export function ChangeRules(props: { rules: readonly ChangeRule[]; frame: Frame; audience: Audience }) {
  const { rules, frame, audience } = props;
  const xs = rules.map(({ index }) => xOf(frame, index - 0.5));
  const places = placeFlags(xs);
  return rules.map(({ panel, on }, position) => {
    const place = places[position]!;
    const course = audience === 'clinician' ? (panel.change?.course ?? 'steady') : 'plain';
    return (
      <i
        key={panel.metric}
        className={`cp cp-${course}${position > 0 ? ' second' : ''}`}
        style={{ left: xs[position] }}
        aria-hidden="true"
      >
        <svg width="8" height="9" viewBox="0 0 8 9">
          <path d="M0 0h8L5.200 4l2.800 4H0z" fill="currentColor" />
        </svg>
        {place !== 'hidden' && (
          <span className={place.side === 'after' ? 'after' : undefined}>
            {place.worded ? 'changed ' : ''}
            {shortDay(on)}
          </span>
        )}
      </i>
    );
  });
}
