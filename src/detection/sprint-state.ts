import type { MetricId } from '../metrics/index.js';
import { countDays } from './civil-days.js';
import { findOrientation, findRecent, type MetricSeries } from './metric-series.js';
import { SIGNALS, type SignalId } from './parameters.js';
import type { PatientDays, SprintGoal } from './patient-days.js';
import type { PatientSignals } from './patient-signals.js';
import { judgeSprint, prepareSprint, type SprintSignals, type SprintSpan, type Verdict } from './sprint-verdict.js';

/** No word about a plateau before the 21st day: three weeks are the least that can show equivalence. */
const EARLIEST_DAY = 21;
/** Days a sprint needs before it, to compare with. */
const LEAST_BEFORE = 14;
/**
 * "No change" has to be this likely to be said, and may fall to this before it is taken back. When it is said, it is
 * right in about 85 % for pain and 72 % for steps; 0.8 would be firmer, but steps scatter too much ever to reach it.
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

/** How do the sprint's goals stand on the last day? Null before day 21, without a sprint, or long after it. */
export function findSprintState(
  input: PatientDays,
  patient: PatientSignals,
  seriesOf: (metric: MetricId) => MetricSeries | undefined,
): SprintState | null {
  if (!input.sprint) return null;
  const start = countDays(input.firstDay, input.sprint.startsOn);
  const end = countDays(input.firstDay, input.sprint.endsOn);
  const last = input.days - 1;
  if (start < LEAST_BEFORE || last < start + EARLIEST_DAY - 1 || last > end + AFTER_END_DAYS) return null;
  const prepared = prepareSprint(patient.signals);
  const goals: GoalState[] = [];
  for (const goal of input.sprint.metrics) {
    const signal = SIGNALS.find((id) => patient.metricOf[id] === goal.metric);
    const series = seriesOf(goal.metric);
    if (signal && series) goals.push(replayGoal(prepared, series, { start, end, goal, signal, last }));
  }
  return { start, end, goals };
}

interface GoalSpan {
  readonly start: number;
  readonly end: number;
  readonly goal: SprintGoal;
  readonly signal: SignalId;
  readonly last: number;
}

function replayGoal(prepared: SprintSignals, series: MetricSeries, at: GoalSpan): GoalState {
  const { start, end, goal, signal, last } = at;
  const final = Math.min(last, end);
  let isPlateau = false;
  let verdict!: Verdict;
  for (let t = Math.min(start + EARLIEST_DAY - 1, final); t <= final; t++) {
    const span: SprintSpan = { start, end: t, plannedEnd: end, goal: signal };
    verdict = judgeSprint(prepared, span);
    const likely: boolean = verdict.probs.plateau >= (isPlateau ? PLATEAU.kept : PLATEAU.said);
    const recent = findRecent(series, t);
    const isReached = recent !== null && isTargetReached(goal, recent.middle);
    isPlateau = likely && verdict.label === 'plateau' && !isReached;
  }
  return { goal, signal, isPlateau, verdict };
}

export function isTargetReached({ metric, target }: SprintGoal, value: number): boolean {
  return findOrientation(metric) * (value - target) >= 0;
}
