import { countValid } from './metric-series.js';
import type { Readings } from './metric-readings.js';
import type { MetricOfSignal } from './patient-signals.js';
import type { Sentence } from './patient-trend.js';
import { sayAskPain } from './sentences.js';

const WINDOW_DAYS = 28;
/** Worn days from which there is something to find changes in, and answers from which pain is known. */
const LEAST = { worn: 14, answers: 8, weekly: 2 };

/**
 * What would help to see a change of this person earlier? A lasting change of 15 % in steps alone stays hidden in the noise
 * of daily life (docs/detection.md); with a daily pain score it mostly does not. Null when pain is known, or steps are not.
 */
export function findHint(metricOf: MetricOfSignal, readings: Readings, last: number): Sentence | null {
  const count = (id: 'activity' | 'nrs' | 'peg') => {
    const reading = readings.get(metricOf[id]);
    return reading ? countValid(reading.context.series, last - WINDOW_DAYS + 1, last) : 0;
  };
  const isThin = count('activity') >= LEAST.worn && count('nrs') < LEAST.answers && count('peg') < LEAST.weekly;
  return isThin ? sayAskPain() : null;
}
