import type { Class } from './sprint-classes.js';
import type { Estimate } from './sprint-fit.js';
import { shareOut, type Verdict } from './sprint-verdict.js';

const PRIOR: Readonly<Record<Class, number>> = { improving: 0.335, plateau: 0.372, deteriorating: 0.293 };
/** In meaningful changes: where "better" and "worse" lie and spread, how flat "no change" is. */
const SIZE = { at: 1.75, spread: 0.42, flatSpread: 0.166 };

/**
 * The test of the sprint's verdict for a score that no signal stands for, from its estimated change (better is positive)
 * and variance alone. Its constants are those that the bounds of `scale-follower` were measured with.
 *
 * @param change - the meaningful change, in the unit of the estimate
 */
export function judgeEstimate({ d, v }: Estimate, change: number): Verdict {
  const weigh = (c: Class, at: number, spread: number) => {
    const total = v + (spread * change) ** 2;
    return PRIOR[c] * Math.sqrt(v / total) * Math.exp(0.5 * ((d * d) / v - (d - at * change) ** 2 / total));
  };
  return shareOut({
    improving: weigh('improving', SIZE.at, SIZE.spread),
    plateau: weigh('plateau', 0, SIZE.flatSpread),
    deteriorating: weigh('deteriorating', -SIZE.at, SIZE.spread),
  });
}
