import { describe, expect, it } from '@jest/globals';
import { hasDiaryToday, isPegDue } from './due.js';

const now = Date.parse('2026-11-20T09:00:00.000Z');

describe('what is due', () => {
  it('PEG: never, last week, this week', () => {
    expect(isPegDue([], now)).toBe(true);
    expect(isPegDue(['2026-11-12T09:00:00.000Z'], now)).toBe(true);
    expect(isPegDue(['2026-11-12T09:00:00.000Z', '2026-11-16T09:00:00.000Z'], now)).toBe(false);
  });

  it('the diary belongs to the patient’s day, not to the day in UTC', () => {
    const lateEvening = '2026-11-19T23:30:00.000Z';
    expect(hasDiaryToday([lateEvening], now, 'Europe/Berlin')).toBe(true);
    expect(hasDiaryToday([lateEvening], now, 'Europe/London')).toBe(false);
  });
});
