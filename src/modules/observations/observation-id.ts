import { randomUUID } from 'node:crypto';

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
  // randomUUID draws from a pool, a few bytes at a time would be a system call each.
  const random = randomUUID();
  return `${time.slice(0, 8)}-${time.slice(8)}-8${random.slice(15)}`;
}

/** In which span of time to look for this id; undefined for an id that is none of ours. */
export function periodOfId(id: string): { fromMs: number; toMs: number } | undefined {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)) return undefined;
  const ms = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return ms === 0 ? { fromMs: EARLIEST_MS, toMs: 1 } : { fromMs: ms, toMs: ms + 1 };
}
