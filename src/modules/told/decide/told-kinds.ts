import { METRICS, type MetricId } from '../../../metrics/index.js';
import type { Kind, Tier } from '../../alerts/index.js';

/** What followers choose by. */
export const TOLD_GROUPS = ['good', 'changes', 'devices', 'visits'] as const;
export type ToldGroup = (typeof TOLD_GROUPS)[number];

interface ToldKind {
  readonly group: ToldGroup;
  /** What a caregiver must have been granted besides the trends: a score is an answer, goals go with them, a visit is a visit. */
  readonly needs?: 'responses' | 'visits';
  /** Counts as important whatever its tier: only they can mend it, or they have waited for it. */
  readonly important?: true;
}

/** How each kind of alert looks from the side of those it is about, a row each. */
export const TOLD_KINDS: Readonly<Record<Kind, ToldKind>> = {
  'red-flag': { group: 'changes', needs: 'responses', important: true },
  deterioration: { group: 'changes' },
  plateau: { group: 'changes' },
  'prom-threshold': { group: 'changes', needs: 'responses' },
  flare: { group: 'changes' },
  improvement: { group: 'good' },
  'goal-reached': { group: 'good', needs: 'responses', important: true },
  'missing-data': { group: 'devices' },
  'no-progress': { group: 'devices' },
  'wear-declining': { group: 'devices' },
  'vendor-outage': { group: 'devices' },
  'chain-fault': { group: 'devices' },
  'no-show': { group: 'visits', needs: 'visits' },
  'review-due': { group: 'visits', needs: 'responses', important: true },
  'message-waiting': { group: 'visits' },
};

/**
 * May somebody with these categories hear of such an alert? What somebody says of themselves is an answer, also where it is
 * followed over time.
 *
 * @param metric - what its sentence is about; null: nothing measured
 */
export function isGranted(granted: readonly string[], kind: Kind, metric: MetricId | null): boolean {
  const { needs } = TOLD_KINDS[kind];
  if (!granted.includes('trends') || (needs !== undefined && !granted.includes(needs))) return false;
  return metric === null || METRICS[metric]?.selfReported !== true || granted.includes('responses');
}

/** What somebody who wants to hear of important things only hears of. */
export const isImportant = (kind: Kind, tier: Tier): boolean =>
  TOLD_KINDS[kind].important === true || tier === 'now' || tier === 'today';
