import { METRICS, type Domain, type MetricId } from '../metrics/index.js';
import { DEFAULT_BUDGET, type AlarmBudget } from './alarm-budget.js';
import { isRare } from './cadence.js';
import type { Episode, EpisodeContext } from './episode.js';
import type { MetricFollower } from './metric-follower.js';
import { findRecent } from './metric-series.js';

/**
 * Standard errors from usual that a report must lie to be of concern, where one comes a month and the budget is the default
 * one. With that the questionnaires together add a tenth of the budget to the false alarms of the fused score, however many
 * they are and however often they are asked (README, "Questionnaires").
 */
const CONCERN_Z = 2.6;
/** Change of that bound per e-fold of the rate of false alarms: the slope of the normal tail there. */
const Z_PER_LOG_RATE = 0.3;
const MONTH_DAYS = 30.44;

/** A questionnaire that has become so much worse that somebody should hear of it. */
export interface ScaleConcern {
  readonly domain: Domain;
  readonly context: EpisodeContext;
  readonly episode: Episode;
}

/** Follows what is asked every week to month and not fused: which of it is of concern? A state, like every concern. */
export class ScaleFollower {
  /** Onset of the episode that is of concern. */
  private readonly open = new Map<MetricId, number>();
  /** Which of them have been told. */
  private readonly told = new Set<MetricId>();

  /** @param budgetOn - the budget in force on day t */
  constructor(private readonly budgetOn: (t: number) => AlarmBudget) {}

  /**
   * Takes day t.
   *
   * @param followers - of the metrics that the fused score does not know
   * @param isTaken - domains that have a concern already: what opens there waits until they are free
   * @returns what is to be told today
   */
  push(t: number, followers: readonly MetricFollower[], isTaken: (domain: Domain) => boolean): readonly ScaleConcern[] {
    const scales = followers.filter((f) => METRICS[f.context.series.metric].selfReported && isAsked(f, t));
    const bound = this.findBound(scales, t);
    for (const follower of followers) this.follow(follower, scales.includes(follower) ? bound : null);
    const news = this.findAll(followers).filter(({ domain, context }) => {
      return !this.told.has(context.series.metric) && !isTaken(domain);
    });
    for (const { context } of news) this.told.add(context.series.metric);
    return news;
  }

  /** @param bound - null for what is not asked any more */
  private follow(follower: MetricFollower, bound: number | null): void {
    const { metric } = follower.context.series;
    const episode = follower.findOpenEpisode();
    if (episode?.direction === 'worse' && this.open.get(metric) === episode.onset) return;
    this.open.delete(metric);
    this.told.delete(metric);
    if (episode?.direction === 'worse' && bound !== null && episode.peak >= bound) this.open.set(metric, episode.onset);
  }

  private findAll(followers: readonly MetricFollower[]): readonly ScaleConcern[] {
    return followers.flatMap((follower) => {
      const episode = this.open.has(follower.context.series.metric) && follower.findOpenEpisode();
      return episode ? [toConcern(follower, episode)] : [];
    });
  }

  /** The clearest one of each domain. */
  findOpen(followers: readonly MetricFollower[]): readonly ScaleConcern[] {
    const clearest = new Map<Domain, ScaleConcern>();
    for (const concern of this.findAll(followers)) {
      const rival = clearest.get(concern.domain);
      if (!rival || concern.episode.peak > rival.episode.peak) clearest.set(concern.domain, concern);
    }
    return [...clearest.values()];
  }

  /** The more reports a month, the more each of them has to say. */
  private findBound(scales: readonly MetricFollower[], t: number): number {
    const monthly = scales.reduce((sum, { context }) => sum + MONTH_DAYS / context.series.cadenceDays[t]!, 0);
    return CONCERN_Z + Z_PER_LOG_RATE * Math.log((Math.max(monthly, 1) * DEFAULT_BUDGET) / this.budgetOn(t));
  }
}

/** Does it still come, and rarely? */
const isAsked = ({ context: { series } }: MetricFollower, t: number) =>
  isRare(series.cadenceDays[t]!) && findRecent(series, t) !== null;

const toConcern = ({ context }: MetricFollower, episode: Episode): ScaleConcern => {
  return { domain: METRICS[context.series.metric].domain, context, episode };
};
