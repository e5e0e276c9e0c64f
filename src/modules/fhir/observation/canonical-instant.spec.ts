import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalInstant } from './canonical-instant.js';

describe('an instant as text', () => {
  it('is what Date writes, in any order of instants', () => {
    const instant = fc.oneof(
      fc.integer({ min: Date.UTC(1, 0), max: Date.UTC(9999, 11, 31) }),
      fc.integer({ min: -2000, max: 2000 }),
      fc.double({ min: 0, max: 2e12, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(instant, { minLength: 1, maxLength: 5 }), (instants) => {
        for (const ms of instants) expect(canonicalInstant(ms)).toBe(new Date(ms).toISOString());
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    '0001-01-01T00:00:00.000Z',
    '1969-12-31T23:59:59.999Z',
    '2024-02-29T23:59:59.009Z',
    '9999-12-31T23:59:59.099Z',
  ])('writes %s', (text) => expect(canonicalInstant(Date.parse(text))).toBe(text));
});
