import { describe, expect, it } from '@jest/globals';
import { groupZones } from './zone-groups.js';

describe('groupZones', () => {
  it('puts cities under their part of the world, by the alphabet', () =>
    expect(groupZones(['America/Lima', 'America/Indiana/Knox', 'Asia/Ho_Chi_Minh', 'UTC', 'America/Adak'])).toEqual([
      {
        area: 'America',
        zones: [
          { zone: 'America/Adak', place: 'Adak' },
          { zone: 'America/Indiana/Knox', place: 'Knox, Indiana' },
          { zone: 'America/Lima', place: 'Lima' },
        ],
      },
      { area: 'Asia', zones: [{ zone: 'Asia/Ho_Chi_Minh', place: 'Ho Chi Minh' }] },
      { area: '', zones: [{ zone: 'UTC', place: 'UTC' }] },
    ]));

  it('names no two alike, and loses none', () => {
    const all = Intl.supportedValuesOf('timeZone');
    const groups = groupZones(all);
    expect(new Set(groups.flatMap(({ zones }) => zones.map(({ zone }) => zone)))).toEqual(new Set(all));
    for (const { zones } of groups) expect(new Set(zones.map(({ place }) => place)).size).toBe(zones.length);
  });
});
