import type { ConcernDomain } from '../concerns/concern.js';
import type { Kind } from '../concerns/kinds.js';
import type { RuleSettings } from './alert-rule.schema.js';
import { findRulesFor } from './alert-rules.repository.js';
import { findEffectiveRule } from './effective-rule.js';

/** What the rule that holds for this patient (null: the clinic) says: producers read their thresholds from it. */
export async function findRule(
  patientId: string | null,
  of: { readonly kind: Kind; readonly domain: ConcernDomain | null },
): Promise<RuleSettings> {
  return findEffectiveRule(await findRulesFor(patientId), of).settings;
}
