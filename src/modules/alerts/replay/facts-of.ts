import type { AlertFacts } from '../concerns/alert-facts.repository.js';
import type { PastItem } from './past-reports.repository.js';

/** An alert about the clinic as judging a patient's concerns knew it while it was so. */
export function factsOf({ concern, concernKey }: PastItem, n: number): AlertFacts {
  const { kind, domain, producer, severity, evidence } = concern;
  const known = { kind, domain, producer, severity, evidence, concernKey };
  return { id: `clinic-${n}`, ...known, state: 'open', ownerId: null, cleared: false, absentSince: null };
}
