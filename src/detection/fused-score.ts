import { scoreBank, type Bank, type Candidate, type Direction } from './candidates.js';
import { buildSums } from './change-evidence.js';
import { PARAMETERS, SIGNALS, type SignalId, type SignalParameters } from './parameters.js';
import { findResiduals } from './residuals.js';
import type { Signal, Signals } from './signals.js';

const CLIP_SD = 1.76;

/** All signals of a patient, ready to be scored together. */
export function prepareFused(signals: Signals): Bank {
  return buildBank(
    SIGNALS.map((id) => [signals.byId[id], PARAMETERS[id]]),
    signals,
    fuse,
  );
}

/** One signal alone. */
export function prepareAlone(signal: Signal, parameters: SignalParameters, signals: Signals): Bank {
  return buildBank([[signal, parameters]], signals, (f) => f[0]!);
}

/** Scores of every day from `firstDay` on; earlier days are NaN (too little is known). */
export function scoreDays(bank: Bank, firstDay: number): Record<Direction, Float64Array> {
  const worse = new Float64Array(bank.days).fill(Number.NaN);
  const better = new Float64Array(bank.days).fill(Number.NaN);
  for (let t = firstDay; t < bank.days; t++) {
    const score = scoreBank(bank, t);
    worse[t] = score.worse;
    better[t] = score.better;
  }
  return { worse, better };
}

/** How much each signal speaks for a candidate of the fused bank (1 = says nothing). */
export function findFactor(candidate: Candidate, id: SignalId): number {
  return candidate.factors[SIGNALS.indexOf(id)]!;
}

function buildBank(
  parts: readonly (readonly [Signal, SignalParameters])[],
  signals: Signals,
  fuseFactors: Bank['fuse'],
): Bank {
  const channels = parts.map(([signal, parameters]) => {
    const residuals = findResiduals(signal, signals, parameters, { clipSd: CLIP_SD });
    return { residuals, sums: buildSums(residuals), parameters };
  });
  return { channels, days: signals.days, deviceSince: signals.deviceSince, fuse: fuseFactors };
}

/** One domain may move alone, or all together; the two pain scores say the same thing twice. */
function fuse(f: Float64Array): number {
  const pain = f[2]! * f[3]!;
  return 0.98 * (0.69 + 0.31 * f[0]!) * (0.709 + 0.291 * f[1]!) * (0.534 + 0.466 * pain) + 0.02 * f[0]! * f[1]! * pain;
}
