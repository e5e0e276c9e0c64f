import { instant } from '../../common.schema.js';
import type { Row } from './csv-rows.js';

/** What a row of a CSV says, as the Google Health API would tell it: one parser reads both. */
export interface GooglePoint {
  readonly point: object;
  /** By what the older form would tell the same: an instant in its hour, or a day. */
  readonly at: number | string;
  readonly device: string;
  readonly isOfPhone: boolean;
}

/** One kind of table. */
export interface Table {
  /** Headers that must be there. */
  readonly needed: readonly string[];
  /** Undefined: the row tells no time, or nothing. */
  read(row: Row): GooglePoint | undefined;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Steps that a phone counts, and copies of what other apps told. */
const PHONE = /mobiletrack|phone|health ?(connect|kit)/i;
const MOST_LETTERS = 200;

/**
 * A minute's steps; rows of a phone begin within the minute.
 * `timestamp,steps,data source`: `2026-08-01T07:29:00Z,36,Charge 6`
 */
export const STEPS: Table = {
  needed: ['timestamp', 'steps'],
  read(row) {
    const atMs = instantOf(row['timestamp']);
    if (atMs === undefined) return undefined;
    const interval = { startTime: iso(atMs), endTime: iso(atMs + MINUTE_MS) };
    // In the API a count that is left out is nought; in a table it is missing.
    return point(row, atMs, { steps: { interval, count: row['steps'] ?? '' } });
  },
};

/** `timestamp,beats per minute,data source`: `2026-08-01T07:29:04Z,71,Charge 6` */
export const HEART_RATE: Table = {
  needed: ['timestamp', 'beats per minute'],
  read(row) {
    const atMs = instantOf(row['timestamp']);
    if (atMs === undefined) return undefined;
    const heartRate = { sampleTime: { physicalTime: iso(atMs) }, beatsPerMinute: row['beats per minute'] };
    return point(row, atMs, { heartRate });
  },
};

/** A day's: `timestamp,beats per minute,data source`: `2026-08-01T00:00:00Z,57,Charge 6`; 0 stands for none. */
export const RESTING_RATE: Table = {
  needed: ['timestamp', 'beats per minute'],
  read(row) {
    const atMs = instantOf(row['timestamp']);
    const beatsPerMinute = row['beats per minute'];
    // What other apps bring along has the moment at which it came, which is no day.
    if (atMs === undefined || atMs % DAY_MS !== 0 || Number(beatsPerMinute) === 0) return undefined;
    const day = iso(atMs).slice(0, 10);
    const [year, month, dayOfMonth] = day.split('-').map(Number);
    const dailyRestingHeartRate = { date: { year, month, day: dayOfMonth }, beatsPerMinute };
    return point(row, day, { dailyRestingHeartRate });
  },
};

/**
 * `sleep_start` and `sleep_end` in UTC (`2026-10-04 20:42:00+0000` or with a T and a Z), `minutes_asleep`, `end_utc_offset`
 * (`+02:00`), `data_source` (how it was measured; `MANUAL` was typed in). It names no device.
 */
export const SLEEP: Table = {
  needed: ['sleep_start', 'sleep_end', 'minutes_asleep'],
  read(row) {
    const startMs = instantOf(row['sleep_start']);
    const endMs = instantOf(row['sleep_end']);
    if (startMs === undefined || endMs === undefined) return undefined;
    const updatedMs = instantOf(row['sleep_last_updated']);
    const sleep = {
      interval: { startTime: iso(startMs), endTime: iso(endMs) },
      summary: { minutesAsleep: row['minutes_asleep'] ?? '' },
      ...(updatedMs === undefined ? {} : { updateTime: iso(updatedMs) }),
    };
    const dataSource = /manual/i.test(row['data_source'] ?? '') ? { recordingMethod: 'MANUAL' } : {};
    const at = iso(endMs + offsetMs(row['end_utc_offset'])).slice(0, 10);
    return { point: { dataSource, sleep }, at, device: '', isOfPhone: false };
  },
};

function point(row: Row, at: number | string, told: object): GooglePoint {
  const device = deviceOf(row);
  const isOfPhone = PHONE.test(device);
  const formFactor = isOfPhone ? { formFactor: 'PHONE' } : {};
  const named = { ...(device === '' ? {} : { displayName: device }), ...formFactor };
  return { point: { dataSource: { device: named }, ...told }, at, device, isOfPhone };
}

/** As it is named; empty: it is not. */
export const deviceOf = (row: Row): string =>
  (row['data source'] ?? '')
    .replace(/\p{Cc}/gu, '')
    .slice(0, MOST_LETTERS)
    .trim();

const iso = (ms: number) => new Date(ms).toISOString();

/** Google writes the offset of UTC as Z, +00:00 and +0000. */
function instantOf(text: string | undefined): number | undefined {
  return instant.safeParse(text?.trim().replace(/([+-]\d\d)(\d\d)$/, '$1:$2')).data;
}

function offsetMs(text: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(text?.trim() ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}
