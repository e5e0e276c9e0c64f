import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { spellId } from '../../observations/observation-id.js';
import { hourOnWall, hoursAround, shelfOf } from './told-key.js';

const HOUR_MS = 3_600_000;
const idAt = (startMs: number) => spellId({ seriesId: 7, startMs, endMs: startMs + 60_000 })!;

describe('the hour on the wall', () => {
  it.each([
    ['steps at 1970-01-02T03:59:00 by ', 27],
    ['heartRate at 1970-01-01T00:15:00#2 by Charge 6', 0],
    ['steps at 1970-01-01T05:00:00/1970-01-01T06:00:00 by ', 5],
    ['steps at 1970-01-01T24:00:00 by ', 24],
    ['steps id 1970-01-01T05:00:00', null],
    ['steps at 1970-01-01 by ', null],
    ['sleepDuration id sleep:77 at 1970-01-01T05:00:00', null],
  ])('of “%s” is %s', (told, hour) => expect(hourOnWall(told)).toBe(hour));
});

describe('a name of the wall', () => {
  it('is kept by its hour, and found by its observation, whatever zone it was read in', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
        fc.integer({ min: -16 * 60, max: 16 * 60 }),
        (wall, offset) => {
          const told = `steps at ${wall.toISOString().slice(0, 19)} by `;
          const id = idAt(wall.getTime() - offset * 60_000);
          expect(shelfOf(told, id)).toBe(Math.floor(wall.getTime() / HOUR_MS));
          expect(hoursAround([id])).toContain(shelfOf(told, id));
        },
      ),
    );
  });

  it('is kept alone where its observation would not lead to it', () => {
    const told = 'steps at 2026-02-10T08:00:00 by ';
    expect(shelfOf(told, idAt(Date.UTC(2026, 1, 12)))).toBeNull();
    expect(shelfOf(told, '0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a')).toBeNull();
    expect(hoursAround(['0a0a0a0a-0a0a-4a0a-8a0a-0a0a0a0a0a0a'])).toEqual([]);
  });
});
