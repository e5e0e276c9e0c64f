import { currentClinic, query } from '../../../platform/database/database.js';

/**
 * One at a time for each patient, until the transaction ends: who corrects the patient's zones, and who reads what was told
 * in wall-clock time. So whatever is read by the old zones is there when they change, and is moved.
 */
export async function lockWallClock(patientId: string): Promise<void> {
  await query('SELECT pg_advisory_xact_lock(731071, hashtext($1))', [patientId]);
}

/** A correction of a patient's zones that readings must still follow. */
export interface ZoneMove {
  readonly patientId: string;
  /** From when on the zones are others. */
  readonly sinceMs: number;
  /** Counts the corrections, so that one that comes meanwhile is not lost. */
  readonly revision: number;
}

export async function requestZoneMove(patientId: string, sinceMs: number): Promise<void> {
  await query(
    `INSERT INTO zone_move AS old (clinic_id, patient_id, since) VALUES ($1, $2, $3)
     ON CONFLICT (clinic_id, patient_id) DO UPDATE SET since = least(old.since, excluded.since), revision = old.revision + 1, next_at = now()`,
    [currentClinic(), patientId, new Date(sinceMs).toISOString()],
  );
}

export function findZoneMoves(count: number): Promise<ZoneMove[]> {
  return query<ZoneMove>(
    `SELECT patient_id AS "patientId", (extract(epoch FROM since) * 1000)::float8 AS "sinceMs", revision FROM zone_move
     WHERE clinic_id = $1 AND next_at <= now() ORDER BY next_at, patient_id LIMIT $2`,
    [currentClinic(), count],
  );
}

/** Readings of this patient, under whatever ids, are still to follow a correction. */
export async function isZoneMovePending(recordIds: readonly string[]): Promise<boolean> {
  const rows = await query('SELECT FROM zone_move WHERE clinic_id = $1 AND patient_id = ANY($2::uuid[])', [
    currentClinic(),
    recordIds,
  ]);
  return rows.length > 0;
}

/** Tried again later. */
export async function postponeZoneMove(patientId: string, seconds: number): Promise<void> {
  await query(
    'UPDATE zone_move SET next_at = now() + make_interval(secs => $3) WHERE clinic_id = $1 AND patient_id = $2',
    [currentClinic(), patientId, seconds],
  );
}

/** All has followed; unless the zones were corrected once more meanwhile. */
export async function endZoneMove({ patientId, revision }: ZoneMove): Promise<void> {
  await query('DELETE FROM zone_move WHERE clinic_id = $1 AND patient_id = $2 AND revision = $3', [
    currentClinic(),
    patientId,
    revision,
  ]);
}

interface Raw {
  readonly seriesId: number;
  readonly startMs: number;
  readonly endMs: number;
  readonly remainder: string;
}

/** Readings of the catalogue from an instant on whose remainder says their time in words of their own. */
export function findWordedTimes(patientId: string, sinceMs: number): Promise<Raw[]> {
  return query<Raw>(
    `SELECT o.series_id AS "seriesId", (extract(epoch FROM o.start_at) * 1000)::float8 AS "startMs",
       (extract(epoch FROM o.end_at) * 1000)::float8 AS "endMs", o.remainder
     FROM series s JOIN concept c ON c.clinic_id = s.clinic_id AND c.id = s.concept_id AND c.metric IS NOT NULL
     CROSS JOIN LATERAL (SELECT * FROM observation_row x WHERE x.clinic_id = $1 AND x.series_id = s.id
       AND x.start_at >= to_timestamp($3::float8 / 1000) AND x.id IS NULL AND x.remainder LIKE '%"effective%') o
     WHERE s.clinic_id = $1 AND s.patient_id = $2`,
    [currentClinic(), patientId, sinceMs],
  );
}
