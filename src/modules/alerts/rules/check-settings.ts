import type { FieldError } from '../../../platform/http/domain-error.js';
import type { Kind } from '../concerns/kinds.js';
import type { RuleSettings } from './alert-rule.schema.js';

/** What the schema cannot say: which kinds have thresholds, and that steps go on in time. Empty: all is well. */
export function checkSettings(kind: Kind, settings: RuleSettings): FieldError[] {
  const errors: FieldError[] = [];
  const say = (path: string, message: string) => errors.push({ path: `settings.${path}`, message });
  if (kind !== 'prom-threshold' && settings.thresholds.length > 0) say('thresholds', 'are for prom-threshold only');
  if (settings.steps.some((step, i) => i > 0 && step.afterMinutes < settings.steps[i - 1]!.afterMinutes))
    say('steps', 'must be in the order of their minutes');
  // Nobody switches a red flag off, or makes it wait.
  if (kind === 'red-flag' && (!settings.on || settings.levels.some((level) => level.tier !== 'now')))
    say('on', 'must be true with tier now: a red flag always interrupts');
  return errors;
}
