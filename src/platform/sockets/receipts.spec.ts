import { describe, expect, it } from '@jest/globals';
import {
  beginAt,
  decideRepeat,
  MOST_REPEATS,
  type Receipts,
  REPEAT_AFTER_MS,
  whenAcknowledged,
  whenRepeated,
  whenSent,
} from './receipts.js';

const sentTo = (cursor: number, nowMs = 0): Receipts => whenSent(beginAt(5), cursor, nowMs);

describe('receipts', () => {
  it.each([
    ['nothing was sent', beginAt(5), 'wait'],
    ['sent just now', sentTo(8, 60_000 - REPEAT_AFTER_MS + 1), 'wait'],
    ['sent ten seconds ago', sentTo(8, 60_000 - REPEAT_AFTER_MS), 'repeat'],
    ['more was sent since, nothing acknowledged', whenSent(sentTo(8), 9, 59_999), 'repeat'],
    ['all acknowledged', whenAcknowledged(sentTo(8), 8, 10), 'wait'],
    ['a part acknowledged long ago', whenAcknowledged(sentTo(8), 7, 10), 'repeat'],
    ['a part acknowledged just now', whenAcknowledged(sentTo(8), 7, 59_000), 'wait'],
    ['an old one acknowledged again', whenAcknowledged(sentTo(8), 4, 59_000), 'repeat'],
    ['more acknowledged than was sent', whenAcknowledged(sentTo(8), 9_000, 10), 'wait'],
  ] as const)('%s -> %s', (_name, receipts, decision) => {
    expect(decideRepeat(receipts, 60_000)).toBe(decision);
  });

  it('goes back to what the page has, and gives up when the same stays unanswered', () => {
    let receipts = whenAcknowledged(sentTo(8), 6, 0);
    for (let i = 0; i < MOST_REPEATS; i++) {
      expect(decideRepeat(receipts, REPEAT_AFTER_MS)).toBe('repeat');
      receipts = whenSent(whenRepeated(receipts), 8, 0);
      expect(receipts).toMatchObject({ acknowledged: 6, sent: 8, repeats: i + 1 });
    }
    expect(decideRepeat(receipts, REPEAT_AFTER_MS)).toBe('give-up');
    expect(decideRepeat(whenAcknowledged(receipts, 7, 0), REPEAT_AFTER_MS)).toBe('repeat');
  });

  it('never believes a page that claims what it was not sent', () => {
    expect(whenAcknowledged(sentTo(8), 9_000, 0).acknowledged).toBe(8);
  });
});
