import type { Concern, Producer } from '../concerns/concern.js';
import { concernKeyOf } from '../concerns/kinds.js';
import type { PastHold, PastItem } from './past-reports.repository.js';

/** What a producer said at a moment: that a concern is so, or that it is not so any more. */
export interface PastReport {
  readonly at: Date;
  readonly says: 'so' | 'gone';
  readonly concern: Concern;
}

/** A concern that was let go and raised so soon after was never away. */
const AT_ONCE_MS = 60_000;
const MOST_SEVERE = 3;

/**
 * What others than `except` reported, as far as the alerts and what was held back still tell: the reports themselves are
 * kept nowhere. An alert that grew worse is taken to have begun a step milder.
 */
export function findPastReports(
  items: readonly PastItem[],
  holds: readonly PastHold[],
  except: Producer,
): PastReport[] {
  const told = items.filter(({ concern }) => concern.producer !== except).flatMap(reportsOf);
  const held = holds
    .filter(({ concern }) => concern.producer !== except)
    .flatMap(({ concern, firstAt, endedAt }): PastReport[] => {
      const key = concernKeyOf(concern);
      const wasRaised = items.some(
        (item) =>
          endedAt !== null &&
          item.concernKey === key &&
          Math.abs(item.raisedAt.getTime() - endedAt.getTime()) < AT_ONCE_MS,
      );
      const begins = { at: firstAt, says: 'so', concern } as const;
      return endedAt === null || wasRaised ? [begins] : [begins, { at: endedAt, says: 'gone', concern }];
    });
  return [...told, ...held].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function reportsOf(item: PastItem): PastReport[] {
  const { concern, raisedAt, worsenedAt } = item;
  const severityAt = (n: number) => Math.max(1, Math.min(MOST_SEVERE, concern.severity) - worsenedAt.length + n);
  const so = [raisedAt, ...worsenedAt].map((at, n): PastReport => ({
    at,
    says: 'so',
    concern: { ...concern, severity: severityAt(n) } as Concern,
  }));
  const goneAt = findGoneAt(item);
  return goneAt ? [...so, { at: goneAt, says: 'gone', concern }] : so;
}

/** When it was gone. Of what went away after somebody had dealt with it nobody kept the day: then, just after that. */
function findGoneAt({ cleared, outcome, absentSince, resolvedAt }: PastItem): Date | null {
  if (absentSince || !cleared || !resolvedAt) return absentSince;
  return outcome === 'cleared' ? resolvedAt : new Date(resolvedAt.getTime() + 1);
}
