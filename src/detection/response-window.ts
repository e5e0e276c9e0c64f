import { METRICS, type Domain, type MetricId } from '../metrics/index.js';

/** Weeks of treatment in which a change can first be expected. */
export interface ResponseWindow {
  readonly fromWeek: number;
  readonly toWeek: number;
}

/**
 * Routines become clearer in weeks 2-4, function in weeks 8-12; exercise and behavioural therapy are judged over 8-12 weeks
 * (multidisciplinary pain programmes). What somebody feels and can do follows what somebody does.
 */
const ROUTINE: ResponseWindow = { fromWeek: 2, toWeek: 4 };
const FUNCTION: ResponseWindow = { fromWeek: 8, toWeek: 12 };
const WINDOWS: Readonly<Record<Domain, ResponseWindow>> = {
  activity: ROUTINE,
  sleep: ROUTINE,
  heart: ROUTINE,
  pain: FUNCTION,
  mood: FUNCTION,
  coping: FUNCTION,
  function: FUNCTION,
};

/** When can this metric be expected to answer to treatment? */
export const findResponseWindow = (metric: MetricId): ResponseWindow => WINDOWS[METRICS[metric].domain];

/**
 * Days of treatment before which "no change" is no plateau: routines get their whole window; function is not called
 * unresponsive before its window begins.
 */
export function findPatienceDays(metric: MetricId): number {
  const window = findResponseWindow(metric);
  return 7 * (window === ROUTINE ? window.toWeek : window.fromWeek);
}
