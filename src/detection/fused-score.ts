import { buildSums, estimateShift, weighShift, type Shift, type Template, type WindowSums } from './change-evidence.js';
import { PARAMETERS, SIGNALS, type SignalId } from './parameters.js';
import { findResiduals, type Residuals } from './residuals.js';
import type { Signals } from './signals.js';

const CANDIDATES = 14;
const RAMP_FROM_DAYS = 7;
const TEMPLATE_SHARE: Readonly<Record<Template, number>> = { step: 0.21, ramp: 0.79 };
const DIP_DAYS = { worse: 6.28, better: 5 };

export type Direction = 'worse' | 'better';

/** Everything that is worked out once per patient. */
export interface Prepared {
  readonly signals: Signals;
  readonly residuals: Readonly<Record<SignalId, Residuals>>;
  readonly sums: Readonly<Record<SignalId, WindowSums>>;
}

/** Evidence for a change that began on `onset`: the total, and how much each signal speaks for it (1 = says nothing). */
export interface Candidate {
  readonly onset: number;
  readonly template: Template;
  readonly term: number;
  readonly factors: Readonly<Record<SignalId, number>>;
}

export function prepare(signals: Signals): Prepared {
  const residuals = {} as Record<SignalId, Residuals>;
  const sums = {} as Record<SignalId, WindowSums>;
  for (const id of SIGNALS) {
    residuals[id] = findResiduals(signals.byId[id], signals, PARAMETERS[id], { clipSd: 1.76 });
    sums[id] = buildSums(residuals[id]);
  }
  return { signals, residuals, sums };
}

/** The score of day t: log of the evidence that a sustained change began in the last 14 days. About 0 = none. */
export function scoreDay(prepared: Prepared, t: number, direction: Direction): number {
  let sum = 0;
  visitCandidates(prepared, t, direction, (_k, _template, term) => (sum += term));
  return sum > 0 ? Math.log(sum / CANDIDATES) : Number.NEGATIVE_INFINITY;
}

/** The same evidence, opened up: every candidate day with what each signal says. */
export function explainDay(prepared: Prepared, t: number, direction: Direction): readonly Candidate[] {
  const found: Candidate[] = [];
  visitCandidates(prepared, t, direction, (onset, template, term, f) => {
    found.push({ onset, template, term, factors: { activity: f[0]!, sleep: f[1]!, nrs: f[2]!, peg: f[3]! } });
  });
  return found;
}

type Visit = (k: number, template: Template, term: number, factors: Float64Array) => void;

function visitCandidates(prepared: Prepared, t: number, direction: Direction, visit: Visit): void {
  const factors = new Float64Array(4);
  const shift: Shift = { d: 0, v: 1 };
  const sign = direction === 'worse' ? -1 : 1;
  const dip = DIP_DAYS[direction] ** 2;
  for (let k = t - 1; k >= Math.max(1, t - CANDIDATES); k--) {
    const length = t - k + 1;
    const lasting = (length * length) / (length * length + dip);
    for (const template of ['step', 'ramp'] as const) {
      if (template === 'ramp' && length < RAMP_FROM_DAYS) continue;
      for (let s = 0; s < 4; s++) {
        const id = SIGNALS[s]!;
        const since = prepared.signals.deviceSince[t]!;
        const seen = estimateShift(
          prepared.residuals[id],
          prepared.sums[id],
          PARAMETERS[id],
          since,
          k,
          t,
          template,
          shift,
        );
        factors[s] = seen ? weighShift(shift, PARAMETERS[id], sign) : 1;
      }
      visit(k, template, TEMPLATE_SHARE[template] * lasting * fuse(factors), factors);
    }
  }
}

/** One domain may move alone, or all together; the two pain scores say the same thing twice. */
function fuse(f: Float64Array): number {
  const pain = f[2]! * f[3]!;
  return 0.98 * (0.69 + 0.31 * f[0]!) * (0.709 + 0.291 * f[1]!) * (0.534 + 0.466 * pain) + 0.02 * f[0]! * f[1]! * pain;
}
