import { describe, expect, it } from '@jest/globals';
import { addDays, dayBounds, instantOfLocal, type ZoneHistory } from '../../../metrics/index.js';
import { dayAt, says, worn } from './day.testkit.js';

const HOUR_MS = 3_600_000;
const in_ = (zone: string): ZoneHistory => [{ sinceMs: Number.NEGATIVE_INFINITY, zone }];
const iso = (ms: number) => new Date(ms).toISOString();

describe('a day of so many hours', () => {
  it.each([
    ['America/New_York', '2026-03-08', 23],
    ['America/New_York', '2026-11-01', 25],
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Australia/Lord_Howe', '2026-10-04', 23.5],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    ['Asia/Kathmandu', '2026-03-29', 24],
  ])('%s %s, %d h: its total, its hours, its wear', (zone, day, hours) => {
    const { startMs, endMs } = dayBounds(in_(zone), day);
    expect((endMs - startMs) / HOUR_MS).toBe(hours);
    const total = says('watch', 'steps', 4321, startMs, endMs);
    expect(dayAt(in_(zone), day, [total]).steps!.value).toBe(4321);
    for (const other of [-1, 1]) expect(dayAt(in_(zone), addDays(day, other), [total]).steps).toBeUndefined();

    // 100 steps in each half-hour, a whole number of which fits every day on earth.
    const halves = Array.from({ length: hours * 2 }, (_, i) =>
      says('watch', 'steps', 100, startMs + (i * HOUR_MS) / 2, startMs + ((i + 1) * HOUR_MS) / 2),
    );
    const { steps } = dayAt(in_(zone), day, [...halves, ...worn(iso(startMs), iso(endMs))]);
    expect(steps).toMatchObject({ value: hours * 200, wearMinutes: hours * 60, coverage: 1, state: 'ok' });
    expect(steps!.hours).toHaveLength(Math.ceil(hours));
    expect(steps!.hours!.reduce<number>((sum, v) => sum + v!, 0)).toBeCloseTo(hours * 200);

    const over = says('watch', 'steps', 100, endMs - HOUR_MS / 2, endMs + HOUR_MS / 2);
    expect(dayAt(in_(zone), day, [over]).steps!.value).toBe(50);
    expect(dayAt(in_(zone), addDays(day, 1), [over]).steps!.value).toBe(50);
  });

  it.each([
    ['America/New_York', '2026-03-08', '23:00', '07:00', 7],
    ['America/New_York', '2026-11-01', '23:00', '07:00', 9],
    ['Europe/Berlin', '2026-03-29', '23:00', '07:00', 7],
    ['Europe/Berlin', '2026-10-25', '23:00', '07:00', 9],
    ['Australia/Lord_Howe', '2026-10-04', '23:00', '07:00', 7.5],
    ['Australia/Lord_Howe', '2026-04-05', '23:00', '07:00', 8.5],
    ['Asia/Kathmandu', '2026-03-29', '22:45', '06:00', 7.25],
  ])('%s: the night into %s from %s to %s is %d h of the day of waking', (zone, day, from, to, hours) => {
    const start = instantOfLocal(zone, `${addDays(day, -1)}T${from}`).ms;
    const end = instantOfLocal(zone, `${day}T${to}`).ms;
    const night = says('watch', 'sleepDuration', (end - start) / HOUR_MS, start, end);
    expect(dayAt(in_(zone), day, [night]).sleepDuration!.value).toBeCloseTo(hours);
    expect(dayAt(in_(zone), addDays(day, -1), [night]).sleepDuration).toBeUndefined();
  });
});

