import { METRICS } from '../metrics/index.js';
import { addDays, type Day } from './civil-days.js';
import type { Episode, EpisodeContext } from './episode.js';
import type { MetricReading } from './metric-reading.js';
import { findLevelledWeeks } from './levelled.js';
import { countValid, countWhole, findLastWhole, toPercent, type MetricSeries } from './metric-series.js';
import { countGap, findReason } from './missing-data.js';
import type { PatientDays } from './patient-days.js';
import type { Course, MetricTrend, Sentence } from './patient-trend.js';
import { findResponseWindow } from './response-window.js';
import {
  sayChanged,
  sayGoalReached,
  sayInsufficient,
  sayLevelled,
  sayOtherDevice,
  saySteady,
  sayTooEarly,
} from './sentences.js';
import { isHeld, isTargetReached, type GoalState, type SprintState } from './sprint-state.js';

export interface MetricTrendInput {
  readonly input: PatientDays;
  readonly reading: MetricReading;
  readonly goal: GoalState | null;
  readonly sprint: SprintState | null;
  readonly baselineDays: number;
}

/** How is this one metric doing on the last day, in its own unit and in words? */
export function describeMetric(at: MetricTrendInput): MetricTrend {
  const { input, reading, baselineDays } = at;
  const { context, episode, usual, value } = reading;
  const { series } = context;
  const base = { metric: series.metric, usual, value };
  if (value === null || usual === null || input.days < baselineDays) {
    const sentence = value === null ? sayMissing(input, series) : sayDevice(at);
    return { ...base, course: 'none', change: null, sentence, patientSentence: sentence };
  }
  const course = findCourse(at);
  const sentence = sayCourse(at, course, value, usual.middle);
  return { ...base, course, change: episode && toChange(context, episode), sentence, patientSentence: sentence };
}

const SHORT_GAP_DAYS = 3;
const RECENT_DAYS = 14;

/** Null: nothing is missing, there are only few days yet. */
function sayMissing(input: PatientDays, series: MetricSeries): Sentence | null {
  const { metric } = series;
  const samples = input.metrics[metric]!;
  const gap = countGap(series);
  if (gap >= SHORT_GAP_DAYS) return sayInsufficient(metric, gap, findReason(samples, metric, gap));
  // Worn now and then: the days in between are what is missing. Whoever has begun to answer is told so.
  const end = findLastWhole(series) + 1;
  const recent = series.values.slice(Math.max(0, end - RECENT_DAYS), end);
  const missing = recent.filter((value) => value === null).length;
  const reason = findReason(samples, metric, RECENT_DAYS);
  const answered = reason === 'notAsked' ? recent.length - missing : 0;
  return missing === 0 && answered === 0 ? null : sayInsufficient(metric, missing, reason, answered);
}

const NEW_DEVICE_DAYS = 28;

/** First day of another device, where usual is known only since then, or not yet; null: it is not new. */
function findNewDevice({ input, reading: { context, usual } }: MetricTrendInput): Day | null {
  const last = input.days - 1;
  const since = context.deviceSince[last]!;
  if (since === 0 || last - since >= NEW_DEVICE_DAYS) return null;
  const day = addDays(context.firstDay, since);
  return usual !== null && usual.from < day ? null : day;
}

/** Null: it is no other device that makes usual unclear, or the person is new to us anyway. */
function sayDevice(at: MetricTrendInput): Sentence | null {
  const { input, reading, baselineDays } = at;
  const since = reading.usual === null && input.days >= baselineDays ? findNewDevice(at) : null;
  return since === null ? null : sayOtherDevice(reading.context.series.metric, since);
}

function findCourse(at: MetricTrendInput): Course {
  const { context, episode } = at.reading;
  if (METRICS[context.series.metric].better === 'none') return 'steady';
  if (episode?.direction === 'worse') return 'worse';
  if (at.goal?.isPlateau) return 'plateau';
  if (!episode) return 'steady';
  if (findWeeks(at) === null) return 'improving';
  // Held where it was meant to get: that is no plateau.
  return isReached(at) ? 'steady' : 'plateau';
}

/** Weeks in which an improvement has stayed where it is; null when it has not. */
const findWeeks = ({ reading: { context, episode }, input }: MetricTrendInput): number | null =>
  episode && findLevelledWeeks(context.series, episode, input.days - 1);

const isReached = ({ goal, reading: { value } }: MetricTrendInput): boolean =>
  goal !== null && value !== null && isTargetReached(goal.goal, value);

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
  const last = input.days - 1;
  // As the sprint's verdict and the good news have it: what was so on its first day is not its doing.
  if (goal && sprint && course !== 'worse' && isReached(at) && isHeld(goal, sprint, last))
    return sayGoalReached(metric, value, goal.goal.target);
  if (course === 'plateau') {
    const sprintWeeks = sprint && Math.floor((Math.min(last, sprint.end) - sprint.start + 1) / 7);
    const weeks = goal?.isPlateau ? sprintWeeks : findWeeks(at);
    return sayLevelled(metric, value, weeks ?? 0, goal?.goal.target ?? null);
  }
  if (episode) return sayEpisode(context, episode, course, last);
  if (goal?.isEarly && sprint && last <= sprint.end)
    return sayTooEarly(metric, value, usual, findResponseWindow(metric));
  return saySteady(metric, value, usual, findNewDevice(at));
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
    totalDays: countWhole(series, onset, last),
    course,
    unit: METRICS[series.metric].unit,
  });
}
