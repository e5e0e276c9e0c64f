import { describe, expect, it } from '@jest/globals';
import { isNarrowed, isSame, nameOf, readSearch, toFilters, toSearch, USUAL } from './filters.js';

describe('filters in the address', () => {
  it('say nothing for the usual view', () => {
    expect(toSearch(USUAL)).toEqual({});
    expect(toFilters({})).toEqual(USUAL);
  });
  it('come back as they were', () => {
    const filters = {
      whose: 'mine',
      discipline: 'psychologist',
      tier: 'now',
      kind: 'red-flag',
      snoozed: 'with',
    } as const;
    expect(toFilters(readSearch(toSearch(filters) as Record<string, unknown>))).toEqual(filters);
  });
  it('show the usual view for words that are none, and keep nothing else', () => {
    expect(readSearch({ whose: 'everybody', tier: 7, q: 'June Walker', patient: 'x', kind: 'flare' })).toEqual({
      kind: 'flare',
    });
  });
  it('are the same in whatever order they were chosen', () => {
    const a = { ...USUAL, tier: 'now', kind: 'flare' } as const;
    const b = { kind: 'flare', tier: 'now', ...USUAL } as const;
    expect(nameOf(a)).toBe(nameOf(b));
    expect(isSame(a, { ...a, tier: 'week' })).toBe(false);
  });
  it('narrow the list unless they only say whose it is', () => {
    expect(isNarrowed({ ...USUAL, whose: 'mine' })).toBe(false);
    expect(isNarrowed({ ...USUAL, snoozed: 'with' })).toBe(true);
    expect(isNarrowed({ ...USUAL, tier: 'now' })).toBe(true);
  });
});
