import type { AlertDetail } from '../api/types.js';
import { dayAndClock, OUTCOME_WORDS, sayOnPage } from '../words/index.js';

/** How the alert ended that a visit was about; null while it is open. */
export function alertEnded(
  { state, outcome, stateSince }: Pick<AlertDetail, 'state' | 'outcome' | 'stateSince'>,
  zone: string,
): string | null {
  if (state !== 'resolved') return null;
  const how = outcome === 'cleared' ? outcome : outcome === null ? 'unknown' : OUTCOME_WORDS[outcome];
  return sayOnPage('visits.alertEnded', { at: dayAndClock(stateSince, zone), how });
}
