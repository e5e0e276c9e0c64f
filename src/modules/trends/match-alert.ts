import type { Opening } from '../../detection/index.js';
import { daysBetween } from '../../metrics/index.js';
import { judgeOutcome, type Judgement, type PastAlert } from '../alerts/index.js';

const NEVER = '9999-12-31';

/** Alerts about a questionnaire have no score: a replay, which follows the fused score, says nothing about them. */
export const isFused = ({ scoreAtRaising }: PastAlert): boolean => scoreAtRaising !== null;

/** Do they tell of one trouble? Their days touch; the same deterioration may have been noticed in another domain. */
const isSame = (opening: Opening, alert: PastAlert): boolean =>
  isFused(alert) && opening.onset <= (alert.resolvedOn ?? NEVER) && (opening.clearedOn ?? NEVER) >= alert.since;

/**
 * The alert that told of the same trouble. Somebody's judgement first (an alert may have cleared and come back), then
 * the same domain, then the nearest in time.
 */
export function matchAlert(opening: Opening, alerts: readonly PastAlert[]): PastAlert | undefined {
  const rank = (alert: PastAlert) => [
    Number(judgeOutcome(alert.outcome) === null),
    Number(alert.domain !== opening.domain),
    Math.abs(daysBetween(opening.raisedOn, alert.raisedOn)),
  ];
  return alerts.filter((alert) => isSame(opening, alert)).sort((a, b) => compareRanks(rank(a), rank(b)))[0];
}

/** What a replay told of the trouble that an alert was about: the same domain first, then the nearest in time. */
export function matchOpening(alert: PastAlert, openings: readonly Opening[]): Opening | undefined {
  const rank = ({ domain, raisedOn }: Opening) => [
    Number(domain !== alert.domain),
    Math.abs(daysBetween(raisedOn, alert.raisedOn)),
  ];
  return openings.filter((opening) => isSame(opening, alert)).sort((a, b) => compareRanks(rank(a), rank(b)))[0];
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((value, at) => value !== b[at]);
  return i === -1 ? 0 : a[i]! - b[i]!;
}

/** What somebody said of the alert about it; null when nobody did, or there was none. */
export const judgeOpening = (opening: Opening, alerts: readonly PastAlert[]): Judgement | null =>
  judgeOutcome(matchAlert(opening, alerts)?.outcome ?? null);
