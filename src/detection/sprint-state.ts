import type { MetricId } from '../metrics/index.js';
import { countDays, type Day } from './civil-days.js';
import { judgeByReports } from './goal-by-reports.js';
import { findOrientation, findRecent, type MetricSeries } from './metric-series.js';
import type { SignalId } from './parameters.js';
import type { SprintGoal, SprintPlan } from './patient-days.js';
import type { ReachedGoal, SprintVerdict } from './patient-trend.js';
import { findPatienceDays } from './response-window.js';
import type { SprintSignals } from './sprint-signals.js';
import { INSUFFICIENT, judgeSprint, type Verdict } from './sprint-verdict.js';

/** Before its 21st day a verdict is provisional: three weeks are the least that can show equivalence. */
const EARLIEST_DAY = 21;
/** Days a sprint needs before it, to compare with. */
const LEAST_BEFORE = 14;
/**
 * "No change" has to be this likely to be said, and may fall to this before it is taken back. When it is said, it is
 * right in about 85 % for pain and 67 % for steps; 0.8 would be firmer, but steps scatter too much ever to reach it.
 */
const PLATEAU = { said: 0.65, kept: 0.5 };
/** Days of the sprint on end: a middle of seven days passes many a target by chance, and what was so before is not its doing. */
const HELD_DAYS = 7;
/** A plateau at the end of the sprint stays on the list so long. */
const AFTER_END_DAYS = 14;

export interface GoalState {
  readonly goal: SprintGoal;
  /** Equivalence is shown, the target is not reached, and a response could have been expected by now. */
  readonly isPlateau: boolean;
  /** It is too early to expect a response of this metric. */
  readonly isEarly: boolean;
  /** Where the goal was meant to get: the middle of recent days, and since when on end. Null where it is not there. */
  readonly reached: { readonly value: number; readonly from: number } | null;
  readonly verdict: Verdict;
}

export interface SprintState {
  /** Day indexes. */
  readonly start: number;
  readonly end: number;
  /** In the order of the sprint; the first one is the sprint's verdict. */
  readonly goals: readonly GoalState[];
}

/** What a goal is judged by: the fused signal its metric plays, or its answers alone. Null = not measured (yet). */
export type GoalSource = (
  metric: MetricId,
) => { readonly signal: SignalId | null; readonly series: MetricSeries } | null;

interface SprintSetting {
  readonly start: number;
  readonly end: number;
  /** First day of treatment; may lie before the sprint. */
  readonly treatedFrom: number;
  readonly firstDay: Day;
  readonly sourceOf: GoalSource;
}

/** Follows the goals of a sprint day by day. */
export class SprintFollower {
  private readonly at: SprintSetting;
  private readonly goals: readonly GoalFollower[];

  constructor(
    private readonly prepared: SprintSignals,
    plan: SprintPlan,
    firstDay: Day,
    sourceOf: GoalSource,
  ) {
    const { startsOn, endsOn, metrics, treatmentSince = startsOn } = plan;
    const start = countDays(firstDay, startsOn);
    const treatedFrom = Math.min(start, countDays(firstDay, treatmentSince));
    this.at = { start, end: countDays(firstDay, endsOn), treatedFrom, firstDay, sourceOf };
    this.goals = metrics.map((goal) => new GoalFollower(prepared, goal, this.at));
  }

  /** Takes over the days up to `last`. */
  follow(last: number): void {
    this.prepared.catchUp();
    for (const goal of this.goals) goal.follow(last);
  }

  /** How do the sprint's goals stand on the last day? Null before the sprint has begun and long after it. */
  read(last: number): SprintState | null {
    const { start, end } = this.at;
    if (last < start || last > end + AFTER_END_DAYS) return null;
    return { start, end, goals: this.goals.map((g) => g.read(last)) };
  }
}

/** One goal: its verdict, and whether a plateau that was said still stands. */
class GoalFollower {
  private isPlateau = false;
  /** First day on which "no change" can be called a plateau; from there it is followed day by day. */
  private readonly earliest: number;
  private next: number;

  constructor(
    private readonly prepared: SprintSignals,
    private readonly goal: SprintGoal,
    private readonly at: SprintSetting,
  ) {
    this.earliest = Math.max(at.start + EARLIEST_DAY, at.treatedFrom + findPatienceDays(goal.metric)) - 1;
    this.next = this.earliest;
  }

  follow(last: number): void {
    for (; this.next <= Math.min(last, this.at.end); this.next++) {
      const { label, probs } = this.judge(this.next);
      const isLikely = probs.plateau >= (this.isPlateau ? PLATEAU.kept : PLATEAU.said);
      this.isPlateau = isLikely && label === 'plateau' && !this.isReached(this.next);
    }
  }

  read(last: number): GoalState {
    const day = Math.min(last, this.at.end);
    return {
      goal: this.goal,
      isPlateau: this.isPlateau,
      isEarly: day < this.earliest,
      reached: this.findReached(day),
      verdict: this.judge(day),
    };
  }

  /** As things stand on day t, from the first day of the sprint on. */
  private judge(t: number): Verdict {
    const { start, end, firstDay, sourceOf } = this.at;
    const source = sourceOf(this.goal.metric);
    if (!source || start < LEAST_BEFORE) return INSUFFICIENT;
    if (!source.signal) return judgeByReports(source.series, firstDay, start, t);
    return judgeSprint(this.prepared, { start, end: t, plannedEnd: end, goal: source.signal });
  }

  private findReached(t: number): GoalState['reached'] {
    const value = this.findMiddle(t);
    if (value === null || !isTargetReached(this.goal, value)) return null;
    let from = t;
    while (from > this.at.start && this.isReached(from - 1)) from--;
    return { value, from };
  }

  private isReached(t: number): boolean {
    const middle = this.findMiddle(t);
    return middle !== null && isTargetReached(this.goal, middle);
  }

  /** The middle of recent days as of day t. */
  private findMiddle(t: number): number | null {
    const source = this.at.sourceOf(this.goal.metric);
    return (source && findRecent(source.series, t)?.middle) ?? null;
  }
}

/** Has this goal been where it was meant to get for a week of the sprint, up to its last day or to today? */
export const isHeld = ({ reached }: GoalState, { end }: SprintState, last: number): boolean =>
  reached !== null && Math.min(last, end) - reached.from + 1 >= HELD_DAYS;

/**
 * The verdict of the sprint as the clinic reads it; null without a sprint.
 *
 * @param reached - the goals that are reached: decided once, for the sentence of the chart, the good news and this
 */
export function toSprintVerdict(
  sprint: SprintState | null,
  last: number,
  reached: readonly ReachedGoal[],
): SprintVerdict | null {
  const [first] = sprint?.goals ?? [];
  if (!sprint || !first) return null;
  const { goal, verdict, isEarly, isPlateau } = first;
  const isFinal = last >= sprint.end;
  const isReached = reached.some(({ metric }) => metric === goal.metric);
  // At its target, and not long enough to be called reached: neither is it levelled off.
  const isOpen = first.reached !== null && !isReached && verdict.label === 'plateau';
  return {
    ...verdict,
    metric: goal.metric,
    isFinal,
    // Also of a sprint that was ended before there was anything to rest on.
    isProvisional: Math.min(last, sprint.end) - sprint.start + 1 < EARLIEST_DAY,
    isEarly,
    isReached,
    isClear: !isOpen && (verdict.confidence >= PLATEAU.said || (verdict.label === 'plateau' && isPlateau)),
  };
}

export function isTargetReached({ metric, target }: SprintGoal, value: number): boolean {
  return findOrientation(metric) * (value - target) >= 0;
}
