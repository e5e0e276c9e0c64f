import type { MetricId } from '../../../metrics/index.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { patientFilter } from '../../../platform/auth/compartment.js';
import { currentClinic, query } from '../../../platform/database/database.js';
import type { NewObservation } from '../observation.js';
import type { ClosedPeriod } from './closed-period.js';

const COLUMNS = `metric, from_day::text AS "fromDay", to_day::text AS "toDay", settled_at AS "settledAt",
  CASE WHEN hours_removed_at IS NULL THEN 'hours' ELSE 'days' END AS "keptAs"`;
type Raw = Omit<ClosedPeriod, 'settledAt'> & { readonly settledAt: Date | null };
const toPeriod = (row: Raw): ClosedPeriod => ({ ...row, settledAt: row.settledAt?.toISOString() ?? null });

/** Periods of a patient that touch these days and whose days stand as they are, oldest first. */
export async function findSettled(patientId: string, from: string, to: string): Promise<ClosedPeriod[]> {
  const rows = await query<Raw>(
    `SELECT ${COLUMNS} FROM closed_period WHERE clinic_id = $1 AND patient_id = $2 AND from_day <= $4 AND to_day >= $3
       AND settled_at IS NOT NULL ORDER BY from_day, metric`,
    [currentClinic(), patientId, from, to],
  );
  return rows.map(toPeriod);
}

/** The settled period in which a reading with this key would lie. */
export async function findPeriodOf(
  seriesId: number,
  startMs: number,
): Promise<(ClosedPeriod & { patientId: string }) | undefined> {
  const [row] = await query<Raw & { patientId: string }>(
    `SELECT ${COLUMNS.replace('metric', 'p.metric')}, p.patient_id AS "patientId" FROM series s
     JOIN concept c ON c.clinic_id = s.clinic_id AND c.id = s.concept_id
     JOIN closed_period p ON p.clinic_id = s.clinic_id AND p.patient_id = s.patient_id AND p.metric = c.metric
     WHERE s.clinic_id = $1 AND s.id = $2 AND p.settled_at IS NOT NULL
       AND p.from_at <= to_timestamp($3::float8 / 1000) AND p.to_at > to_timestamp($3::float8 / 1000)`,
    [currentClinic(), seriesId, startMs],
  );
  return row && { ...toPeriod(row), patientId: row.patientId };
}

/** Of these readings those that begin in a closed period, settled or not, each with its period. */
export async function findClosed(
  readings: readonly NewObservation[],
): Promise<ReadonlyMap<NewObservation, ClosedPeriod>> {
  const rows = await query<Raw & { n: string }>(
    `SELECT ${COLUMNS.replace('metric', 'p.metric')}, k.n
     FROM unnest($2::uuid[], $3::text[], $4::float8[]) WITH ORDINALITY AS k(patient_id, metric, start_ms, n)
     JOIN closed_period p ON p.clinic_id = $1 AND p.patient_id = k.patient_id AND p.metric = k.metric
       AND p.from_at <= to_timestamp(k.start_ms / 1000) AND p.to_at > to_timestamp(k.start_ms / 1000)`,
    [
      currentClinic(),
      readings.map((o) => o.patientId),
      readings.map((o) => o.concept.metric),
      readings.map((o) => o.startMs),
    ],
  );
  return new Map(rows.map(({ n, ...row }) => [readings[Number(n) - 1]!, toPeriod(row)]));
}

/** From the first to the last closed month of a metric. */
export interface ClosedTime {
  readonly metric: MetricId;
  readonly fromDay: string;
  readonly toDay: string;
  readonly keptAs: 'hours' | 'days';
}

/** Of these patients, as far as they are within reach, and of these codes. Instants in milliseconds, or infinite. */
export function findClosedTimes(
  caller: Caller,
  patientIds: readonly string[],
  codes: readonly { system: string | null; code: string | null }[],
  span: { from: number; to: number },
): Promise<ClosedTime[]> {
  const filter = patientFilter(caller, 'p.patient_id', 7);
  return query<ClosedTime>(
    `SELECT p.metric, min(p.from_day)::text AS "fromDay", max(p.to_day)::text AS "toDay",
       CASE WHEN bool_and(p.hours_removed_at IS NOT NULL) THEN 'days' ELSE 'hours' END AS "keptAs"
     FROM closed_period p WHERE p.clinic_id = $1 AND p.patient_id = ANY($2::uuid[]) AND p.settled_at IS NOT NULL
       AND p.to_at > to_timestamp($3::float8) AND p.from_at < to_timestamp($4::float8)
       AND (cardinality($5::text[]) = 0 OR EXISTS (SELECT FROM concept c JOIN unnest($5::text[], $6::text[]) AS k(code, system)
         ON (k.code IS NULL OR k.code = c.code) AND (k.system IS NULL OR k.system = c.system) WHERE c.clinic_id = $1 AND c.metric = p.metric))
       AND ${filter.sql} GROUP BY p.metric ORDER BY p.metric`,
    [
      currentClinic(),
      patientIds,
      span.from / 1000,
      span.to / 1000,
      codes.map(({ code }) => code),
      codes.map(({ system }) => system),
      ...filter.parameters,
    ],
  );
}
