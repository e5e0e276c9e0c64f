import type { AlertKind } from '../../api/types.js';

/** Where the rule is edited, with the proposed values filled in: the page shows what they would have meant. */
export const ruleAddress = (kind: AlertKind, change: Readonly<Record<string, unknown>>): string =>
  `/rules/${kind}?${new URLSearchParams(Object.entries(change).map(([name, value]) => [name, String(value)]))}`;
