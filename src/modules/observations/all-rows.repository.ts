import { currentClinic, query } from '../../platform/database/database.js';
import { MOST_ANSWER_BYTES } from './answer-size.js';
import type { ObservationRow } from './observation.js';
import { TEXT_BYTES } from './page-columns.js';
import { type RawRow, ROW_COLUMNS } from './row.js';
import { toRows } from './whole-rows.js';

/** Where in a patient's whole store one has come to. */
export interface RowPlace {
  readonly seriesId: number;
  /** The last row that was read of this series; null before its first. */
  readonly last: { readonly startMs: number; readonly endMs: number } | null;
}

/** One series is one code of one source of one patient, and of one variant of it. */
export interface SeriesFacts {
  readonly id: number;
  readonly system: string;
  readonly code: string;
  readonly metric: string | null;
  readonly sourceSystem: string;
  readonly device: string;
  readonly variant: string;
}

/** Of the patient, in the order in which `findAllRows` goes through them. */
export function findAllSeries(patientId: string): Promise<SeriesFacts[]> {
  return query<SeriesFacts>(
    `SELECT s.id, c.system, c.code, c.metric, o.system AS "sourceSystem", o.device, s.variant
     FROM series s JOIN concept c ON c.clinic_id = s.clinic_id AND c.id = s.concept_id
     JOIN source o ON o.clinic_id = s.clinic_id AND o.id = s.source_id
     WHERE s.clinic_id = $1 AND s.patient_id = $2 ORDER BY s.id`,
    [currentClinic(), patientId],
  );
}

/**
 * All of a patient's observations, series by series, each oldest first: every page costs the same, however many there are.
 * Of long ones it holds fewer: no more than an answer does, and always one.
 *
 * @returns `next` is undefined after the last row of the last one
 */
export async function findAllRows(
  patientId: string,
  series: readonly SeriesFacts[],
  place: RowPlace | undefined,
  most: number,
): Promise<{ rows: { row: ObservationRow; series: SeriesFacts }[]; next: RowPlace | undefined }> {
  const current = series.find(({ id }) => place === undefined || id >= place.seriesId);
  if (!current) return { rows: [], next: undefined };
  const last = place?.seriesId === current.id ? place.last : null;
  // A table that has just been filled is taken for empty, and then sorted whole for each page: 20 s instead of one.
  await query(
    `SELECT set_config(way, 'off', true) FROM unnest(ARRAY['enable_sort', 'enable_seqscan', 'enable_bitmapscan']) AS way`,
  );
  const raws = await query<RawRow & { readonly found: number }>(
    `SELECT ${ROW_COLUMNS}, o.found FROM (
       SELECT o.*, ${TEXT_BYTES} AS text_bytes, sum(${TEXT_BYTES}) OVER (ORDER BY o.start_at, o.end_at) AS bytes, (count(*) OVER ())::int AS found FROM (
         SELECT * FROM observation_row o WHERE o.clinic_id = $1 AND o.series_id = $2
         ${last ? 'AND o.start_at >= to_timestamp($4::float8 / 1000) AND (o.start_at, o.end_at) > (to_timestamp($4::float8 / 1000), to_timestamp($5::float8 / 1000))' : ''}
         ORDER BY o.start_at, o.end_at LIMIT $3) o) o
     WHERE o.bytes <= ${MOST_ANSWER_BYTES} OR o.bytes = o.text_bytes ORDER BY o.start_at, o.end_at`,
    [currentClinic(), current.id, most, ...(last ? [last.startMs, last.endMs] : [])],
  );
  const whole = await toRows(currentClinic(), raws, () => patientId);
  const rows = whole.map((row) => ({ row, series: current }));
  const newest = rows.at(-1)?.row;
  if (newest && (rows.length === most || rows.length < raws[0]!.found))
    return { rows, next: { seriesId: current.id, last: { startMs: newest.startMs, endMs: newest.endMs } } };
  const following = series.find(({ id }) => id > current.id);
  return { rows, next: following && { seriesId: following.id, last: null } };
}

export async function countRows(patientId: string): Promise<number> {
  const [row] = await query<{ count: number }>(
    `SELECT count(*)::float8 AS count FROM series s JOIN observation_row o ON o.clinic_id = s.clinic_id AND o.series_id = s.id
     WHERE s.clinic_id = $1 AND s.patient_id = $2`,
    [currentClinic(), patientId],
  );
  return row!.count;
}
