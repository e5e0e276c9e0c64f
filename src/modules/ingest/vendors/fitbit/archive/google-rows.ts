import type { Row } from './csv-rows.js';

/** What a row of a CSV says, as the Google Health API would tell it: one parser reads both. */
export interface GooglePoint {
  readonly point: object;
  /** From when on it speaks. */
  readonly atMs: number;
  /** The day it is told for, where it is told for a day. */
  readonly day?: string;
  /** As it is named; empty: it is not. */
  readonly device: string;
  readonly isOfPhone: boolean;
}
/** Undefined: it is not a row of what we read, or has no time. */
export type ReadRow = (row: Row) => GooglePoint | undefined;

const MINUTE_MS = 60_000;
const DAY = /^(\d{4})-(\d\d)-(\d\d)/;
/** Steps that a phone counts, and copies of what other apps told. */
const PHONE = /mobiletrack|phone|health ?(connect|kit)/i;

/**
 * A minute's steps; rows of a phone begin within the minute.
 * `timestamp,steps,data source`: `2026-08-01T07:29:00Z,36,Charge 6`
 */
export const readSteps: ReadRow = (row) => {
  const atMs = instantOf(row['timestamp']);
  if (atMs === undefined) return undefined;
  const interval = { startTime: iso(atMs), endTime: iso(atMs + MINUTE_MS) };
  return point(row, atMs, { steps: { interval, count: row['steps'] } });
};

/** `timestamp,beats per minute,data source`: `2026-08-01T07:29:04Z,71,Charge 6` */
export const readHeartRate: ReadRow = (row) => {
  const atMs = instantOf(row['timestamp']);
  if (atMs === undefined) return undefined;
  const heartRate = { sampleTime: { physicalTime: iso(atMs) }, beatsPerMinute: row['beats per minute'] };
  return point(row, atMs, { heartRate });
};

/** A day's: `timestamp,beats per minute,data source`: `2026-08-01T00:00:00Z,57,Charge 6`; 0 stands for none. */
export const readRestingRate: ReadRow = (row) => {
  const atMs = instantOf(row['timestamp']);
  const date = DAY.exec(row['timestamp'] ?? '');
  // What other apps bring along has the moment at which it came, which is no day.
  if (atMs === undefined || !date || atMs % (24 * 60 * MINUTE_MS) !== 0) return undefined;
  const beatsPerMinute = row['beats per minute'];
  if (Number(beatsPerMinute) === 0) return undefined;
  const [day, year, month, dayOfMonth] = date;
  const dailyRestingHeartRate = {
    date: { year: Number(year), month: Number(month), day: Number(dayOfMonth) },
    beatsPerMinute,
  };
  return { ...point(row, atMs, { dailyRestingHeartRate }), day };
};

/**
 * `sleep_start` and `sleep_end` in UTC (`2026-10-04 20:42:00+0000` or with a T and a Z), `minutes_asleep`, `end_utc_offset`
 * (`+02:00`), `data_source` (how it was measured; `MANUAL` was typed in). It names no device.
 */
export const readSleep: ReadRow = (row) => {
  const startMs = instantOf(row['sleep_start']);
  const endMs = instantOf(row['sleep_end']);
  if (startMs === undefined || endMs === undefined) return undefined;
  const updatedMs = instantOf(row['sleep_last_updated']);
  const sleep = {
    interval: { startTime: iso(startMs), endTime: iso(endMs) },
    summary: { minutesAsleep: row['minutes_asleep'] },
    ...(updatedMs === undefined ? {} : { updateTime: iso(updatedMs) }),
  };
  const dataSource = /manual/i.test(row['data_source'] ?? '') ? { recordingMethod: 'MANUAL' } : {};
  const day = iso(endMs + offsetMs(row['end_utc_offset'])).slice(0, 10);
  return { point: { dataSource, sleep }, atMs: startMs, day, device: '', isOfPhone: false };
};

function point(row: Row, atMs: number, told: object): GooglePoint {
  const device = deviceOf(row);
  const isOfPhone = PHONE.test(device);
  const named = { ...(device === '' ? {} : { displayName: device }), ...(isOfPhone ? { formFactor: 'PHONE' } : {}) };
  return { point: { dataSource: { device: named }, ...told }, atMs, device, isOfPhone };
}

/** As it is named; empty: it is not. */
export const deviceOf = (row: Row): string => (row['data source'] ?? '').trim();

const iso = (ms: number) => new Date(ms).toISOString();

const INSTANT = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/i;

function instantOf(text: string | undefined): number | undefined {
  const [, day, time, fraction = '', offset = ''] = INSTANT.exec(text?.trim() ?? '') ?? [];
  if (day === undefined) return undefined;
  const zone = /^z$/i.test(offset) ? 'Z' : `${offset.slice(0, 3)}:${offset.slice(-2)}`;
  const ms = Date.parse(`${day}T${time}${fraction.slice(0, 4)}${zone}`);
  return Number.isNaN(ms) ? undefined : ms;
}

function offsetMs(text: string | undefined): number {
  const [, sign, hours, minutes] = /^([+-])(\d\d):(\d\d)$/.exec(text?.trim() ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE_MS;
}
