import { type Kind, type RuleSettings, TIERS } from '../../alerts/index.js';
import { BY_BUDGET } from '../../trends/index.js';

/** Why too few alerts of a kind are acted on. */
export const WHYS = ['comes-and-goes', 'nothing-there', 'not-needed', 'nobody-looked'] as const;
export type Why = (typeof WHYS)[number];

/** Of the alerts of one kind that the clinic's rule for all raised in the last 30 days. */
export interface Answers {
  readonly kind: Kind;
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
  /** Of the most severe of them: 1 to 3. */
  readonly severest: number;
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
/**
 * What must never become quieter because it was often nothing, what is about Stepwell itself, and good news, which asks
 * nobody to act.
 */
const NEVER: readonly Kind[] = ['red-flag', 'chain-fault', 'vendor-outage', 'improvement', 'goal-reached'];

/** What could be tried with a kind of alert that is too rarely acted on; null: nothing, or too little is known. */
export function proposeRetune(answers: Answers, settings: RuleSettings): Proposal | null {
  const { kind, fired, actedOn, pending } = answers;
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
  const change = changeFor(why, answers, settings);
  return change && { kind, why, fired, actedOn, because: reasons[why], change: change === 'budget' ? null : change };
}

/** Null: nothing that a rule could say would make a difference. */
function changeFor(why: Why, { kind, severest }: Answers, settings: RuleSettings): Change | 'budget' | null {
  switch (why) {
    // What comes back within these days is the same item, not another one.
    case 'comes-and-goes':
      return settings.clearAfterDays >= LONGEST_CLEAR_DAYS
        ? lessPressing(settings, severest)
        : { clearAfterDays: Math.min(LONGEST_CLEAR_DAYS, Math.max(3, settings.clearAfterDays * 2)) };
    case 'nothing-there':
      // How sure detection must be is no setting of the rule.
      return BY_BUDGET.includes(kind) ? 'budget' : lessPressing(settings, severest);
    case 'not-needed':
      return lessPressing(settings, severest);
    case 'nobody-looked':
      return settings.discipline === null ? { discipline: 'nurse-coordinator' } : lessPressing(settings, severest);
  }
}

/** Of the least severity, where that gives more time; what was made that already is turned off. */
function lessPressing({ severity, levels }: RuleSettings, severest: number): Change | null {
  if (severity === 1) return { on: false };
  return isLessPressing(levels[0], levels[severest - 1]!) ? { severity: 1 } : null;
}

type Level = RuleSettings['levels'][number];
const isLessPressing = (one: Level, other: Level): boolean =>
  one.tier === other.tier
    ? (one.dueWithinHours ?? Infinity) > (other.dueWithinHours ?? Infinity)
    : TIERS.indexOf(one.tier) > TIERS.indexOf(other.tier);
