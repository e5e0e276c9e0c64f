import type { RuleVersion } from '../../alerts/index.js';
import type { Change } from '../backtest.schema.js';

/** The rules of a patient whom a change concerns, as they would be. */
export function proposeRules(rules: readonly RuleVersion[], change: Change): RuleVersion[] {
  if (change.of === 'budget') return [...rules];
  const { kind, domain, scope, settings } = change;
  const isReplaced = (one: RuleVersion) => one.kind === kind && one.domain === domain && one.scope === scope.of;
  return [...rules.filter((one) => !isReplaced(one)), { id: 0, kind, domain, scope: scope.of, version: 0, settings }];
}
