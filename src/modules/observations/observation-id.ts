import { randomUUID } from 'node:crypto';

/** FHIR's first year, begun in the easternmost zone. */
const EARLIEST_MS = Date.parse('0000-12-31T00:00:00Z');
const LAST_MS = 2 ** 48 - 1;
/** Spelled ids begin here (the year 1115); below are ids from before 0.2, which begin with the bare millisecond. */
const FIRST_SPELLED = 2 ** 45;
const LONGEST_SPAN_MS = 2 ** 42;
const UUID_8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** What makes an observation that one and no other. */
export interface ObservationKey {
  readonly seriesId: number;
  readonly startMs: number;
  readonly endMs: number;
}

/**
 * A UUID (version 8) that spells the key: 48 bits of start, 32 of series, 42 of length in milliseconds. So it sorts by
 * time, leads to one row of one partition, costs no byte to store, and is the same when a reading is sent again.
 *
 * @returns undefined for what it cannot spell: before the year 1115, or longer than 139 years
 */
export function spellId({ seriesId, startMs, endMs }: ObservationKey): string | undefined {
  if (!isSpelled(startMs, endMs)) return undefined;
  const begin = twelve(startMs - EARLIEST_MS);
  const span = endMs - startMs;
  // 12 + 2 + 18 bits of the series; the last 18 share 60 bits with the 42 of the span.
  const low = seriesId & 0x3ffff;
  const long = Math.floor(span / TWO_24);
  const short = span % TWO_24;
  const tail = THREE[((low & 0x3f) << 6) | (long >>> 12)]! + THREE[long & 0xfff]! + six(short);
  const variant = VARIANTS[(seriesId >>> 18) & 3]!;
  return `${begin.slice(0, 8)}-${begin.slice(8)}-8${THREE[seriesId >>> 20]!}-${variant}${THREE[low >>> 6]!}-${tail}`;
}

/** Can the id of an observation of this period spell it? */
export function isSpelled(startMs: number, endMs: number): boolean {
  const time = startMs - EARLIEST_MS;
  return time >= FIRST_SPELLED && time <= LAST_MS && endMs - startMs < LONGEST_SPAN_MS;
}

/** The way back. Undefined for an id that spells nothing. */
export function readId(id: string): ObservationKey | undefined {
  if (!UUID_8.test(id)) return undefined;
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  if (time < FIRST_SPELLED) return undefined;
  const tail = id.slice(20, 23) + id.slice(24);
  const high = Number.parseInt(tail.slice(0, 8), 16);
  const seriesId =
    ((Number.parseInt(id.slice(15, 18), 16) << 20) |
      ((Number.parseInt(id.slice(19, 20), 16) & 3) << 18) |
      Math.floor(high / 2 ** 14)) >>>
    0;
  const span = (high % 2 ** 14) * 2 ** 28 + Number.parseInt(tail.slice(8), 16);
  const startMs = time + EARLIEST_MS;
  return seriesId < 2 ** 31 ? { seriesId, startMs, endMs: startMs + span } : undefined;
}

/** Hex digits of 12 bits, looked up: writing each number anew was most of what an id cost, and a page has a hundred. */
const THREE = Array.from({ length: 4096 }, (_, bits) => bits.toString(16).padStart(3, '0'));
const TWO_24 = 2 ** 24;
const VARIANTS = ['8', '9', 'a', 'b'];
const six = (bits: number) => THREE[bits >>> 12]! + THREE[bits & 0xfff]!;
const twelve = (bits: number) => six(Math.floor(bits / TWO_24)) + six(bits % TWO_24);

/** No spelled id of what begins at that moment or later sorts before it. */
export const firstIdAt = (startMs: number): string => {
  const begin = twelve(startMs - EARLIEST_MS);
  return `${begin.slice(0, 8)}-${begin.slice(8)}-0000-0000-000000000000`;
};

/** An id of its own for the few observations whose key cannot be spelled. What starts before 1970 begins with zeros. */
export function newOwnId(startMs: number): string {
  const time = twelve(Math.min(Math.max(Math.trunc(startMs), 0), FIRST_SPELLED - 1));
  return `${time.slice(0, 8)}-${time.slice(8)}-8${randomUUID().slice(15)}`;
}

/** In which span of time to look for an own id; undefined for an id that is none. */
export function periodOfOwnId(id: string): { fromMs: number; toMs: number } | undefined {
  if (!UUID_8.test(id)) return undefined;
  const ms = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  if (ms >= FIRST_SPELLED) return undefined;
  return ms === 0 ? { fromMs: EARLIEST_MS, toMs: 1 } : { fromMs: ms, toMs: ms + 1 };
}
