import type { MetricId } from '../metrics/index.js';
import type { Sentence } from './patient-trend.js';
import type { ResponseWindow } from './response-window.js';

/** The words are chosen by the catalogue of the web; both audiences get the same facts. */
export interface ChangedFacts {
  readonly metric: MetricId;
  readonly value: number;
  readonly usual: number;
  readonly percent: number | null;
  readonly delta: number;
  readonly since: string;
  readonly windowFrom: string;
  readonly windowTo: string;
  readonly validDays: number;
  readonly totalDays: number;
  readonly course: string;
  readonly unit: string;
}

export function sayChanged(facts: ChangedFacts): Sentence {
  return { key: 'trend.changed', facts: { ...facts, direction: facts.delta < 0 ? 'down' : 'up' } };
}

export function sayLevelled(metric: MetricId, value: number, weeks: number, target: number | null): Sentence {
  return { key: 'trend.levelled', facts: { metric, value, weeks, target } };
}

/** @param deviceSince - first day of another device, while few days of it are known: what was before is not compared */
export function saySteady(metric: MetricId, value: number, usual: number, deviceSince: string | null): Sentence {
  return { key: 'trend.steady', facts: { metric, value, usual, ...(deviceSince !== null && { deviceSince }) } };
}

/** No lasting change so far, and none to be expected yet. */
export function sayTooEarly(metric: MetricId, value: number, usual: number, window: ResponseWindow): Sentence {
  return { key: 'trend.tooEarly', facts: { metric, value, usual, ...window } };
}

/**
 * @param days - days in a row without a value that counts
 * @param answered - days of the last two weeks with an answer, where there are some and they are too few
 */
export function sayInsufficient(
  metric: MetricId,
  days: number,
  reason: 'notWorn' | 'notSynced' | 'notAsked',
  answered = 0,
): Sentence {
  return { key: 'trend.insufficient', facts: { metric, days, reason, ...(answered > 0 && { answered }) } };
}

/** The numbers of two devices are not compared, and of the new one too few are known. */
export function sayOtherDevice(metric: MetricId, since: string): Sentence {
  return { key: 'trend.otherDevice', facts: { metric, since } };
}

/** Worn days now, of those that have arrived, and before. */
export interface WearFacts {
  readonly worn: number;
  readonly of: number;
  readonly was: number;
  readonly wasOf: number;
}

export function sayWearDeclining(metric: MetricId, facts: WearFacts): Sentence {
  return { key: 'trend.wearDeclining', facts: { metric, ...facts } };
}

export function sayGoalReached(metric: MetricId, value: number, target: number): Sentence {
  return { key: 'goal.reached', facts: { metric, value, target } };
}

/** Steps alone are known: what would help most. Facts: the change in per cent that they hardly show, within which time. */
export function sayAskPain(): Sentence {
  return { key: 'hint.askPain', facts: { metric: 'steps', percent: 15, weeks: 4 } };
}
