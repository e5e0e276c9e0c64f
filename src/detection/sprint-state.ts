import type { MetricId } from '../metrics/index.js';
import { countDays, type Day } from './civil-days.js';
import { findOrientation, findRecent, type MetricSeries } from './metric-series.js';
import type { SignalId } from './parameters.js';
import type { SprintGoal, SprintPlan } from './patient-days.js';
import type { SprintSignals } from './sprint-signals.js';
import { judgeSprint, type Verdict } from './sprint-verdict.js';

/** No word about a plateau before the 21st day: three weeks are the least that can show equivalence. */
const EARLIEST_DAY = 21;
/** Days a sprint needs before it, to compare with. */
const LEAST_BEFORE = 14;
/**
 * "No change" has to be this likely to be said, and may fall to this before it is taken back. When it is said, it is
 * right in about 85 % for pain and 67 % for steps; 0.8 would be firmer, but steps scatter too much ever to reach it.
 */
const PLATEAU = { said: 0.65, kept: 0.5 };
/** A plateau at the end of the sprint stays on the list so long. */
const AFTER_END_DAYS = 14;

export interface GoalState {
  readonly goal: SprintGoal;
  readonly signal: SignalId;
  /** Equivalence is shown and the target is not reached. */
  readonly isPlateau: boolean;
  readonly verdict: Verdict;
}

export interface SprintState {
  /** Day indexes. */
  readonly start: number;
  readonly end: number;
  /** Goals that can be judged, in the order of the sprint; the first one is the sprint's verdict. */
  readonly goals: readonly GoalState[];
}

/** Which signal a goal is judged by, and the series it is read from; null = cannot be judged (yet). */
export type GoalSource = (metric: MetricId) => { readonly signal: SignalId; readonly series: MetricSeries } | null;

/** Follows the goals of a sprint day by day. */
export class SprintFollower {
  private readonly start: number;
  private readonly end: number;
  private readonly goals: readonly GoalFollower[];

  constructor(plan: SprintPlan, firstDay: Day, sourceOf: GoalSource) {
    this.start = countDays(firstDay, plan.startsOn);
    this.end = countDays(firstDay, plan.endsOn);
    this.goals = plan.metrics.map((goal) => new GoalFollower(goal, this.start, this.end, sourceOf));
  }

  /** Takes over the days up to `last`. */
  follow(prepared: SprintSignals, last: number): void {
    if (this.start < LEAST_BEFORE || last < this.start + EARLIEST_DAY - 1) return;
    for (const goal of this.goals) goal.follow(prepared, last);
  }

  /** How do the sprint's goals stand on the last day? Null before day 21, with too little before it, or long after it. */
  read(last: number): SprintState | null {
    const { start, end } = this;
    if (start < LEAST_BEFORE || last < start + EARLIEST_DAY - 1 || last > end + AFTER_END_DAYS) return null;
    return { start, end, goals: this.goals.map((g) => g.state).filter((s) => s !== null) };
  }
}

/** One goal: its verdict of the day, and whether a plateau that was said still stands. */
class GoalFollower {
  state: GoalState | null = null;
  private next: number;

  constructor(
    private readonly goal: SprintGoal,
    private readonly start: number,
    private readonly end: number,
    private readonly sourceOf: GoalSource,
  ) {
    this.next = Math.min(start + EARLIEST_DAY - 1, end);
  }

  follow(prepared: SprintSignals, last: number): void {
    const source = this.sourceOf(this.goal.metric);
    if (!source) return;
    for (; this.next <= Math.min(last, this.end); this.next++) this.judge(prepared, source.signal, source.series);
  }

  private judge(prepared: SprintSignals, signal: SignalId, series: MetricSeries): void {
    const { goal, start, end, next } = this;
    const verdict = judgeSprint(prepared, { start, end: next, plannedEnd: end, goal: signal });
    const likely = verdict.probs.plateau >= (this.state?.isPlateau ? PLATEAU.kept : PLATEAU.said);
    const recent = findRecent(series, next);
    const isReached = recent !== null && isTargetReached(goal, recent.middle);
    this.state = { goal, signal, isPlateau: likely && verdict.label === 'plateau' && !isReached, verdict };
  }
}

export function isTargetReached({ metric, target }: SprintGoal, value: number): boolean {
  return findOrientation(metric) * (value - target) >= 0;
}
