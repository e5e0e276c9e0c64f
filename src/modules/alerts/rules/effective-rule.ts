import type { ConcernDomain } from '../concerns/concern.js';
import type { Kind } from '../concerns/kinds.js';
import type { RuleScope, RuleSettings } from './alert-rule.schema.js';
import { DEFAULT_RULES } from './default-rules.js';

/** The newest version of a rule in one scope. `settings` null: that scope says nothing any more. */
export interface RuleVersion {
  readonly id: number;
  readonly kind: Kind;
  readonly domain: ConcernDomain | null;
  readonly scope: RuleScope['of'];
  readonly version: number;
  readonly settings: RuleSettings | null;
}

export interface EffectiveRule {
  readonly settings: RuleSettings;
  readonly from: 'default' | RuleScope['of'];
  /** Null: what Stepwell comes with. */
  readonly id: number | null;
}

const NEAREST = { patient: 0, programme: 1, clinic: 2 } as const;

/**
 * The rule that holds: the nearest scope that says something, and within it the one of the domain before the one of all.
 *
 * @param versions - of the scopes this patient lies in
 */
export function findEffectiveRule(
  versions: readonly RuleVersion[],
  of: { readonly kind: Kind; readonly domain: ConcernDomain | null },
): EffectiveRule {
  const [best] = versions
    .filter((one) => one.kind === of.kind && one.settings !== null && (one.domain === null || one.domain === of.domain))
    .sort((a, b) => NEAREST[a.scope] - NEAREST[b.scope] || Number(a.domain === null) - Number(b.domain === null));
  return best?.settings
    ? { settings: best.settings, from: best.scope, id: best.id }
    : { settings: DEFAULT_RULES[of.kind], from: 'default', id: null };
}
