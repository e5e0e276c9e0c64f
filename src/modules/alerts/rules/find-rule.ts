import type { ConcernDomain } from '../concerns/concern.js';
import { KIND_NAMES, type Kind } from '../concerns/kinds.js';
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

/** What holds for patients without a rule of their own or of a programme, kind by kind; domains' own rules are left out. */
export async function findClinicRules(): Promise<Record<Kind, RuleSettings>> {
  const versions = await findRulesFor(null);
  const settings = KIND_NAMES.map((kind) => [kind, findEffectiveRule(versions, { kind, domain: null }).settings]);
  return Object.fromEntries(settings) as Record<Kind, RuleSettings>;
}
