import { OUTCOMES } from '../alerts.schema.js';

/** What becomes of an alert: what somebody chose, or that it went by itself. */
export const ENDS = [...OUTCOMES, 'cleared'] as const;
export type Outcome = (typeof ENDS)[number];
export type Judgement = 'real' | 'false';

/**
 * What does an outcome say about the change itself? Somebody who acts on it found it real, and so did who knew of it
 * already. "No action needed" and what life brings say nothing (a holiday is a real change too), and nor does an alert that
 * cleared before anybody judged it.
 */
const JUDGEMENTS: Readonly<Record<Outcome, Judgement | null>> = {
  contacted: 'real',
  'plan-changed': 'real',
  'visit-done': 'real',
  'already-known': 'real',
  'false-alarm': 'false',
  'data-problem': 'false',
  'no-action-needed': null,
  'life-event': null,
  cleared: null,
};

/** Null: nobody has judged it. */
export const judgeOutcome = (outcome: Outcome | null): Judgement | null => outcome && JUDGEMENTS[outcome];

/** Outcomes that say that somebody did something because of the alert. Knowing it already is right, and no act. */
export const ACTED_ON: readonly Outcome[] = ['contacted', 'plan-changed', 'visit-done'];
