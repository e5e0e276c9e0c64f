import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { addDays, daysBetween } from '../../metrics/index.js';
import type { DailyRow } from '../observations/index.js';
import { HISTORY_DAYS, stateOfMissing, toPatientDays, windowStart } from './patient-days.js';

const row = (change: Partial<DailyRow>): DailyRow => ({
  metric: 'steps',
  day: '2026-03-02',
  value: 5000,
  wearMinutes: 900,
  wornFrom: 'heart-rate',
  coverage: 0.6,
  device: 'watch',
  state: 'ok',
  late: false,
  ...change,
});

describe('windowStart', () => {
  const day = fc.integer({ min: 0, max: 3000 }).map((n) => addDays('2024-01-01', n));

  it('stands still for four weeks, then moves by four weeks', () => {
    const starts = Array.from({ length: 84 }, (_, i) => windowStart('2020-01-01', addDays('2026-01-01', i)));
    const distinct = [...new Set(starts)];
    expect(distinct.length).toBeLessThanOrEqual(4);
    for (let i = 1; i < distinct.length; i++) expect(daysBetween(distinct[i - 1]!, distinct[i]!)).toBe(28);
  });

  it('holds at least the history that detection wants, and at most four weeks more', () => {
    fc.assert(
      fc.property(day, (today) => {
        const length = daysBetween(windowStart('2001-01-01', today), today);
        expect(length).toBeGreaterThanOrEqual(HISTORY_DAYS);
        expect(length).toBeLessThan(HISTORY_DAYS + 28);
      }),
    );
  });

  it('begins with the first day of a short history', () => {
    expect(windowStart('2026-02-01', '2026-03-01')).toBe('2026-02-01');
  });
});

describe('stateOfMissing', () => {
  it.each([
    ['a day before the newest reading', 'steps', '03-01', '03-05', '03-05', 'notWorn'],
    ['the day of the newest reading, nothing heard since', 'steps', '03-05', '03-05', '03-05', 'notSynced'],
    ['a day after, nothing heard since', 'steps', '03-06', '03-05', '03-05', 'notSynced'],
    ['a day after, heard of later and brought nothing', 'steps', '03-06', '03-05', '03-09', 'stalled'],
    ['the day of the last contact: it may still come', 'steps', '03-09', '03-05', '03-09', 'notSynced'],
    ['never heard of', 'steps', '03-06', null, null, 'notSynced'],
    ['heard of, and never a reading with a believable time', 'steps', '03-06', null, '03-09', 'stalled'],
    ['what people say', 'painIntensity', '03-01', '03-05', '03-05', 'notAsked'],
    ['what people say, after the last contact', 'painIntensity', '03-09', null, null, 'notAsked'],
  ] as const)('%s (%s)', (_name, metric, day, newest, contact, state) => {
    const of = (short: string | null) => (short === null ? null : `2026-${short}`);
    expect(stateOfMissing(metric, of(day)!, { newest: of(newest), contact: of(contact), lost: new Set() })).toBe(state);
  });

  it.each([
    ['steps', '03-03', 'notSynced'],
    ['sleepDuration', '03-03', 'notSynced'],
    ['steps', '03-02', 'notWorn'],
    ['painIntensity', '03-03', 'notAsked'],
  ] as const)('a day that a silence took, when the data flows again (%s, %s)', (metric, short, state) => {
    const sync = { newest: '2026-03-08', contact: '2026-03-08', lost: new Set(['2026-03-03', '2026-03-04']) };
    expect(stateOfMissing(metric, `2026-${short}`, sync)).toBe(state);
  });
});

describe('toPatientDays', () => {
  const input = {
    firstDay: '2026-03-01',
    today: '2026-03-04',
    sync: { newest: '2026-03-03', contact: '2026-03-03', lost: new Set<string>() },
    sprint: null,
  };
  const daysOf = (rows: DailyRow[]) => toPatientDays({ ...input, rows });

  it('leaves out what is shown only: heart beats, and the time a device was worn', () => {
    const { metrics } = daysOf([row({}), row({ metric: 'heartRate' }), row({ metric: 'wornMinutes' })]);
    expect(Object.keys(metrics)).toEqual(['steps']);
  });

  it('has every day, each gap with its reason', () => {
    const { days, metrics, device } = daysOf([row({}), row({ metric: 'mood', value: 4, day: '2026-03-03' })]);
    expect(days).toBe(4);
    expect(metrics.steps).toEqual([
      { value: null, wearMinutes: null, state: 'notWorn', device: null },
      { value: 5000, wearMinutes: 900, state: 'ok', device: 'watch' },
      { value: null, wearMinutes: null, state: 'notSynced', device: null },
      { value: null, wearMinutes: null, state: 'partial', device: null },
    ]);
    expect(metrics.mood!.map((s) => s.state)).toEqual(['notAsked', 'notAsked', 'ok', 'notAsked']);
    expect(device).toEqual([null, 'watch', null, null]);
  });

  it('says of each metric whose it is, and of what people say nothing', () => {
    const night = { metric: 'sleepDuration', value: 7, device: 'ring' } as const;
    const { metrics, device } = daysOf([row({}), row(night), row({ metric: 'mood', value: 4, device: 'form' })]);
    expect([metrics.steps![1]!.device, metrics.sleepDuration![1]!.device]).toEqual(['watch', 'ring']);
    expect(metrics.mood!.every((sample) => sample.device === undefined)).toBe(true);
    expect(device[1]).toBe('watch');
  });

  it('asks of a stalled day what it asks of one that has not arrived', () => {
    const sync = { newest: '2026-03-02', contact: '2026-03-04', lost: new Set<string>() };
    const { metrics } = toPatientDays({ ...input, sync, rows: [row({})] });
    expect(metrics.steps!.map((s) => s.state)).toEqual(['notWorn', 'ok', 'notSynced', 'partial']);
  });

  it('calls today unfinished, but not a night that is over or an answer', () => {
    const today = { day: '2026-03-04' };
    const { metrics } = daysOf([
      row(today),
      row({ ...today, metric: 'sleepDuration', value: 7 }),
      row({ ...today, metric: 'painIntensity', value: 5 }),
    ]);
    const last = Object.entries(metrics).map(([metric, series]) => [metric, series!.at(-1)!.state]);
    expect(Object.fromEntries(last)).toEqual({ steps: 'partial', sleepDuration: 'ok', painIntensity: 'ok' });
  });

  it('does not count what was said days later', () => {
    const { metrics } = daysOf([row({ metric: 'mood', value: 4, late: true })]);
    expect(metrics.mood![1]!.state).toBe('partial');
  });

  it('counts a questionnaire of that day, however late it came', () => {
    const { metrics } = daysOf([row({ metric: 'phq9Score', value: 18, late: true })]);
    expect(metrics.phq9Score!.map((sample) => sample.state)).toContain('ok');
  });

  it('leaves out heart rate, which only tells of wear, and days outside the window', () => {
    const { metrics } = daysOf([
      row({ metric: 'heartRate', value: 70 }),
      row({ day: '2026-02-27' }),
      row({ day: '2026-03-09' }),
    ]);
    expect(Object.keys(metrics)).toEqual(['steps']);
    expect(metrics.steps!.every((s) => s.value === null)).toBe(true);
  });
});
