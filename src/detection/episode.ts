import type { Day } from './civil-days.js';
import type { Direction } from './candidates.js';
import {
  countValid,
  findClearDays,
  findMeaningful,
  findOrientation,
  findRecent,
  type MetricSeries,
} from './metric-series.js';
import type { UsualRange } from './patient-trend.js';
import { type NoticedChange, sharpenOnset } from './sharpen-onset.js';
import { findUsualBefore } from './usual-range.js';

/** A change of one metric that began, was noticed, and lasts until the evidence clears. Days are indexes. */
export interface Episode {
  readonly direction: Direction;
  readonly onset: number;
  readonly interval: readonly [number, number];
  readonly raisedOn: number;
  readonly usual: UsualRange;
  /** Largest distance of the recent middle from usual so far, in the metric's unit. */
  readonly depth: number;
  /** The recent middle when it could last be told. */
  readonly value: number;
  /** Score on the day it was raised, and the highest so far. */
  readonly scoreAtRaising: number;
  readonly peak: number;
  readonly clearedOn: number | null;
}

/** What an episode is looked at with. */
export interface EpisodeContext {
  readonly series: MetricSeries;
  readonly firstDay: Day;
  /** Day the current device began, per day; all 0 for what no device measures. */
  readonly deviceSince: readonly number[];
}

export interface Noticed extends NoticedChange {
  readonly score: number;
}

/**
 * Share of its greatest depth at which a change is over. The greatest of many noisy weeks lies well above the level, and
 * steps scatter in shares: half way back from there, an improvement that doubled somebody's steps would end by chance.
 */
const CLEAR_SHARE: Readonly<Record<Direction, number>> = { worse: 1 / 2, better: 1 / 3 };

/** Days on another device after which an old comparison has no meaning any more. */
const OTHER_DEVICE_DAYS = 28;

/** Begins an episode; null when there is nothing to compare with or the metric did not move that way. */
export function openEpisode(context: EpisodeContext, noticed: Noticed): Episode | null {
  const { series, firstDay, deviceSince } = context;
  const { direction, day, score } = noticed;
  const { onset, interval } = sharpenOnset(series, noticed, deviceSince[day]!);
  const usual = findUsualBefore(series, firstDay, onset - 1, deviceSince[day]!);
  const value = findRecent(series, day, onset)?.middle;
  if (!usual || value === undefined) return null;
  const depth = findDistance(series, direction, value, usual.middle);
  if (depth <= 0) return null;
  return {
    direction,
    onset,
    interval,
    raisedOn: day,
    usual,
    depth,
    value,
    scoreAtRaising: score,
    peak: score,
    clearedOn: null,
  };
}

/**
 * Takes an open episode to day t. It clears when the middle of seven valid days is back half way to usual (an improvement: two thirds of the way); days
 * without data neither clear nor deepen it.
 */
export function followEpisode(context: EpisodeContext, episode: Episode, t: number, score: number): Episode {
  const { series, deviceSince } = context;
  const peak = score > episode.peak ? score : episode.peak;
  if (deviceSince[t]! > episode.onset) {
    return { ...episode, peak, clearedOn: t - deviceSince[t]! >= OTHER_DEVICE_DAYS ? t : null };
  }
  const recent = findRecent(series, t, episode.onset);
  if (!recent) return { ...episode, peak };
  const distance = findDistance(series, episode.direction, recent.middle, episode.usual.middle);
  const depth = Math.max(episode.depth, distance);
  const isBack = recent.values.length >= findClearDays(series, t) && distance <= depth * CLEAR_SHARE[episode.direction];
  return { ...episode, peak, depth, value: recent.middle, clearedOn: isBack ? t : null };
}

/** How far the value lies from usual in the episode's direction; negative on the other side. */
function findDistance(series: MetricSeries, direction: Direction, value: number, usual: number): number {
  return findOrientation(series.metric) * (direction === 'better' ? 1 : -1) * (value - usual);
}

/** The level that ends the episode. */
export function findClearLevel({ series }: Pick<EpisodeContext, 'series'>, episode: Episode): number {
  const sign = findOrientation(series.metric) * (episode.direction === 'better' ? 1 : -1);
  return episode.usual.middle + sign * episode.depth * CLEAR_SHARE[episode.direction];
}

/** 1 below 1.5 meaningful changes, 2 below three, 3 from there on. */
export function rateSeverity(series: MetricSeries, episode: Episode): 1 | 2 | 3 {
  const size = episode.depth / findMeaningful(series.metric, episode.usual.middle, episode.direction);
  return size >= 3 ? 3 : size >= 1.5 ? 2 : 1;
}

/** Valid days since the onset, and how many of them lie beyond the usual middle in the episode's direction. */
export function countBeyond(series: MetricSeries, episode: Episode, through: number) {
  let beyond = 0;
  for (let t = episode.onset; t <= through; t++) {
    const v = series.values[t];
    if (v != null && findDistance(series, episode.direction, v, episode.usual.middle) > 0) beyond++;
  }
  return { valid: countValid(series, episode.onset, through), beyond };
}
