import type { MetricId } from '../metrics/index.js';
import { countDays } from './civil-days.js';
import { judgeByReports } from './goal-by-reports.js';
import { findOrientation, findRecent, type MetricSeries } from './metric-series.js';
import { SIGNALS } from './parameters.js';
import type { PatientDays, SprintGoal } from './patient-days.js';
import type { PatientSignals } from './patient-signals.js';
import type { SprintVerdict } from './patient-trend.js';
import { findPatienceDays } from './response-window.js';
import { INSUFFICIENT, judgeSprint, prepareSprint, type Verdict } from './sprint-verdict.js';

/** Before its 21st day a verdict is provisional: three weeks are the least that can show equivalence. */
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
  /** Equivalence is shown, the target is not reached, and a response could have been expected by now. */
  readonly isPlateau: boolean;
  /** It is too early to expect a response of this metric. */
  readonly isEarly: boolean;
  readonly verdict: Verdict;
}

export interface SprintState {
  /** Day indexes. */
  readonly start: number;
  readonly end: number;
  /** In the order of the sprint; the first one is the sprint's verdict. */
  readonly goals: readonly GoalState[];
}

/** How do the sprint's goals stand on the last day? Null before it has begun, without a sprint, or long after it. */
export function findSprintState(
  input: PatientDays,
  patient: PatientSignals,
  seriesOf: (metric: MetricId) => MetricSeries | undefined,
): SprintState | null {
  if (!input.sprint) return null;
  const { startsOn, endsOn, treatmentSince = startsOn } = input.sprint;
  const start = countDays(input.firstDay, startsOn);
  const end = countDays(input.firstDay, endsOn);
  const treatedFrom = Math.min(start, countDays(input.firstDay, treatmentSince));
  const last = input.days - 1;
  if (last < start || last > end + AFTER_END_DAYS) return null;
  const prepared = prepareSprint(patient.signals);
  const goals = input.sprint.metrics.map((goal): GoalState => {
    const series = seriesOf(goal.metric);
    const signal = SIGNALS.find((id) => patient.metricOf[id] === goal.metric);
    const judge = (t: number): Verdict => {
      if (!series || start < LEAST_BEFORE) return INSUFFICIENT;
      if (!signal) return judgeByReports(series, input.firstDay, start, t);
      return judgeSprint(prepared, { start, end: t, plannedEnd: end, goal: signal });
    };
    return replayGoal({ goal, series, judge, from: start, final: Math.min(last, end), treatedFrom });
  });
  return { start, end, goals };
}

/** The verdict of the sprint as the clinic reads it; null without a sprint. */
export function toSprintVerdict(sprint: SprintState | null, last: number): SprintVerdict | null {
  const [first] = sprint?.goals ?? [];
  if (!sprint || !first) return null;
  const { goal, verdict } = first;
  const isFinal = last >= sprint.end;
  return {
    ...verdict,
    metric: goal.metric,
    isFinal,
    isProvisional: !isFinal && last - sprint.start + 1 < EARLIEST_DAY,
  };
}

interface GoalReplay {
  readonly goal: SprintGoal;
  readonly series: MetricSeries | undefined;
  readonly judge: (t: number) => Verdict;
  /** Day indexes: the sprint's first day, its last one so far, the first day of treatment. */
  readonly from: number;
  readonly final: number;
  readonly treatedFrom: number;
}

/** A plateau is followed day by day, from the day on which it could first be called one. */
function replayGoal({ goal, series, judge, from, final, treatedFrom }: GoalReplay): GoalState {
  const earliest = Math.max(from + EARLIEST_DAY, treatedFrom + findPatienceDays(goal.metric)) - 1;
  let isPlateau = false;
  let verdict: Verdict | null = null;
  for (let t = earliest; t <= final; t++) {
    verdict = judge(t);
    const likely: boolean = verdict.probs.plateau >= (isPlateau ? PLATEAU.kept : PLATEAU.said);
    const recent = series && findRecent(series, t);
    const isReached = recent != null && isTargetReached(goal, recent.middle);
    isPlateau = likely && verdict.label === 'plateau' && !isReached;
  }
  return { goal, isPlateau, isEarly: earliest > final, verdict: verdict ?? judge(final) };
}

export function isTargetReached({ metric, target }: SprintGoal, value: number): boolean {
  return findOrientation(metric) * (value - target) >= 0;
}
