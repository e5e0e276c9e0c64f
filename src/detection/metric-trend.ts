import { METRICS } from '../metrics/index.js';
import { addDays } from './civil-days.js';
import type { Episode, EpisodeContext } from './episode.js';
import type { MetricReading } from './metric-reading.js';
import { countValid, findMeaningful, toPercent, type MetricSeries } from './metric-series.js';
import { countGap, findReason } from './missing-data.js';
import type { PatientDays } from './patient-days.js';
import type { Course, MetricTrend, Sentence } from './patient-trend.js';
import { findMedian } from './robust.js';
import { sayChanged, sayGoalReached, sayInsufficient, sayLevelled, saySteady } from './sentences.js';
import { isTargetReached, type GoalState, type SprintState } from './sprint-state.js';

export interface MetricTrendInput {
  readonly input: PatientDays;
  readonly reading: MetricReading;
  readonly goal: GoalState | null;
  readonly sprint: SprintState | null;
  readonly baselineDays: number;
}

/** An improvement this old is compared with itself: has it levelled off? */
const LEVELLED = { afterDays: 42, windowDays: 21 };

/** How is this one metric doing on the last day, in its own unit and in words? */
export function describeMetric(at: MetricTrendInput): MetricTrend {
  const { input, reading, baselineDays } = at;
  const { context, episode, usual, value } = reading;
  const { series } = context;
  const base = { metric: series.metric, usual, value };
  if (value === null || usual === null || input.days < baselineDays) {
    const sentence = value === null ? sayMissing(input, series) : null;
    return { ...base, course: 'none', change: null, sentence, patientSentence: sentence };
  }
  const course = findCourse(at);
  const sentence = sayCourse(at, course, value, usual.middle);
  return { ...base, course, change: episode && toChange(context, episode), sentence, patientSentence: sentence };
}

function sayMissing(input: PatientDays, series: MetricSeries): Sentence {
  return sayInsufficient(
    series.metric,
    countGap(input, series),
    findReason(input.metrics[series.metric]!, series.metric),
  );
}

function findCourse({ reading: { context, episode }, goal, input }: MetricTrendInput): Course {
  if (METRICS[context.series.metric].better === 'none') return 'steady';
  if (episode?.direction === 'worse') return 'worse';
  if (goal?.isPlateau) return 'plateau';
  if (!episode) return 'steady';
  return hasLevelled(context.series, episode, input.days - 1) ? 'plateau' : 'improving';
}

function hasLevelled(series: MetricSeries, episode: Episode, last: number): boolean {
  if (last - episode.onset < LEVELLED.afterDays) return false;
  const middle = (to: number) =>
    findMedian(series.values.slice(to - LEVELLED.windowDays + 1, to + 1).filter((v) => v !== null));
  const [earlier, now] = [middle(last - LEVELLED.windowDays), middle(last)];
  if (earlier === null || now === null) return false;
  return Math.abs(now - earlier) < findMeaningful(series.metric, episode.usual.middle) / 2;
}

function toChange({ series, firstDay }: EpisodeContext, episode: Episode): MetricTrend['change'] {
  const delta = episode.value - episode.usual.middle;
  return {
    on: addDays(firstDay, episode.onset),
    interval: [addDays(firstDay, episode.interval[0]), addDays(firstDay, episode.interval[1])],
    level: episode.value,
    delta,
    percent: toPercent(series.metric, delta, episode.usual.middle),
  };
}

function sayCourse(at: MetricTrendInput, course: Course, value: number, usual: number): Sentence {
  const { reading, goal, sprint, input } = at;
  const { context, episode } = reading;
  const { metric } = context.series;
  if (goal && course !== 'worse' && isTargetReached(goal.goal, value))
    return sayGoalReached(metric, value, goal.goal.target);
  if (course === 'plateau') {
    const days =
      goal?.isPlateau && sprint ? Math.min(input.days - 1, sprint.end) - sprint.start + 1 : LEVELLED.afterDays;
    return sayLevelled(metric, value, Math.floor(days / 7), goal?.goal.target ?? null);
  }
  return episode ? sayEpisode(context, episode, course, input.days - 1) : saySteady(metric, value, usual);
}

/** "Steps down 35 % since Tuesday: 3,600, usual 5,600." */
export function sayEpisode(
  { series, firstDay }: EpisodeContext,
  episode: Episode,
  course: Course,
  last: number,
): Sentence {
  const { value, usual, onset } = episode;
  const delta = value - usual.middle;
  const since = addDays(firstDay, onset);
  return sayChanged({
    metric: series.metric,
    value,
    usual: usual.middle,
    percent: toPercent(series.metric, delta, usual.middle),
    delta,
    since,
    windowFrom: since,
    windowTo: addDays(firstDay, last),
    validDays: countValid(series, onset, last),
    totalDays: last - onset + 1,
    course,
    unit: METRICS[series.metric].unit,
  });
}
