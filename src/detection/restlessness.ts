import type { Shift } from './change-evidence.js';

/** Weight, in fortnights, of the belief that a person is as restless as others. */
const PRIOR_FORTNIGHTS = 1.53;
/** What is going on just now must not excuse itself. */
const LAG_DAYS = 12;
const MOST = 9;
const STRENGTH = 0.433;
/** Nobody counts as much calmer than others: a few lazy days must not stand out against a quiet life. */
const LEAST = 0.7;

/**
 * Does this person's level wander more than other people's? Learned from how far each fortnight lay from the weeks
 * before it, squared and in units of what was expected, with a delay. O(12) of memory.
 */
export class Restlessness {
  private squares = PRIOR_FORTNIGHTS;
  private fortnights = PRIOR_FORTNIGHTS;
  private readonly ratios: number[] = [];

  /** @param shift - of the last 14 days against the weeks before, not yet widened; null = cannot be told */
  push(shift: Shift | null): void {
    if (shift) {
      this.squares += Math.min(MOST, (shift.d * shift.d) / shift.v) / 14;
      this.fortnights += 1 / 14;
    }
    this.ratios.push(this.squares / this.fortnights);
    if (this.ratios.length > LAG_DAYS + 1) this.ratios.shift();
  }

  /** By how much the variance of a shift is larger (above 1) or smaller for this person. */
  get widening(): number {
    const ratio = this.ratios.length > LAG_DAYS ? this.ratios[0]! : 1;
    return Math.max(ratio, LEAST) ** STRENGTH;
  }
}
