import { CATALOGUE_VERSION } from '../../metrics/index.js';
import type { PatientTrend, Sentence } from '../../detection/index.js';
import type { ConfidenceFrom } from './ground-confidence.js';
import type { Held } from './held-metrics.js';
import { currentClinic, query } from '../../platform/database/database.js';

/** What is kept of the last evaluation: detection's answer and the words on top. */
export interface StoredTrend extends Pick<PatientTrend, 'metrics' | 'sprintVerdict' | 'hint'> {
  readonly course: string;
  readonly headline: Sentence | null;
  readonly patientHeadline: Sentence | null;
  readonly confidence: number | null;
  readonly confidenceFrom: ConfidenceFrom | null;
  /** Absent in what was kept before there was one. */
  readonly held?: Held;
}

export interface TrendRow {
  readonly through: string;
  readonly result: StoredTrend;
  readonly detectorVersion: string;
  readonly computedAt: Date;
}

export async function findTrend(patientId: string): Promise<TrendRow | undefined> {
  const [row] = await query<TrendRow>(
    `SELECT through::text, result, detector_version AS "detectorVersion", computed_at AS "computedAt" FROM trend WHERE patient_id = $1`,
    [patientId],
  );
  return row;
}

/** @returns whether there was one */
export async function removeTrend(patientId: string): Promise<boolean> {
  const rows = await query('DELETE FROM trend WHERE clinic_id = $1 AND patient_id = $2 RETURNING patient_id', [
    currentClinic(),
    patientId,
  ]);
  return rows.length > 0;
}

export async function saveTrend(trend: {
  patientId: string;
  through: string;
  result: StoredTrend;
  detectorVersion: string;
  /** The newest calibration in force; null = the detector's own threshold. */
  calibrationId: number | null;
  lastContactMs: number | null;
}): Promise<void> {
  await query(
    `INSERT INTO trend (clinic_id, patient_id, through, course, result, detector_version, catalogue_version, last_data_at, calibration_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     ON CONFLICT (clinic_id, patient_id) DO UPDATE SET through = excluded.through, course = excluded.course, result = excluded.result,
       detector_version = excluded.detector_version, catalogue_version = excluded.catalogue_version, computed_at = now(), last_data_at = excluded.last_data_at,
       calibration_id = excluded.calibration_id`,
    [
      currentClinic(),
      trend.patientId,
      trend.through,
      trend.result.course,
      JSON.stringify(trend.result),
      trend.detectorVersion,
      CATALOGUE_VERSION,
      trend.lastContactMs === null ? null : new Date(trend.lastContactMs).toISOString(),
      trend.calibrationId,
    ],
  );
}
