import { int4Array, timestampArray } from '../../platform/database/binary-arrays.js';
import { currentClinic, openTransaction, query } from '../../platform/database/database.js';
import type { Statement } from '../../platform/database/statement.js';
import { MOST_ANSWER_BYTES } from './answer-size.js';
import type { NewObservation, SourceKind } from './observation.js';
import { TEXT_BYTES } from './page-columns.js';
import type { MetricId } from '../../metrics/index.js';
import { readId, spellId } from './observation-id.js';
import { takeDevice } from './device-text.js';
import { statusOf } from './row.js';

/** Where a copy goes on. */
export interface CopyPlace {
  readonly seriesId: number;
  readonly startAt: string;
  readonly endAt: string;
}

interface Row {
  readonly seriesId: number;
  readonly startAt: string;
  readonly endAt: string;
  readonly startMs: number;
  readonly endMs: number;
  readonly system: string;
  readonly code: string;
  readonly metric: MetricId | null;
  readonly sourceSystem: string;
  readonly device: string;
  readonly kind: SourceKind;
  readonly variant: string;
  readonly isUntimed: boolean;
  readonly valueText: string | null;
  readonly originalText: string | null;
  readonly issuedMs: number | null;
  readonly identifier: string | null;
  readonly skeleton: string;
  readonly remainder: string | null;
  readonly deviceOfSource: string | null;
}

const COLUMNS = `o.series_id AS "seriesId", date_part('epoch', o.start_at) * 1000 AS "startMs", date_part('epoch', o.end_at) * 1000 AS "endMs",
  c.system, c.code, c.metric, s.system AS "sourceSystem", s.device, s.kind, w.variant, w.at IS NOT NULL AS "isUntimed", o.value::text AS "valueText",
  o.original_value::text AS "originalText", date_part('epoch', o.issued_at) * 1000 AS "issuedMs", o.identifier, k.body AS skeleton, o.remainder,
  s.device_body AS "deviceOfSource"`;

/**
 * A patient's observations page by page, as they can be stored for another patient: series by series, the oldest first. Of long
 * ones a page holds fewer: no more than an answer does, and always one.
 *
 * @param patientId - whose they are to be
 */
export async function findCopies(
  of: string,
  patientId: string,
  after: CopyPlace | undefined,
  count: number,
): Promise<{ items: NewObservation[]; next: CopyPlace | undefined }> {
  const rows = await query<Row & { readonly found: number }>(
    `SELECT ${COLUMNS}, o.start_at::text AS "startAt", o.end_at::text AS "endAt", o.found FROM (
       SELECT o.*, ${TEXT_BYTES} AS text_bytes, sum(${TEXT_BYTES}) OVER (ORDER BY o.series_id, o.start_at, o.end_at) AS bytes,
         (count(*) OVER ())::int AS found FROM (
         SELECT o.* FROM series w JOIN observation_row o ON o.clinic_id = w.clinic_id AND o.series_id = w.id
         WHERE w.clinic_id = $1 AND w.patient_id = $2 AND ($3::int IS NULL OR (o.series_id, o.start_at, o.end_at) > ($3, $4::timestamptz, $5::timestamptz))
         ORDER BY o.series_id, o.start_at, o.end_at LIMIT $6) o) o
     JOIN series w ON w.clinic_id = $1 AND w.id = o.series_id
     JOIN concept c ON c.clinic_id = w.clinic_id AND c.id = w.concept_id JOIN source s ON s.clinic_id = w.clinic_id AND s.id = w.source_id
     JOIN skeleton k ON k.clinic_id = w.clinic_id AND k.id = o.skeleton_id
     WHERE o.bytes <= ${MOST_ANSWER_BYTES} OR o.bytes = o.text_bytes ORDER BY o.series_id, o.start_at, o.end_at`,
    [currentClinic(), of, after?.seriesId ?? null, after?.startAt ?? null, after?.endAt ?? null, count],
  );
  const last = rows.length === count || rows.length < (rows[0]?.found ?? 0) ? rows.at(-1) : undefined;
  return { items: rows.map((row) => toNew(row, patientId)), next: last };
}

function toNew(row: Row, patientId: string): NewObservation {
  const { variant, isUntimed, valueText, originalText, identifier, skeleton } = row;
  return {
    patientId,
    concept: { system: row.system, code: row.code, metric: row.metric },
    source: { system: row.sourceSystem, device: row.device, kind: row.kind },
    variant,
    isUntimed,
    startMs: Math.round(row.startMs),
    endMs: Math.round(row.endMs),
    valueText,
    originalText,
    status: statusOf(skeleton),
    issuedMs: row.issuedMs === null ? null : Math.round(row.issuedMs),
    identifier,
    skeleton,
    ...takeDevice(row, row.deviceOfSource),
  };
}

const byIds = (name: string, lock: string): Statement => ({
  name,
  text: `SELECT ${COLUMNS}, w.patient_id AS "patientId"
    FROM unnest($2::int[], $3::timestamptz[], $4::timestamptz[]) AS n(series_id, start_at, end_at)
    CROSS JOIN LATERAL (SELECT * FROM observation_row r WHERE r.clinic_id = $1 AND r.series_id = n.series_id
      AND r.start_at = n.start_at AND r.end_at = n.end_at AND r.id IS NULL LIMIT 1 ${lock}) o
    JOIN series w ON w.clinic_id = $1 AND w.id = o.series_id
    JOIN concept c ON c.clinic_id = $1 AND c.id = w.concept_id JOIN source s ON s.clinic_id = $1 AND s.id = w.source_id
    JOIN skeleton k ON k.clinic_id = $1 AND k.id = o.skeleton_id`,
});
const READ = byIds('copies-read', '');
const LOCKED = byIds('copies-locked', 'FOR UPDATE');

/** Of these readings those that are there, as they could be stored again. */
export const readCopies = (ids: Iterable<string>) => copiesOf(READ, ids);

/** The same, locked until the transaction ends. */
export const lockCopies = (ids: Iterable<string>) => copiesOf(LOCKED, ids);

async function copiesOf(statement: Statement, ids: Iterable<string>): Promise<Map<string, NewObservation>> {
  const keys = [...new Set(ids)].flatMap((id) => readId(id) ?? []);
  if (keys.length === 0) return new Map();
  keys.sort((a, b) => a.seriesId - b.seriesId || a.startMs - b.startMs || a.endMs - b.endMs);
  const { rows } = await openTransaction()!.send<Row & { patientId: string }>(statement, [
    currentClinic(),
    int4Array(keys.map(({ seriesId }) => seriesId)),
    timestampArray(keys.map(({ startMs }) => startMs)),
    timestampArray(keys.map(({ endMs }) => endMs)),
  ]);
  return new Map(
    rows.map(({ patientId, ...row }) => {
      const copy = toNew(row, patientId);
      return [spellId({ seriesId: row.seriesId, startMs: copy.startMs, endMs: copy.endMs })!, copy];
    }),
  );
}
