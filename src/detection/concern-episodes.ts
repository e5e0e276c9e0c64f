import { type Bank, type Direction } from './candidates.js';
import { findAlarms, type Alarm, type AlarmRule } from './alarms.js';
import { followEpisode, openEpisode, type Episode } from './episode.js';
import { isRecovery, STRONG_ALONE, type MetricHistory } from './metric-episodes.js';
import { findFactor } from './fused-score.js';
import { IMPROVEMENT_THRESHOLD, SIGNALS, type SignalId } from './parameters.js';

/** The domain an alarm is about. */
export type SignalDomain = 'activity' | 'sleep' | 'pain';

/** A concern over time: an episode of the metric that shows it best, with what moved together at the alarm. */
export interface ConcernEpisode {
  readonly domain: SignalDomain;
  readonly signal: SignalId;
  readonly episode: Episode;
  readonly moved: readonly SignalId[];
}

/** Good news stays on the list for four weeks. */
const GOOD_NEWS_DAYS = 28;

export interface ConcernInput {
  readonly bank: Bank;
  readonly scores: Readonly<Record<Direction, Float64Array>>;
  readonly baselineDays: number;
  /** The metric behind each signal the patient has. */
  readonly histories: Readonly<Partial<Record<SignalId, MetricHistory>>>;
}

/** Replays the scores day by day: every concern that ever opened, oldest first, as it was on its last day. */
export function replayConcerns(input: ConcernInput, rule: AlarmRule): ConcernEpisode[] {
  const { bank, baselineDays, scores } = input;
  const improvements = { ...rule, thresholds: new Float64Array(bank.days).fill(IMPROVEMENT_THRESHOLD) };
  const alarms = [
    ...findAlarms(bank, 'worse', scores.worse, rule),
    ...findAlarms(bank, 'better', scores.better, improvements),
  ];
  let all: ConcernEpisode[] = [];
  for (let t = baselineDays; t < bank.days; t++) {
    all = all.map((concern) => followConcern(input, concern, t, scores[concern.episode.direction][t]!));
    for (const alarm of alarms) {
      if (alarm.day !== t) continue;
      const opened = openConcern(input, alarm, all);
      if (opened) all.push(opened);
    }
  }
  return all;
}

/** The concerns that are present on the last day. */
export const findOpenConcerns = (input: ConcernInput, rule: AlarmRule): ConcernEpisode[] =>
  replayConcerns(input, rule).filter(isOpen);

const isOpen = (concern: ConcernEpisode) => concern.episode.clearedOn === null;

function followConcern(input: ConcernInput, concern: ConcernEpisode, t: number, score: number): ConcernEpisode {
  if (!isOpen(concern)) return concern;
  const { context } = input.histories[concern.signal]!;
  const episode = followEpisode(context, concern.episode, t, score);
  const isOld = episode.direction === 'better' && t - episode.raisedOn >= GOOD_NEWS_DAYS;
  return { ...concern, episode: isOld ? { ...episode, clearedOn: t } : episode };
}

/** One alarm opens at most one concern, in its strongest domain, unless that one is open already. */
function openConcern(input: ConcernInput, alarm: Alarm, all: readonly ConcernEpisode[]): ConcernEpisode | null {
  const signal = findStrongest(input, alarm);
  if (!signal) return null;
  const domain = toDomain(signal);
  const open = all.filter(isOpen);
  if (open.some((c) => c.domain === domain)) return null;
  const isSecond = open.some((c) => c.episode.direction === alarm.direction);
  const history = input.histories[signal]!;
  if (isSecond && !isStrongAlone(history, alarm.direction, alarm.day)) return null;
  const { onset, day, direction, score } = alarm;
  const episode = openEpisode(history.context, { direction, onset: onset.day, interval: onset.interval, day, score });
  if (!episode) return null;
  const earlier = all.filter((c) => c.signal === signal).map((c) => c.episode);
  if (isRecovery(history.context, episode, [...earlier, ...history.episodes])) return null;
  return { domain, signal, episode, moved: alarm.moved.filter((id) => id !== signal && input.histories[id]) };
}

/** The signal that speaks loudest in the loudest domain; the two pain scores speak together. */
function findStrongest(input: ConcernInput, alarm: Alarm): SignalId | null {
  const factor = (id: SignalId) => findFactor(alarm.onset.best, id);
  const loudness = (id: SignalId) => (toDomain(id) === 'pain' ? factor('nrs') * factor('peg') : factor(id));
  const known = SIGNALS.filter((id) => input.histories[id] && factor(id) > 1);
  if (known.length === 0) return null;
  return known.reduce((a, b) => {
    const louder = loudness(b) > loudness(a) || (loudness(b) === loudness(a) && factor(b) > factor(a));
    return louder ? b : a;
  });
}

function isStrongAlone(history: MetricHistory, direction: Direction, t: number): boolean {
  return history.scores[direction][t]! >= STRONG_ALONE;
}

function toDomain(id: SignalId): SignalDomain {
  return id === 'nrs' || id === 'peg' ? 'pain' : id;
}
