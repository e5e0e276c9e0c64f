import type { Alarm } from './alarms.js';
import type { Direction } from './candidates.js';
import { followEpisode, openEpisode, type Episode } from './episode.js';
import { findFactor } from './fused-score.js';
import type { DayScores, Scores } from './fused-watch.js';
import { isRecovery, STRONG_ALONE, type MetricFollower } from './metric-follower.js';
import { SIGNALS, type SignalId } from './parameters.js';

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

/** The metric behind each signal the patient has. */
export type Followers = Readonly<Partial<Record<SignalId, MetricFollower>>>;

/** Follows the fused score day by day: which concerns began, and which are present? */
export class ConcernFollower {
  private all: ConcernEpisode[] = [];

  /** @returns what opened on day t */
  push(t: number, { scores, alarms }: DayScores, followers: Followers): readonly ConcernEpisode[] {
    if (!scores) return [];
    this.all = this.all.map((concern) => followConcern(concern, followers, t, scores));
    const before = this.all.length;
    for (const alarm of alarms) {
      const opened = openConcern(followers, alarm, this.all);
      if (opened) this.all.push(opened);
    }
    return this.all.slice(before);
  }

  /** Every concern that ever opened, oldest first, as it is by now. */
  findAll(): readonly ConcernEpisode[] {
    return this.all;
  }

  findOpen(): readonly ConcernEpisode[] {
    return this.all.filter(isOpen);
  }
}

const isOpen = (concern: ConcernEpisode) => concern.episode.clearedOn === null;

function followConcern(concern: ConcernEpisode, followers: Followers, t: number, scores: Scores): ConcernEpisode {
  if (!isOpen(concern)) return concern;
  const { context } = followers[concern.signal]!;
  const episode = followEpisode(context, concern.episode, t, scores[concern.episode.direction]);
  const isOld = episode.direction === 'better' && t - episode.raisedOn >= GOOD_NEWS_DAYS;
  return { ...concern, episode: isOld ? { ...episode, clearedOn: t } : episode };
}

/** One alarm opens at most one concern, in its strongest domain, unless that one is open already. */
function openConcern(followers: Followers, alarm: Alarm, all: readonly ConcernEpisode[]): ConcernEpisode | null {
  const signal = findStrongest(followers, alarm);
  if (!signal) return null;
  const domain = toDomain(signal);
  const open = all.filter(isOpen);
  if (open.some((c) => c.domain === domain)) return null;
  const isSecond = open.some((c) => c.episode.direction === alarm.direction);
  const follower = followers[signal]!;
  if (isSecond && !isStrongAlone(follower, alarm.direction)) return null;
  const { onset, day, direction, score } = alarm;
  const episode = openEpisode(follower.context, { direction, onset: onset.day, interval: onset.interval, day, score });
  if (!episode) return null;
  const earlier = all.filter((c) => c.signal === signal).map((c) => c.episode);
  if (isRecovery(follower.context, episode, [...earlier, ...follower.episodes])) return null;
  return { domain, signal, episode, moved: alarm.moved.filter((id) => id !== signal && followers[id]) };
}

/** The signal that speaks loudest in the loudest domain; the two pain scores speak together. */
function findStrongest(followers: Followers, alarm: Alarm): SignalId | null {
  const factor = (id: SignalId) => findFactor(alarm.onset.best, id);
  const loudness = (id: SignalId) => (toDomain(id) === 'pain' ? factor('nrs') * factor('peg') : factor(id));
  const known = SIGNALS.filter((id) => followers[id] && factor(id) > 1);
  if (known.length === 0) return null;
  return known.reduce((a, b) => {
    const louder = loudness(b) > loudness(a) || (loudness(b) === loudness(a) && factor(b) > factor(a));
    return louder ? b : a;
  });
}

function isStrongAlone({ scores }: MetricFollower, direction: Direction): boolean {
  return scores !== null && scores[direction] >= STRONG_ALONE;
}

function toDomain(id: SignalId): SignalDomain {
  return id === 'nrs' || id === 'peg' ? 'pain' : id;
}
