import type { Kind } from '../concerns/kinds.js';
import type { RuleSettings, Tier, ToldRule } from './alert-rule.schema.js';

const HOURS: Readonly<Record<Tier, number | null>> = { now: 0.25, today: 8, week: 5 * 24, good: null };
const level = (tier: Tier) => ({ tier, dueWithinHours: HOURS[tier] });

/** Good news, and what they can mend or arrange themselves. */
const AT_ONCE: ToldRule = { when: 'at-once', afterHours: null };
/** What may worry comes with somebody who has looked; nobody is left in the dark for longer than that. */
const AFTER_A_LOOK: ToldRule = { when: 'acknowledged', afterHours: 48 };
/** Of red flags the page says at once what to do now, and somebody calls: see the module told. */
const NEVER: ToldRule = { when: 'never', afterHours: null };

/** @param tiers - of severity 1, 2 and 3 */
const rule = (tiers: readonly [Tier, Tier, Tier], change: Partial<RuleSettings> = {}): RuleSettings => ({
  on: true,
  severity: null,
  levels: [level(tiers[0]), level(tiers[1]), level(tiers[2])],
  clearAfterDays: 0,
  undoWithinMinutes: 10,
  discipline: null,
  steps: [],
  thresholds: [],
  told: AT_ONCE,
  ...change,
});
const WEEK: readonly [Tier, Tier, Tier] = ['week', 'week', 'week'];
const RISING: readonly [Tier, Tier, Tier] = ['week', 'today', 'today'];
const NOW: readonly [Tier, Tier, Tier] = ['now', 'now', 'now'];
const GOOD: readonly [Tier, Tier, Tier] = ['good', 'good', 'good'];

const CALL = [
  { afterMinutes: 0, to: 'contact' },
  { afterMinutes: 15, to: 'contact' },
  { afterMinutes: 30, to: 'on-call' },
  { afterMinutes: 45, to: 'coordinator' },
  { afterMinutes: 60, to: 'fallback' },
  { afterMinutes: 75, to: 'patient' },
] as const;
const REMIND = [
  { afterMinutes: 480, to: 'contact' },
  { afterMinutes: 960, to: 'care-team' },
  { afterMinutes: 1440, to: 'coordinator' },
] as const;

const from = (instrument: string, score: number, severity: 1 | 2 | 3) =>
  ({ instrument, comparator: 'at-least', score, severity }) as const;
/**
 * PHQ-9: moderate, moderately severe, severe (Kroenke 2001, J Gen Intern Med 16:606). GAD-7: moderate, severe (Spitzer 2006,
 * Arch Intern Med 166:1092).
 */
const BANDS = [from('phq9', 10, 1), from('phq9', 15, 2), from('phq9', 20, 3), from('gad7', 10, 1), from('gad7', 15, 2)];

/**
 * What Stepwell comes with. What detection finds has a way of clearing of its own (half way back for seven days) and needs
 * none here; a vendor that comes and goes has to stay for a day, and a goal that is missed for a week and reached again is no
 * second success.
 */
export const DEFAULT_RULES: Readonly<Record<Kind, RuleSettings>> = {
  'red-flag': rule(NOW, { severity: 3, steps: [...CALL], told: NEVER }),
  deterioration: rule(RISING, { steps: [...REMIND], told: AFTER_A_LOOK }),
  plateau: rule(WEEK, { told: AFTER_A_LOOK }),
  improvement: rule(GOOD),
  'goal-reached': rule(GOOD, { clearAfterDays: 14 }),
  'review-due': rule(WEEK),
  'missing-data': rule(WEEK, { discipline: 'nurse-coordinator' }),
  'no-progress': rule(WEEK, { discipline: 'nurse-coordinator' }),
  'wear-declining': rule(WEEK),
  'prom-threshold': rule(RISING, { steps: [...REMIND], thresholds: BANDS, told: AFTER_A_LOOK }),
  flare: rule(['today', 'today', 'today'], { steps: [...REMIND], told: AFTER_A_LOOK }),
  'no-show': rule(['today', 'today', 'today'], { discipline: 'nurse-coordinator' }),
  'vendor-outage': rule(['today', 'today', 'today'], { clearAfterDays: 1, told: NEVER }),
  'chain-fault': rule(['today', 'today', 'today'], { told: NEVER }),
  'message-waiting': rule(RISING, { steps: [...REMIND], told: NEVER }),
};
