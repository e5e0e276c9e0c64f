import type { Outcome } from './alert-lifecycle.js';

export type Judgement = 'real' | 'false';

/**
 * What does an outcome say about the change itself? Somebody who acts on it found it real. "No action needed" says
 * nothing (a holiday is a real change too), and nor does an alert that cleared before anybody judged it.
 */
const JUDGEMENTS: Readonly<Record<Outcome, Judgement | null>> = {
  contacted: 'real',
  'plan-changed': 'real',
  'visit-done': 'real',
  'false-alarm': 'false',
  'data-problem': 'false',
  'no-action-needed': null,
  cleared: null,
};

/** Null: nobody has judged it. */
export const judgeOutcome = (outcome: Outcome | null): Judgement | null => outcome && JUDGEMENTS[outcome];
