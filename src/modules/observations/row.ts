import type { StoredRow } from './observation.js';
import { spellId } from './observation-id.js';

/** As a float it is right to the millisecond when rounded, and costs a tenth of what an exact number does. */
const ms = (column: string) => `date_part('epoch', o.${column}) * 1000`;

/** A row of `observation_row`, called `o` in the query, as `toRow` takes it. A numeric arrives as the text it is. */
export const ROW_COLUMNS = `o.series_id, ${ms('start_at')} AS start_ms, ${ms('end_at')} AS end_ms, o.value,
  o.original_value AS original, o.version, o.skeleton_id, o.identifier, o.remainder, ${ms('issued_at')} AS issued_ms,
  ${ms('received_at')} AS received_ms, o.id AS own_id`;

export interface RawRow {
  readonly series_id: number;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly value: string | null;
  readonly original: string | null;
  readonly version: number;
  readonly skeleton_id: number;
  readonly identifier: string | null;
  readonly remainder: string | null;
  readonly issued_ms: number | null;
  readonly received_ms: number;
  readonly own_id: string | null;
}

/** What was stored, with what its series and its skeleton say. */
export function toRow(raw: RawRow, patientId: string, skeleton: string): StoredRow {
  const startMs = Math.round(raw.start_ms);
  const endMs = Math.round(raw.end_ms);
  const key = { seriesId: raw.series_id, startMs, endMs };
  return {
    id: raw.own_id ?? spellId(key)!,
    version: raw.version,
    patientId,
    startMs,
    endMs,
    valueText: raw.value,
    originalText: raw.original,
    status: statusOf(skeleton),
    issuedMs: raw.issued_ms === null ? null : Math.round(raw.issued_ms),
    receivedMs: raw.received_ms,
    identifier: raw.identifier,
    skeleton,
    remainder: raw.remainder,
  };
}

/** Readings of another status are read back and versioned, and count for nothing. */
export const COUNTED: ReadonlySet<string> = new Set(['final', 'amended', 'corrected', 'preliminary']);

const statuses = new Map<string, string>();
/** A device's skeleton has some hundred characters; what is longer is rare, and not kept. */
const LONGEST_KEPT = 8192;
/** FHIR status that a skeleton carries. Read once: thousands of rows share it. */
export function statusOf(skeleton: string): string {
  let status = statuses.get(skeleton);
  if (status === undefined) {
    if (statuses.size > 5000) statuses.clear();
    status = (JSON.parse(skeleton) as { status: string }).status;
    if (skeleton.length <= LONGEST_KEPT) statuses.set(skeleton, status);
  }
  return status;
}
