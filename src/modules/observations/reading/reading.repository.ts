import type { MetricId } from '../../../metrics/index.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import type { DailyRow } from '../daily/daily-values.repository.js';
import type { SourceKind } from '../observation.js';

export interface RawRow {
  readonly id: string;
  readonly version: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  readonly receivedMs: number;
  readonly sourceId: number;
  readonly system: string;
  readonly device: string;
  readonly kind: SourceKind;
}

/**
 * Readings of a metric that begin in this span, oldest first, at most `count`. Each code of the metric is walked along its
 * own stretch of the primary key and stops after `count`: the cost follows the page, not the history.
 */
export function findRaw(search: {
  patientId: string;
  metric: MetricId;
  fromMs: number;
  toMs: number;
  after: { startMs: number; id: string } | null;
  count: number;
}): Promise<RawRow[]> {
  const iso = (ms: number) => new Date(ms).toISOString();
  const { patientId, metric, fromMs, toMs, after, count } = search;
  return query<RawRow>(
    `SELECT r.id, r.version, (extract(epoch FROM r.start_at) * 1000)::float8 AS "startMs", (extract(epoch FROM r.end_at) * 1000)::float8 AS "endMs",
       r.value::float8 AS value, (extract(epoch FROM r.received_at) * 1000)::float8 AS "receivedMs", s.id AS "sourceId", s.system, s.device, s.kind
     FROM concept c CROSS JOIN LATERAL (
       SELECT o.* FROM observation o
       WHERE o.clinic_id = $1 AND o.patient_id = $2 AND o.concept_id = c.id AND o.start_at >= $4 AND o.start_at < $5
         AND (o.start_at, o.id) > ($4::timestamptz, $6::uuid)
         AND o.value IS NOT NULL AND o.status IN ('final', 'amended', 'corrected', 'preliminary')
       ORDER BY o.start_at, o.id LIMIT $7) r
     JOIN source s ON s.clinic_id = $1 AND s.id = r.source_id
     WHERE c.clinic_id = $1 AND c.metric = $3 ORDER BY r.start_at, r.id LIMIT $7`,
    [
      currentClinic(),
      patientId,
      metric,
      iso(after?.startMs ?? fromMs),
      iso(toMs),
      after?.id ?? '00000000-0000-0000-0000-000000000000',
      count,
    ],
  );
}

/** A metric's days that have a value, oldest first, at most `count`. */
export function findDays(
  patientId: string,
  metric: MetricId,
  span: { from: string; to: string; count: number },
): Promise<DailyRow[]> {
  return query<DailyRow>(
    `SELECT metric, day::text, value, wear_minutes AS "wearMinutes", coverage, device, state, late FROM daily_value d
     WHERE clinic_id = $1 AND patient_id = $2 AND metric = $3 AND day BETWEEN $4 AND $5 ORDER BY d.day LIMIT $6`,
    [currentClinic(), patientId, metric, span.from, span.to, span.count],
  );
}

/** Codes of which this patient has observations; of `wanted` only, unless it is empty. One index probe a code. */
export function findCodes(
  patientId: string,
  wanted: readonly { system: string | null; code: string }[],
): Promise<{ system: string; code: string }[]> {
  return query(
    `SELECT c.system, c.code FROM concept c
     WHERE c.clinic_id = $1 AND EXISTS (SELECT 1 FROM observation o WHERE o.clinic_id = $1 AND o.patient_id = $2 AND o.concept_id = c.id)
       AND (cardinality($4::text[]) = 0 OR EXISTS (
         SELECT 1 FROM unnest($3::text[], $4::text[]) AS w(system, code) WHERE w.code = c.code AND (w.system IS NULL OR w.system = c.system)))
     ORDER BY c.system, c.code`,
    [currentClinic(), patientId, wanted.map((w) => w.system), wanted.map((w) => w.code)],
  );
}
