import type { Estimate } from './sprint-fit.js';
import { DOMAIN_IDS, type DomainId } from './sprint-signals.js';

export const CLASSES = ['improving', 'plateau', 'deteriorating'] as const;
export type Class = (typeof CLASSES)[number];

/** One estimate per domain for one shape; null = no data. */
export type DomainEstimates = Readonly<Record<DomainId, Estimate | null>>;

/**
 * A meaningful change (log of 15 %, half an hour, one point), and how far a domain that is not the goal moves along, in
 * meaningful changes of its own per meaningful change of the goal.
 */
const DOMAINS: Readonly<Record<DomainId, { change: number; along: number; alongSpread: number }>> = {
  activity: { change: 0.145, along: 0.613, alongSpread: 0.31 },
  sleep: { change: 0.524, along: 0.499, alongSpread: 0.275 },
  pain: { change: 0.93, along: 0.63, alongSpread: 0.263 },
};
/** Sizes of "better" in meaningful changes: just enough, clear, large; "worse" goes a little further. */
const SIZES: Readonly<Record<'improving' | 'deteriorating', readonly number[]>> = {
  improving: [1.2, 1.8, 2.65],
  deteriorating: [1.31, 1.96, 2.89],
};
/** Spread of a size in parts of it; spread of "no change" in meaningful changes; share of domains that do not move along. */
const SPREAD = { size: 0.0978, flat: 0.116, unaffected: 0.5 };

/**
 * Likelihood of all domains' estimates under a class, relative to exactly no change. A large change of the goal goes with
 * larger changes elsewhere, so sizes are gone through one by one for all domains together.
 */
export function weighClass(estimates: DomainEstimates, goal: DomainId, c: Class): number {
  if (c === 'plateau') return DOMAIN_IDS.reduce((product, id) => product * weighFlat(estimates[id], id), 1);
  const sizes = SIZES[c];
  const sign = c === 'improving' ? 1 : -1;
  const weighSize = (size: number) =>
    DOMAIN_IDS.reduce((product, id) => {
      const { change, along, alongSpread } = DOMAINS[id];
      const moved = (share: number, spread: number) =>
        weighChange(estimates[id], sign * share * size * change, spread * size * change);
      if (id === goal) return product * moved(1, SPREAD.size);
      const flat = weighFlat(estimates[id], id);
      return product * (SPREAD.unaffected * flat + (1 - SPREAD.unaffected) * moved(along, alongSpread));
    }, 1);
  return sizes.reduce((sum, size) => sum + weighSize(size) / sizes.length, 0);
}

const weighFlat = (estimate: Estimate | null, id: DomainId) =>
  weighChange(estimate, 0, SPREAD.flat * DOMAINS[id].change);

/** How much likelier is the estimate when changes scatter like this around `at` than when there is exactly none? */
function weighChange(estimate: Estimate | null, at: number, spread: number): number {
  if (!estimate) return 1;
  const { d, v } = estimate;
  const total = v + spread * spread;
  return Math.sqrt(v / total) * Math.exp(0.5 * ((d * d) / v - (d - at) ** 2 / total));
}
