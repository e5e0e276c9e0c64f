import { describe, expect, it } from '@jest/globals';
import { placeFlags } from './place-flags.js';

/** `changed before`: with the word that says what the rules are. */
const say = (xs: readonly number[]) =>
  placeFlags(xs).map((place) => (place === 'hidden' ? place : `${place.worded ? 'changed ' : ''}${place.side}`));

describe('dates of change rules', () => {
  it.each([
    ['one in the middle', [400], ['changed before']],
    ['one at the left edge', [40], ['changed after']],
    ['two far apart', [300, 500], ['changed before', 'before']],
    ['two a week apart on a phone: the first had no date', [66, 138], ['before', 'before']],
    ['two close together at the left edge of a phone', [40, 106], ['after', 'after']],
    ['two at the left edge with room', [40, 220], ['changed after', 'before']],
    ['two on neighbouring days', [300, 306], ['changed before', 'hidden']],
    ['two at the left edge without room for the first', [40, 56], ['hidden', 'changed after']],
    ['the second only has room behind it', [300, 320], ['changed before', 'after']],
    ['none', [], []],
  ])('%s', (_name, xs, places) => expect(say(xs)).toEqual(places));
});
