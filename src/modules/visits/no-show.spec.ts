import { describe, expect, it } from '@jest/globals';
import { Concern } from '../alerts/concerns/concern.js';
import { findNoShow, type UnmetVisit } from './no-show.js';

const START = Date.parse('2026-08-03T08:00:00Z');
const unmet = (change: Partial<UnmetVisit> = {}): UnmetVisit => ({
  id: '00000000-0000-4000-8000-000000000002',
  patientId: '00000000-0000-4000-8000-000000000001',
  startsAt: new Date(START),
  startsOn: '2026-08-03',
  wasThere: false,
  missedBefore: 0,
  ...change,
});
const after = (minutes: number) => new Date(START + minutes * 60_000);

describe('a video visit that nobody came to', () => {
  it.each<[string, Partial<UnmetVisit>, number, number | null]>([
    ['when the grace is over', {}, 15, 1],
    ['at the last minute of an hour after that', {}, 75, 1],
    ['found a day later, because we were away', {}, 1440, 1],
    ['though the patient was in the room: the line failed', { wasThere: true }, 16, null],
    ['the third time in a row', { missedBefore: 2 }, 16, 2],
  ])('%s', (_name, change, minutes, severity) => {
    expect(findNoShow(unmet(change), after(minutes))?.severity ?? null).toBe(severity);
  });

  it.each([
    ['at the last minute of an hour after the grace', 75, true],
    ['later, because we were away: held back', 76, false],
  ])('interrupts %s', (_name, minutes, live) => {
    expect(findNoShow(unmet(), after(minutes))?.live).toBe(live);
  });

  it('is a concern with the visit as its name', () => {
    expect(Concern.parse(findNoShow(unmet({ missedBefore: 1 }), after(20)))).toMatchObject({
      kind: 'no-show',
      key: unmet().id,
      evidence: { missedInARow: 2, startsAt: '2026-08-03T08:00:00.000Z' },
    });
  });
});
