import { describe, expect, it } from '@jest/globals';
import { placeFlags } from './place-flags.js';

describe('dates of change rules', () => {
  it.each([
    ['one in the middle', [400], ['before']],
    ['one at the left edge', [40], ['after']],
    ['two far apart', [300, 500], ['before', 'before']],
    ['two a week apart on a phone', [66, 138], ['hidden', 'before']],
    ['two at the left edge with room', [40, 220], ['after', 'before']],
    ['two on neighbouring days', [300, 306], ['before', 'hidden']],
    ['the second only has room behind it', [300, 320], ['before', 'after']],
    ['none', [], []],
  ])('%s', (_name, xs, places) => expect(placeFlags(xs)).toEqual(places));
});
