import { OUTCOMES } from '../alerts/index.js';

type Outcome = (typeof OUTCOMES)[number];

/** Outcomes that say that somebody did something because of the alert. Knowing it already is right, and no act. */
export const ACTED_ON: readonly Outcome[] = ['contacted', 'plan-changed', 'visit-done'];
/** Outcomes that say that there was nothing to tell. */
export const NOTHING_THERE: readonly Outcome[] = ['false-alarm', 'data-problem'];

/** What becomes of an alert: what somebody chose, or that it went by itself. */
export const ENDS = [...OUTCOMES, 'cleared'] as const;
export type End = (typeof ENDS)[number];
