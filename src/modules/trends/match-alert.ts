import type { Opening } from '../../detection/index.js';
import { judgeOutcome, type PastAlert } from '../alerts/index.js';

const NEVER = '9999-12-31';

/**
 * The alert that told of the same trouble: their days touch. Somebody's judgement first (an alert may have cleared and
 * come back), then the same domain: the same deterioration may have been noticed in another one.
 */
export function matchAlert(opening: Opening, alerts: readonly PastAlert[]): PastAlert | undefined {
  const rank = (alert: PastAlert) =>
    2 * Number(judgeOutcome(alert.outcome) !== null) + Number(alert.domain === opening.domain);
  return alerts
    .filter((alert) => opening.onset <= (alert.resolvedOn ?? NEVER) && (opening.clearedOn ?? NEVER) >= alert.since)
    .reduce<PastAlert | undefined>((best, alert) => (best && rank(best) >= rank(alert) ? best : alert), undefined);
}

/** Was there an alert about it that somebody judged real? */
export const wasReal = (opening: Opening, alerts: readonly PastAlert[]): boolean =>
  judgeOutcome(matchAlert(opening, alerts)?.outcome ?? null) === 'real';
