import type { ChainFacts, PlannedStep } from './plan-steps.js';

export type StepState = 'due' | 'called' | 'nobody' | 'stopped' | 'dead';
/** Why a step that was due is not any more. */
export type StopReason = 'acknowledged' | 'resolved' | 'begun-anew' | 'rule-changed';

/** A step as the database has it. */
export interface KeptStep {
  readonly id: number;
  /** The event that the chain began with. */
  readonly chain: number;
  readonly n: number;
  readonly state: StepState;
  readonly dueAtMs: number;
  /** Brought forward, because the step before reached nobody. */
  readonly hurried: boolean;
}

export interface Difference {
  readonly add: readonly PlannedStep[];
  /** Due again at that time: an act was undone, or an older version had stopped it for a snooze. */
  readonly revive: readonly { readonly id: number; readonly dueAtMs: number }[];
  readonly retime: readonly { readonly id: number; readonly dueAtMs: number }[];
  readonly stop: readonly { readonly id: number; readonly reason: StopReason }[];
}

/** The place of a call that no rule names: the clinic's fallback, when nobody else could be reached. */
export const LAST_RESORT = 1000;
/** PostgreSQL keeps microseconds, we count in milliseconds. */
const SAME_MS = 1000;

/** What has to change so that the rows are as planned? What has been called stays called: a step happens once. */
export function compareSteps(
  kept: readonly KeptStep[],
  planned: readonly PlannedStep[],
  { chain, state }: Pick<ChainFacts, 'state'> & { readonly chain: number },
): Difference {
  const current = new Map(kept.filter((step) => step.chain === chain).map((step) => [step.n, step]));
  const wanted = new Set(planned.map(({ n }) => n));
  const known = planned.flatMap((plan) => {
    const step = current.get(plan.n);
    return step ? [{ ...step, wantedAtMs: plan.dueAtMs }] : [];
  });
  const at = ({ id, wantedAtMs }: { id: number; wantedAtMs: number }) => ({ id, dueAtMs: wantedAtMs });
  return {
    add: planned.filter(({ n }) => !current.has(n)),
    revive: known.filter((step) => step.state === 'stopped').map(at),
    retime: known
      .filter(
        ({ state, hurried, dueAtMs, wantedAtMs }) =>
          state === 'due' && !hurried && Math.abs(dueAtMs - wantedAtMs) >= SAME_MS,
      )
      .map(at),
    stop: kept
      .filter((step) => step.state === 'due' && (step.chain !== chain || !isWanted(step.n)))
      .map((step) => ({ id: step.id, reason: reasonOf(step) })),
  };

  function isWanted(n: number): boolean {
    return wanted.has(n) || (n === LAST_RESORT && planned.length > 0);
  }

  function reasonOf(step: KeptStep): StopReason {
    if (state === 'acknowledged' || state === 'resolved') return state;
    if (step.chain !== chain) return 'begun-anew';
    return 'rule-changed';
  }
}
