import { randomBytes } from 'node:crypto';

/** FHIR's first year, begun in the easternmost zone. */
const EARLIEST_MS = Date.parse('0000-12-31T00:00:00Z');
const LAST_MS = 2 ** 48 - 1;

/**
 * A UUID (version 8) that begins with the millisecond at which the observed period starts, so that a read by id goes
 * to one partition. What starts before 1970 begins with zeros.
 */
export function newObservationId(startMs: number): string {
  const time = Math.min(Math.max(Math.trunc(startMs), 0), LAST_MS)
    .toString(16)
    .padStart(12, '0');
  const random = randomBytes(10);
  random[0] = (random[0]! & 0x0f) | 0x80;
  random[2] = (random[2]! & 0x3f) | 0x80;
  const hex = time + random.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}

/** In which span of time to look for this id; undefined for an id that is none of ours. */
export function periodOfId(id: string): { fromMs: number; toMs: number } | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) return undefined;
  const ms = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return ms === 0 ? { fromMs: EARLIEST_MS, toMs: 1 } : { fromMs: ms, toMs: ms + 1 };
}
