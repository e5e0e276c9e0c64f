import type { Shift } from './change-evidence.js';

/** A point of PEG goes with so many points of the daily pain score. */
const NRS_PER_PEG = 0.906;
/** Pain itself swings from day to day, in points of PEG; what is left of a swing a day later. */
const SWING = { sd: 0.484, keep: 0.55 };
/** Least part of a score's variance that is its own. */
const OWN = 0.15;

/**
 * One shift of pain from both scores. They measure the same pain, so its own swings are counted once: only the errors of
 * the two scores are averaged. Multiplying their evidence instead takes every bad week for two.
 *
 * @param length - days since the change
 * @param out - receives the shift in points of PEG
 */
export function joinPain(nrs: Shift, peg: Shift, length: number, out: Shift): void {
  const stretch = (1 + SWING.keep) / (1 - SWING.keep) - 1;
  const shared = (SWING.sd * SWING.sd * (1 + stretch * (1 - 1 / length))) / length;
  const vNrs = nrs.v / (NRS_PER_PEG * NRS_PER_PEG);
  const ownNrs = Math.max(vNrs - shared, OWN * vNrs);
  const ownPeg = Math.max(peg.v - shared, OWN * peg.v);
  const own = 1 / (1 / ownNrs + 1 / ownPeg);
  out.d = own * (nrs.d / NRS_PER_PEG / ownNrs + peg.d / ownPeg);
  out.v = own + shared;
}
