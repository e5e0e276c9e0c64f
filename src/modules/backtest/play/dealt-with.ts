import type { PastItem, ReplayedItem } from '../../alerts/index.js';
import { findReal } from './compare-items.js';

const HOUR_MS = 3_600_000;

/**
 * When does somebody deal with this item? As it really was where the alert was really raised, never before it is there;
 * otherwise after as long as the team usually takes. Null: nobody does, or did.
 *
 * @param usualHours - null: the team has never dealt with anything
 */
export function findDealtWith(items: readonly PastItem[], item: ReplayedItem, usualHours: number | null): Date | null {
  const real = findReal(items, item);
  if (!real) return usualHours === null ? null : new Date(item.at.getTime() + usualHours * HOUR_MS);
  if (real.resolvedAt === null || real.outcome === null || real.outcome === 'cleared') return null;
  return real.resolvedAt > item.at ? real.resolvedAt : item.at;
}