describe('a flight across the date line', () => {
  const to = (zone: string, since: string, from: string): ZoneHistory => [
    ...in_(from),
    { sinceMs: Date.parse(since), zone },
  ];
  /** Takes off in Auckland on Wednesday evening; it is Tuesday evening in Honolulu. */
  const west = to('Pacific/Honolulu', '2026-11-25T07:00:00Z', 'Pacific/Auckland');
  const east = to('Pacific/Auckland', '2026-11-25T06:00:00Z', 'Pacific/Honolulu');
  const hourly = (start: string, hours: number) =>
    Array.from({ length: hours }, (_, i) =>
      says('watch', 'steps', 100, Date.parse(start) + i * HOUR_MS, Date.parse(start) + (i + 1) * HOUR_MS),
    );

  it.each([
    ['westwards, a Wednesday of 47 hours', west, ['2026-11-24', '2026-11-25', '2026-11-26'], [2400, 4700, 2400]],
    ['eastwards, two short days', east, ['2026-11-24', '2026-11-25', '2026-11-26'], [2000, 500, 2400]],
  ])('%s: every hour walked is in exactly one day', (_name, zones, days, values) => {
    const first = dayBounds(zones, days[0]!).startMs;
    const last = dayBounds(zones, days.at(-1)!).endMs;
    const all = hourly(iso(first), (last - first) / HOUR_MS);
    expect(days.map((day) => dayAt(zones, day, all).steps!.value)).toEqual(values);
    const beats = worn(iso(first), iso(last));
    const wear = days.map((day) => dayAt(zones, day, [...all, ...beats]).steps!.wearMinutes! / 60);
    expect(wear).toEqual(values.map((value) => value / 100));
  });

  it("both days' totals of a vendor count in the long day: it holds two of them", () => {
    const auckland = dayBounds(in_('Pacific/Auckland'), '2026-11-25');
    const honolulu = dayBounds(in_('Pacific/Honolulu'), '2026-11-25');
    const totals = [auckland, honolulu].map((day) => says('watch', 'steps', 4800, day.startMs, day.endMs));
    // They overlap by one hour of 24, which counts once.
    expect(dayAt(west, '2026-11-25', totals).steps!.value).toBeCloseTo(4800 + (4800 * 23) / 24);
  });

  it('a total of the whole long day counts in it, and in no other', () => {
    const { startMs, endMs } = dayBounds(west, '2026-11-25');
    const told = says('watch', 'steps', 9000, startMs, endMs);
    expect(dayAt(west, '2026-11-25', [told]).steps!.value).toBe(9000);
    for (const day of ['2026-11-24', '2026-11-26']) expect(dayAt(west, day, [told]).steps).toBeUndefined();
  });

  it('the night on the plane belongs to the day of waking, where the person wakes', () => {
    const night = says('watch', 'sleepDuration', 6, '2026-11-25T08:00:00Z', '2026-11-25T14:00:00Z');
    expect(dayAt(west, '2026-11-25', [night]).sleepDuration!.value).toBeCloseTo(6);
    expect(dayAt(east, '2026-11-26', [night]).sleepDuration!.value).toBeCloseTo(6);
    expect(dayAt(east, '2026-11-25', [night]).sleepDuration).toBeUndefined();
  });
});

describe('a device with a wrong clock', () => {
  const DAY = '2026-11-25';
  const zones = in_('Europe/Berlin');
  const received = (iso_: string) => ({ receivedMs: Date.parse(iso_) });
  const walked = says('watch', 'steps', 3000, '2026-11-25T08:00:00Z', '2026-11-25T09:00:00Z');

  it.each([
    ['four minutes fast: as clocks are', '2026-11-25T10:04:00Z', '2026-11-25T10:19:00Z', '2026-11-25T10:00:00Z', 3500],
    ['an hour ahead', '2026-11-25T11:00:00Z', '2026-11-25T11:15:00Z', '2026-11-25T10:00:00Z', 3000],
    ["today's running total, which ends at midnight", '2026-11-24T23:00:00Z', '2026-11-25T23:00:00Z', '2026-11-25T10:00:00Z', 3000], // prettier-ignore
  ])('%s', (_name, start, end, at, value) => {
    const more = says('watch', 'steps', 500, start, end, received(at));
    const total = Date.parse(end) - Date.parse(start) > 20 * HOUR_MS;
    expect(dayAt(zones, DAY, [walked, total ? { ...more, value } : more]).steps!.value).toBe(value);
  });

  it('makes no day: not tomorrow, not 1970', () => {
    const ahead = says('watch', 'steps', 500, '2026-11-26T02:00:00Z', '2026-11-26T03:00:00Z', received('2026-11-25T10:00:00Z')); // prettier-ignore
    expect(dayAt(zones, '2026-11-26', [ahead])).toEqual({});
    const reset = says('watch', 'steps', 500, '1970-01-01T02:00:00Z', '1970-01-01T03:00:00Z', received('2026-11-25T10:00:00Z')); // prettier-ignore
    expect(dayAt(zones, '1970-01-01', [reset])).toEqual({});
  });

  it('may tell of a day by its name before that begins here, and counts once it is told again', () => {
    const first = '2026-11-24T20:00:00Z';
    const total = (said: string) =>
      says('watch', 'steps', 8000, '2026-11-24T23:00:00Z', '2026-11-25T23:00:00Z', {
        ...received(first),
        saidMs: Date.parse(said),
      });
    expect(dayAt(zones, DAY, [total(first)])).toEqual({});
    expect(dayAt(zones, DAY, [total('2026-11-25T12:00:00Z')]).steps!.value).toBe(8000);
  });

  it('does not tell of wear either', () => {
    const beats = worn('2026-11-25T12:00:00Z', '2026-11-25T23:00:00Z').map((o) => ({ ...o, ...received('2026-11-25T10:00:00Z') })); // prettier-ignore
    expect(dayAt(zones, DAY, [walked, ...beats]).steps).toMatchObject({ wearMinutes: null, value: 3000 });
  });
});
