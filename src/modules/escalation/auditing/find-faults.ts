import type { Chain } from '../plan/chain.repository.js';
import { compareSteps, type Difference, type KeptStep } from '../plan/compare-steps.js';
import type { OpenHours } from '../../clinics/index.js';
import { planSteps } from '../plan/plan-steps.js';

/** What was wrong with the calls of one alert. */
export interface Finding {
  readonly alertId: string;
  readonly missing: number;
  /** Due though somebody has acted, or the chain has begun anew. */
  readonly needless: number;
  /** The clinic's hours have changed since: put right, and nobody's fault. */
  readonly retimed: number;
}

/** Which chains do not run as they should? A step that is merely late is the worker's, and shows in its heartbeat. */
export function findFaults(
  chains: readonly Chain[],
  kept: ReadonlyMap<string, readonly KeptStep[]>,
  hours: OpenHours,
): Finding[] {
  return chains.flatMap((chain) => {
    const finding = toFinding(
      chain.alertId,
      compareSteps(kept.get(chain.alertId) ?? [], planSteps(chain, hours), chain),
    );
    return finding ? [finding] : [];
  });
}

/** Undefined: all is as it should be. */
export function toFinding(alertId: string, { add, revive, retime, stop }: Difference): Finding | undefined {
  const missing = add.length + revive.length;
  if (missing + stop.length + retime.length === 0) return undefined;
  return { alertId, missing, needless: stop.length, retimed: retime.length };
}

export const countRepaired = (findings: readonly Finding[]): number =>
  findings.reduce((sum, { missing, needless }) => sum + missing + needless, 0);
