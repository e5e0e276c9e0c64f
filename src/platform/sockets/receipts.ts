/** What was not acknowledged for so long is sent again. */
export const REPEAT_AFTER_MS = 10_000;
/** A page that answers pings but has lost its hearing is cut off: it comes back with a connection that may work. */
export const MOST_REPEATS = 3;

/** What one page was sent, and what it said it has. Cursors; times by a clock that only goes forward, in milliseconds. */
export interface Receipts {
  readonly sent: number;
  readonly acknowledged: number;
  /** When the page last fell or got less behind; null while it has everything. */
  readonly waitingSinceMs: number | null;
  /** How often the same was sent again without an answer. */
  readonly repeats: number;
}

/** The page itself says that it has everything up to there. */
export const beginAt = (cursor: number): Receipts => ({
  sent: cursor,
  acknowledged: cursor,
  waitingSinceMs: null,
  repeats: 0,
});

export const whenSent = (receipts: Receipts, cursor: number, nowMs: number): Receipts => ({
  ...receipts,
  sent: Math.max(receipts.sent, cursor),
  waitingSinceMs: receipts.waitingSinceMs ?? nowMs,
});

/** A page can have only what it was sent. What it acknowledged before is no progress. */
export function whenAcknowledged(receipts: Receipts, cursor: number, nowMs: number): Receipts {
  const acknowledged = Math.min(cursor, receipts.sent);
  if (acknowledged <= receipts.acknowledged) return receipts;
  return { ...receipts, acknowledged, waitingSinceMs: acknowledged === receipts.sent ? null : nowMs, repeats: 0 };
}

export const whenRepeated = (receipts: Receipts): Receipts => ({
  ...beginAt(receipts.acknowledged),
  repeats: receipts.repeats + 1,
});

/** Should the page be sent again what it does not acknowledge, or has that been tried in vain? */
export function decideRepeat(receipts: Receipts, nowMs: number): 'wait' | 'repeat' | 'give-up' {
  if (receipts.waitingSinceMs === null || nowMs - receipts.waitingSinceMs < REPEAT_AFTER_MS) return 'wait';
  return receipts.repeats < MOST_REPEATS ? 'repeat' : 'give-up';
}
