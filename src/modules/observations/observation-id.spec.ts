import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newObservationId, periodOfId } from './observation-id.js';

const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('observation ids', () => {
  it('lead to the span of time in which the observation begins', () => {
    const ms = fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) });
    fc.assert(
      fc.property(ms, (startMs) => {
        const id = newObservationId(startMs);
        expect(id).toMatch(UUID_8);
        const { fromMs, toMs } = periodOfId(id)!;
        expect(fromMs <= startMs && startMs < toMs).toBe(true);
        if (startMs > 0) expect(toMs - fromMs).toBe(1);
      }),
    );
  });

  it('sort by time as text', () => {
    const times = [0, 1, 1_700_000_000_000, 1_700_000_000_001];
    const ids = times.map(newObservationId);
    expect([...ids].sort()).toEqual(ids);
  });

  it('differ for the same moment', () => {
    const ids = Array.from({ length: 1000 }, () => newObservationId(1_700_000_000_000));
    expect(new Set(ids).size).toBe(1000);
  });

  it('cover the first moment that FHIR can write', () => {
    const first = Date.parse('0001-01-01T00:00:00+14:00');
    const { fromMs, toMs } = periodOfId(newObservationId(first))!;
    expect(fromMs <= first && first < toMs).toBe(true);
  });

  it.each([
    '',
    '../etc',
    '00000000-0000-0000-0000-000000000000',
    newObservationId(5).toUpperCase(),
    `${newObservationId(5)}0`,
  ])('know a stranger: %s', (id) => expect(periodOfId(id)).toBeUndefined());
});
