import { createHash } from 'node:crypto';
import { readId } from '../../observations/index.js';
import type { ParsedObservation } from '../vendors/index.js';

const HOUR_MS = 3_600_000;
/** No zone has been further from Greenwich, Manila's before 1844 included; and one for the minutes of the hour. */
const MOST_HOURS_APART = 17;

/**
 * What a vendor knows a reading by, whatever its value and its period come to be: the vendor's own id, or the time on the
 * wall as it was written. Null where only the instants say which it is.
 */
export function toldAs({ metric, externalId, toldAs: wall, source }: ParsedObservation): string | null {
  if (externalId !== null) return `${metric} id ${externalId}`;
  return wall === undefined ? null : `${metric} at ${wall} by ${source.device ?? ''}`;
}

/** 128 bits of a hash, as a UUID: half of what the names themselves would take. */
export function toldKey(vendor: string, told: string): string {
  const hash = createHash('sha256').update(`${vendor}\n${told}`).digest('hex');
  return [hash.slice(0, 8), hash.slice(8, 12), hash.slice(12, 16), hash.slice(16, 20), hash.slice(20, 32)].join('-');
}

/** The hour on the wall by which a reading was told, counted from 1970 as if the wall hung in Greenwich; null for other names. */
export function hourOnWall(told: string): number | null {
  const [, year, month, day, hour] = /^\w+ at (\d{4})-(\d\d)-(\d\d)T(\d\d)/.exec(told) ?? [];
  return year === undefined ? null : Date.UTC(+year, +month! - 1, +day!, +hour!) / HOUR_MS;
}

/**
 * With the names of which hour this one is kept; null: alone. Only where the observation says by its id what hours it may
 * have been told by, in whatever zone. A name that says the same time comes to no other shelf later: its observations begin at
 * that time in some zone.
 */
export function shelfOf(told: string, observationId: string): number | null {
  const hour = hourOnWall(told);
  const start = readId(observationId)?.startMs;
  return hour !== null && start !== undefined && Math.abs(hour - start / HOUR_MS) < MOST_HOURS_APART ? hour : null;
}

/** All hours on the wall by which these observations may have been told. */
export function hoursAround(observationIds: Iterable<string>): number[] {
  const starts = [...observationIds].flatMap((id) => readId(id)?.startMs ?? []);
  // First the few hours, then those around them: a day by the second has 86,400 starts.
  const own = new Set(starts.map((startMs) => Math.floor(startMs / HOUR_MS)));
  return [...new Set([...own].flatMap((hour) => hoursBetween(hour * HOUR_MS, hour * HOUR_MS)))];
}

/** All hours on the wall by which what begins in this span may have been told. */
export function hoursBetween(fromMs: number, toMs: number): number[] {
  const first = Math.floor(fromMs / HOUR_MS) - MOST_HOURS_APART;
  const last = Math.floor(toMs / HOUR_MS) + MOST_HOURS_APART;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
