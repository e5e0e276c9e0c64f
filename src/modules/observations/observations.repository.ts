import { METRIC_IDS, METRICS } from '../../metrics/index.js';
import { currentClinic, query } from '../../platform/database/database.js';
import { skeletonsById } from './interning.js';
import { findBodies } from './known-parts.js';
import type { ObservationRow } from './observation.js';
import { periodOfOwnId, readId, spellId } from './observation-id.js';
import { type RawRow, ROW_COLUMNS, toRow } from './row.js';

/** PostgreSQL has no year 0 and no sign before a year of five digits. */
function iso(ms: number): string {
  const text = new Date(ms).toISOString();
  if (text.startsWith('0000')) return `0001${text.slice(4)} BC`;
  return text.startsWith('+0') ? text.slice(2) : text;
}

export async function findById(id: string): Promise<ObservationRow | undefined> {
  const place = placeOf(id);
  if (!place) return undefined;
  const [row] = await query<RawRow & { patient_id: string }>(
    `SELECT ${ROW_COLUMNS}, s.patient_id FROM observation_row o JOIN series s ON s.clinic_id = o.clinic_id AND s.id = o.series_id
     WHERE o.clinic_id = $1 AND ${place.sql}`,
    [currentClinic(), ...place.parameters],
  );
  if (!row) return undefined;
  const bodies = await findBodies(currentClinic(), [row.skeleton_id], skeletonsById);
  return toRow(row, row.patient_id, bodies.get(row.skeleton_id)!);
}

/** Where a row with this id lies, if it is an id at all: one partition, one index. */
function placeOf(id: string): { sql: string; parameters: unknown[] } | undefined {
  const key = readId(id);
  if (key)
    return {
      sql: 'o.series_id = $2 AND o.start_at = $3 AND o.end_at = $4 AND o.id IS NULL',
      parameters: [key.seriesId, iso(key.startMs), iso(key.endMs)],
    };
  const period = periodOfOwnId(id);
  return (
    period && {
      sql: 'o.id = $2 AND o.start_at >= $3 AND o.start_at < $4',
      parameters: [id, iso(period.fromMs), iso(period.toMs)],
    }
  );
}

export async function findOldVersion(id: string, version: number): Promise<ObservationRow | undefined> {
  const [row] = await query<{ body: string }>('SELECT body FROM observation_version WHERE id = $1 AND version = $2', [
    id,
    version,
  ]);
  if (!row) return undefined;
  const old = JSON.parse(row.body) as ObservationRow;
  // What was kept before 0.2 has its identifier in the remainder.
  return { ...old, identifier: old.identifier ?? null };
}

export interface DayObservation {
  readonly id: string;
  readonly version: number;
  readonly metric: string;
  readonly sourceId: number;
  readonly system: string;
  readonly device: string;
  readonly kind: 'watch' | 'phone' | 'form' | 'file' | 'other';
  readonly startMs: number;
  readonly endMs: number;
  readonly value: number;
  readonly receivedMs: number;
}

/** How far back a period may begin that still touches a day: a device's two days; "the past month" of a questionnaire. */
const DEVICE_REACH = `interval '2 days'`;
const SELF_REPORT_REACH = `interval '32 days'`;
const SELF_REPORTED = METRIC_IDS.filter((metric) => METRICS[metric].selfReported);

/** Everything of the catalogue that touches this span and counts. */
export async function findForDays(patientId: string, fromMs: number, toMs: number): Promise<DayObservation[]> {
  const touching = (reach: string, metrics: string) =>
    `SELECT o.id AS "ownId", o.series_id AS "seriesId", o.version, c.metric, se.source_id AS "sourceId", s.system, s.device, s.kind,
       (extract(epoch FROM o.start_at) * 1000)::float8 AS "startMs", (extract(epoch FROM o.end_at) * 1000)::float8 AS "endMs",
       o.value::float8 AS value, (extract(epoch FROM o.received_at) * 1000)::float8 AS "receivedMs"
     FROM series se JOIN concept c ON c.id = se.concept_id AND c.clinic_id = se.clinic_id
     JOIN source s ON s.id = se.source_id AND s.clinic_id = se.clinic_id
     JOIN observation_row o ON o.clinic_id = se.clinic_id AND o.series_id = se.id
     JOIN skeleton k ON k.clinic_id = o.clinic_id AND k.id = o.skeleton_id
     WHERE se.clinic_id = $1 AND se.patient_id = $2 AND o.start_at >= $3::timestamptz - ${reach} AND o.start_at < $4 AND o.end_at >= $3
       AND c.metric ${metrics} AND o.value IS NOT NULL AND k.status IN ('final', 'amended', 'corrected', 'preliminary')`;
  const rows = await query<DayObservation & { seriesId: number; ownId: string | null }>(
    `${touching(DEVICE_REACH, '<> ALL($5)')} UNION ALL ${touching(SELF_REPORT_REACH, '= ANY($5)')} ORDER BY "startMs"`,
    [currentClinic(), patientId, iso(fromMs), iso(toMs), SELF_REPORTED],
  );
  return rows.map(({ seriesId, ownId, ...row }) => ({ ...row, id: ownId ?? spellId({ seriesId, ...row })! }));
}
