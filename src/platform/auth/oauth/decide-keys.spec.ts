import { describe, expect, it } from '@jest/globals';
import { decideKeys, ROTATE_AFTER_MS, SHOWN_AFTER_MS, SHOWN_BEFORE_MS } from './decide-keys.js';

const NOW = 1_800_000_000_000;
const key = (kid: string, ageMs: number) => ({ kid, createdAtMs: NOW - ageMs });
const kids = (keys: { kid: string }[]) => keys.map(({ kid }) => kid).join(' ');

describe('decideKeys', () => {
  it.each([
    ['none yet', [], '', '', true],
    ['the very first signs at once', [key('a', 0)], 'a', '', false],
    ['a new one is shown before it signs', [key('a', ROTATE_AFTER_MS), key('b', 0)], 'a b', '', false],
    [
      'and then signs, with the old one still shown',
      [key('a', ROTATE_AFTER_MS), key('b', SHOWN_BEFORE_MS)],
      'b a',
      '',
      false,
    ],
    [
      'until what the old one signed is over',
      [key('a', ROTATE_AFTER_MS), key('b', SHOWN_BEFORE_MS + SHOWN_AFTER_MS)],
      'b',
      'a',
      false,
    ],
    ['an old one asks for the next', [key('a', ROTATE_AFTER_MS)], 'a', '', true],
    ['not yet', [key('a', ROTATE_AFTER_MS - 1)], 'a', '', false],
    ['two new ones in a hurry', [key('a', 9e9), key('b', 1), key('c', 0)], 'a c b', '', false],
  ])('%s', (_, keys, shown, over, makeNew) => {
    const decided = decideKeys(keys, NOW);
    expect([kids(decided.shown), kids(decided.over), decided.makeNew]).toEqual([shown, over, makeNew]);
  });
});
