import { describe, expect, it } from '@jest/globals';
import { isTimeZone, offsetMsAt } from '../../../src/metrics/index.js';
import { modernZone } from './modern-zone.js';

const KNOWN = Intl.supportedValuesOf('timeZone');

describe('the name that a zone has now', () => {
  it('is the same zone, which the server knows', () => {
    const days = [Date.UTC(2005, 6, 1), Date.UTC(2026, 0, 1), Date.UTC(2026, 6, 1)];
    for (const zone of KNOWN) {
      expect(isTimeZone(modernZone(zone))).toBe(true);
      for (const ms of days) expect(offsetMsAt(modernZone(zone), ms)).toBe(offsetMsAt(zone, ms));
    }
  });

  it('is the one that people look for', () =>
    expect(['Asia/Calcutta', 'Europe/Kiev', 'Europe/Berlin'].map(modernZone)).toEqual([
      'Asia/Kolkata',
      'Europe/Kyiv',
      'Europe/Berlin',
    ]));
});
