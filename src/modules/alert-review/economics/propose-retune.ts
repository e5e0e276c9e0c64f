import type { Kind, RuleSettings } from '../../alerts/index.js';

/** Why too few alerts of a kind are acted on. */
export const WHYS = ['comes-and-goes', 'nothing-there', 'not-needed', 'nobody-looked'] as const;
export type Why = (typeof WHYS)[number];

/** Of the alerts of one kind in the last 30 days. */
export interface Answers {
  readonly fired: number;
  readonly actedOn: number;
  /** Still open and young, or in somebody's hands: what will come of them is not known. */
  readonly pending: number;
  /** Open for longer than a week, and nobody has taken it. */
  readonly untouched: number;
  readonly cleared: number;
  /** False alarms and problems with the data. */
  readonly nothingThere: number;
  /** Known already, no action needed, something in life. */
  readonly notNeeded: number;
}

export interface Proposal {
  readonly kind: Kind;
  readonly why: Why;
  readonly fired: number;
  readonly actedOn: number;
  readonly because: number;
  /** Null: no setting of the rule decides it; the alarm budget does. */
  readonly change: Change | null;
}
interface Change {
  readonly on?: false;
  readonly severity?: 1;
  readonly clearAfterDays?: number;
  readonly discipline?: NonNullable<RuleSettings['discipline']>;
}

/** Fewer say nothing. */
export const LEAST_FIRED = 5;
/** Clinicians stop looking at what they act on less often (clinic-ux W1). */
export const LEAST_PRECISION = 0.2;
const LONGEST_CLEAR_DAYS = 60;
/** What must never become quieter because it was often nothing, and what is about Stepwell itself. */
const NEVER: readonly Kind[] = ['red-flag', 'chain-fault', 'vendor-outage'];
/** Found by detection: how sure it must be is the alarm budget's, no setting of the rule. */
const DETECTED: readonly Kind[] = ['deterioration', 'plateau', 'improvement'];

/** What could be tried with a kind of alert that is too rarely acted on; null: nothing, or too little is known. */
export function proposeRetune(kind: Kind, answers: Answers, settings: RuleSettings): Proposal | null {
  const { fired, actedOn, pending } = answers;
  if (NEVER.includes(kind) || !settings.on || fired < LEAST_FIRED) return null;
  // Even if all that is still in work were acted on.
  if ((actedOn + pending) / fired >= LEAST_PRECISION) return null;
  const reasons: Record<Why, number> = {
    'comes-and-goes': answers.cleared,
    'nothing-there': answers.nothingThere,
    'not-needed': answers.notNeeded,
    'nobody-looked': answers.untouched,
  };
  const why = WHYS.reduce((most, one) => (reasons[one] > reasons[most] ? one : most));
  if (reasons[why] === 0) return null;
  return { kind, why, fired, actedOn, because: reasons[why], change: changeFor(why, kind, settings) };
}

function changeFor(why: Why, kind: Kind, settings: RuleSettings): Change | null {
  const detected = DETECTED.includes(kind);
  switch (why) {
    // What comes back within these days is the same item, not another one.
    case 'comes-and-goes':
      return settings.clearAfterDays >= LONGEST_CLEAR_DAYS
        ? lessPressing(settings)
        : { clearAfterDays: Math.min(LONGEST_CLEAR_DAYS, Math.max(3, settings.clearAfterDays * 2)) };
    case 'nothing-there':
      return detected ? null : lessPressing(settings);
    case 'not-needed':
      return lessPressing(settings);
    case 'nobody-looked':
      return settings.discipline === null ? { discipline: 'nurse-coordinator' } : lessPressing(settings);
  }
}

/** Of the least severity, with more time; what is that already is turned off. */
const lessPressing = ({ severity }: RuleSettings): Change => (severity === 1 ? { on: false } : { severity: 1 });
