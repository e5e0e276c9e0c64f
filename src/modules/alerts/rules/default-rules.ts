import type { Kind } from '../concerns/kinds.js';
import type { RuleSettings, Tier } from './alert-rule.schema.js';

const HOURS: Readonly<Record<Tier, number | null>> = { now: 0.25, today: 8, week: 5 * 24, good: null };
const level = (tier: Tier) => ({ tier, dueWithinHours: HOURS[tier] });

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
  cadenceHours: null,
  ...change,
});
const WEEK: readonly [Tier, Tier, Tier] = ['week', 'week', 'week'];
const RISING: readonly [Tier, Tier, Tier] = ['week', 'today', 'today'];
const NOW: readonly [Tier, Tier, Tier] = ['now', 'now', 'now'];
const GOOD: readonly [Tier, Tier, Tier] = ['good', 'good', 'good'];

const CALL = [
  { afterMinutes: 15, to: 'contact' },
  { afterMinutes: 30, to: 'on-call' },
  { afterMinutes: 45, to: 'coordinator' },
  { afterMinutes: 60, to: 'fallback' },
] as const;
const REMIND = [
  { afterMinutes: 480, to: 'contact' },
  { afterMinutes: 960, to: 'care-team' },
  { afterMinutes: 1440, to: 'coordinator' },
] as const;

/**
 * What Stepwell comes with. What detection finds has a way of clearing of its own (half way back for seven days) and needs
 * none here; connections that come and go have to stay for a day.
 */
export const DEFAULT_RULES: Readonly<Record<Kind, RuleSettings>> = {
  'red-flag': rule(NOW, { severity: 3, steps: [...CALL] }),
  deterioration: rule(RISING, { steps: [...REMIND] }),
  plateau: rule(WEEK),
  improvement: rule(GOOD),
  'goal-reached': rule(GOOD),
  'review-due': rule(WEEK),
  'missing-data': rule(WEEK, { discipline: 'nurse-coordinator', cadenceHours: 48 }),
  'no-progress': rule(WEEK, { discipline: 'nurse-coordinator', cadenceHours: 48 }),
  'wear-declining': rule(WEEK),
  'prom-threshold': rule(RISING, { steps: [...REMIND] }),
  flare: rule(['today', 'today', 'today'], { steps: [...REMIND] }),
  'no-show': rule(['today', 'today', 'today'], { discipline: 'nurse-coordinator' }),
  'connection-broken': rule(WEEK, { discipline: 'nurse-coordinator', clearAfterDays: 1 }),
  'vendor-outage': rule(['today', 'today', 'today'], { clearAfterDays: 1 }),
  'message-waiting': rule(RISING, { cadenceHours: 24, steps: [...REMIND] }),
};
