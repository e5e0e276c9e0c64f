import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newOwnId, type ObservationKey, periodOfOwnId, readId, spellId } from './observation-id.js';

const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const keys = fc.record({
  seriesId: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
  startMs: fc.integer({ min: Date.UTC(1200, 0), max: Date.UTC(2200, 0) }),
  spanMs: fc.integer({ min: 0, max: 2 ** 42 - 1 }),
});
const keyOf = ({
  seriesId,
  startMs,
  spanMs,
}: {
  seriesId: number;
  startMs: number;
  spanMs: number;
}): ObservationKey => ({
  seriesId,
  startMs,
  endMs: startMs + spanMs,
});

describe('a spelled id', () => {
  it('is a UUID that leads back to its key', () => {
    fc.assert(
      fc.property(keys, (parts) => {
        const id = spellId(keyOf(parts))!;
        expect(id).toMatch(UUID_8);
        expect(readId(id)).toEqual(keyOf(parts));
        expect(periodOfOwnId(id)).toBeUndefined();
      }),
    );
  });

  it.each([
    [1, 0, 0],
    [2 ** 31 - 1, Date.UTC(2026, 10, 25), 2 ** 42 - 1],
    [2 ** 18, 1_700_000_000_000, 2 ** 30],
    [2 ** 20 + 1, 1_700_000_000_001, 2 ** 28 - 1],
    [2 ** 18 - 1, -1, 60_000],
  ])('keeps every bit of series %i from %i for %i ms', (seriesId, startMs, span) => {
    const key = { seriesId, startMs, endMs: startMs + span };
    expect(readId(spellId(key)!)).toEqual(key);
  });

  it('sorts by time as text', () => {
    const times = [-1, 0, 1, 1_700_000_000_000, 1_700_000_000_001];
    const ids = times.map((startMs) => spellId({ seriesId: 7, startMs, endMs: startMs }));
    expect([...ids].sort()).toEqual(ids);
  });

  it('is not made of what it cannot hold: the distant past, and longer than 139 years', () => {
    const first = Date.parse('0001-01-01T00:00:00+14:00');
    expect(spellId({ seriesId: 1, startMs: first, endMs: first })).toBeUndefined();
    expect(spellId({ seriesId: 1, startMs: 0, endMs: 2 ** 42 })).toBeUndefined();
  });

  it.each([
    '',
    '../etc',
    '00000000-0000-0000-0000-000000000000',
    spellId({ seriesId: 1, startMs: 10, endMs: 10 })!.toUpperCase(),
  ])('knows a stranger: %s', (id) => {
    expect(readId(id)).toBeUndefined();
    expect(periodOfOwnId(id)).toBeUndefined();
  });
});

describe('an id of its own', () => {
  it('leads to the span of time in which the observation begins', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) }), (startMs) => {
        const id = newOwnId(startMs);
        expect(id).toMatch(UUID_8);
        expect(readId(id)).toBeUndefined();
        const { fromMs, toMs } = periodOfOwnId(id)!;
        expect(fromMs <= startMs && startMs < toMs).toBe(true);
        if (startMs > 0) expect(toMs - fromMs).toBe(1);
      }),
    );
  });

  it('differs for the same moment', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newOwnId(1_700_000_000_000))).size).toBe(1000);
  });

  it('covers the first moment that FHIR can write', () => {
    const first = Date.parse('0001-01-01T00:00:00+14:00');
    const { fromMs, toMs } = periodOfOwnId(newOwnId(first))!;
    expect(fromMs <= first && first < toMs).toBe(true);
  });
});
