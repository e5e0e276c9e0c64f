import { METRICS, METRIC_IDS, type MetricId } from '../../../../src/metrics/index.js';
import type { Day, Sprint } from '../../api/types.js';
import {
  dayRange,
  daysBetween,
  figure,
  METRIC_NAMES,
  number,
  readNumber,
  sayOnPage,
  serverFieldWords,
  typedAs,
  typedNumberWords,
} from '../../words/index.js';

/** What a sprint can aim at: heart rates are watched, not trained. */
const AIMS = METRIC_IDS.filter((metric) => METRICS[metric].better !== 'none');
const SHORTEST_DAYS = 28;
const LONGEST_DAYS = 42;
const MOST_TARGETS = 5;

/**
 * A sprint as it is filled in. `own`: the measures of the sprint that is corrected, in their order; the first of them decides
 * how the sprint goes. `targets`: the texts of those that are chosen.
 */
export interface SprintDraft {
  goal: string;
  startsOn: Day;
  endsOn: Day;
  own: readonly MetricId[];
  targets: Partial<Record<MetricId, string>>;
}
/** What is wrong, by field: all of it at once. `targets`: of the choice as a whole. */
export type SprintProblems = Partial<Record<'goal' | 'startsOn' | 'endsOn' | 'targets' | MetricId, string>>;

export const draftOf = ({ goal, startsOn, endsOn, metrics }: Sprint): SprintDraft => ({
  goal,
  startsOn,
  endsOn,
  own: metrics.map(({ metric }) => metric),
  targets: Object.fromEntries(metrics.map(({ metric, target }) => [metric, typedAs(target)])),
});

/** What the sprint has comes first and stays in its order, also what only the API aims at. */
export const offeredIn = ({ own }: Pick<SprintDraft, 'own'>): MetricId[] => [...new Set([...own, ...AIMS])];

/** What stands first and what is folded: of a patient of whom nothing is recorded, or not known yet, all stands first. */
export function foldMeasures(of: {
  readonly measures: readonly MetricId[];
  readonly own: readonly MetricId[];
  readonly recorded: readonly MetricId[] | null;
}): { first: readonly MetricId[]; others: readonly MetricId[] } {
  const known = new Set([...of.own, ...(of.recorded ?? [])]);
  const first = of.measures.filter((metric) => known.has(metric));
  if (of.recorded === null || first.length === 0) return { first: of.measures, others: [] };
  return { first, others: of.measures.filter((metric) => !known.has(metric)) };
}

/**
 * Said beside a target that asks for less than there is: "This is less than usual now (5,785)." Pacing can mean it; a slip of
 * the finger cannot. Null for a target that is better, and where nothing is known.
 */
export function besideUsual(
  metric: MetricId,
  text: string,
  known: { readonly usual: { readonly middle: number } | null; readonly now: number | null },
): string | null {
  const typed = readNumber(text);
  const from = known.usual?.middle ?? known.now;
  if (typed.kind !== 'number' || from === null || figure(metric, typed.value) === figure(metric, from)) return null;
  const way = typed.value < from ? 'up' : 'down';
  // Less than usual is short of the mark where more is better, and the other way round.
  if (METRICS[metric].better !== way) return null;
  return sayOnPage('sprint.shortOf', {
    better: way,
    isUsual: String(known.usual !== null),
    from: figure(metric, from),
  });
}

export const chosenIn = (draft: SprintDraft): MetricId[] =>
  offeredIn(draft).filter((metric) => draft.targets[metric] !== undefined);

/** @param kept - the last day that needs no length: of a sprint that was ended today and stays so */
export function problemsOf(draft: SprintDraft, kept: Day | null = null): SprintProblems {
  const { goal, startsOn, endsOn } = draft;
  const problems: SprintProblems = {};
  if (!goal.trim()) problems.goal = sayOnPage('sprint.needsGoal');
  if (!startsOn) problems.startsOn = sayOnPage('field.needsDay');
  if (!endsOn) problems.endsOn = sayOnPage('field.needsDay');
  else if (startsOn && endsOn !== kept) {
    const days = daysBetween(startsOn, endsOn) + 1;
    if (days < 1) problems.endsOn = sayOnPage('field.endsBefore');
    else if (days < SHORTEST_DAYS || days > LONGEST_DAYS)
      problems.endsOn = sayOnPage('sprint.length', { least: SHORTEST_DAYS, most: LONGEST_DAYS, days });
  }
  const chosen = chosenIn(draft);
  if (chosen.length === 0 || chosen.length > MOST_TARGETS) problems.targets = sayOnPage('sprint.needsTargets');
  for (const metric of chosen) {
    const wrong = targetProblem(metric, draft.targets[metric] ?? '');
    if (wrong) problems[metric] = wrong;
  }
  return problems;
}

function targetProblem(metric: MetricId, text: string): string | null {
  const typed = readNumber(text);
  const { min, max } = METRICS[metric];
  if (typed.kind === 'ambiguous' || typed.kind === 'unreadable') return typedNumberWords(text);
  if (typed.kind === 'number' && typed.value >= min && typed.value <= max) return null;
  const facts = { metric: METRIC_NAMES.clinician[metric], min: number(min), max: number(max) };
  return sayOnPage('sprint.targetRange', facts);
}

/** The targets as numbers. Only of a draft without problems. */
export const targetsOf = (draft: SprintDraft): { metric: MetricId; target: number }[] =>
  chosenIn(draft).flatMap((metric) => {
    const typed = readNumber(draft.targets[metric] ?? '');
    return typed.kind === 'number' ? [{ metric, target: typed.value }] : [];
  });

/** What the server says of `metrics.0.target` belongs to the first target, as it was sent. */
export function serverProblems(
  errors: readonly { path: string; message: string }[],
  sent: readonly MetricId[],
): SprintProblems {
  const problems: SprintProblems = {};
  for (const { path, message } of errors) {
    const [of = '', n] = path.split('.');
    const name = of === 'metrics' ? (sent[Number(n)] ?? 'targets') : of;
    if (name === 'goal' || name === 'startsOn' || name === 'endsOn' || of === 'metrics')
      problems[name as keyof SprintProblems] ??= serverFieldWords(message);
  }
  return problems;
}

/** How long it would be, while it is filled in. */
export function lengthWords({ startsOn, endsOn }: Pick<SprintDraft, 'startsOn' | 'endsOn'>): string {
  const days = startsOn && endsOn ? daysBetween(startsOn, endsOn) + 1 : null;
  return sayOnPage('sprint.days', { days: days ?? 0, order: days !== null && days < 1 ? 'wrong' : 'right' });
}

type SprintFacts = Pick<Sprint, 'goal' | 'startsOn' | 'endsOn'> & {
  readonly metrics: readonly Pick<Sprint['metrics'][number], 'metric' | 'target'>[];
};

/** A sprint as it is or was: "“Walk to the market”, 26 Nov to 6 Jan: Steps 8,000" */
export const sprintWords = ({ goal, startsOn, endsOn, metrics }: SprintFacts): string =>
  sayOnPage('sprint.was', {
    goal,
    days: dayRange(startsOn, endsOn),
    targets: metrics
      .map(({ metric, target }) => `${METRIC_NAMES.clinician[metric]} ${figure(metric, target)}`)
      .join(', '),
  });
