import { currentClinic, query } from '../../platform/database/database.js';

/** A node that has taken a clinic: it is the only one of its detector until `until`. */
export interface Lease {
  readonly detectorVersion: string;
  readonly until: string;
}

/** Has its turn come: never calibrated for this detector, or long enough ago? Asked every minute, so it only reads. */
export async function isCalibrationDue(detectorVersion: string): Promise<boolean> {
  const [row] = await query('SELECT 1 FROM calibration_due WHERE detector_version = $1 AND next_at > now()', [
    detectorVersion,
  ]);
  return row === undefined;
}

/** From so many failures on a day is not waited for. The metrics count its patient (`countFailing`). */
const FAILING = 5;

/** Is everything added up that has come in? Half a history would teach half a lesson. */
export async function isSettled(): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM due_day WHERE clinic_id = $1
       AND attempts < ${FAILING}
       AND (day < current_date - 2 OR EXISTS (SELECT FROM unnest(days) AS d(day) WHERE d.day < current_date - 2)) LIMIT 1`,
    [currentClinic()],
  );
  return rows.length === 0;
}

/** Was the clinic set up in the last day? Its history may be on its way. */
export async function isYoung(): Promise<boolean> {
  const rows = await query(`SELECT 1 FROM clinic WHERE clinic_id = $1 AND created_at > now() - interval '1 day'`, [
    currentClinic(),
  ]);
  return rows.length > 0;
}

/** Takes the clinic if its turn has come and nobody was faster. */
export async function takeCalibration(detectorVersion: string, leaseMinutes: number): Promise<Lease | undefined> {
  const [row] = await query<Lease>(
    `INSERT INTO calibration_due AS d (clinic_id, next_at, detector_version) VALUES ($1, now() + make_interval(mins => $3), $2)
     ON CONFLICT (clinic_id, detector_version) DO UPDATE SET next_at = excluded.next_at WHERE d.next_at <= now()
     RETURNING detector_version AS "detectorVersion", next_at::text AS until`,
    [currentClinic(), detectorVersion, leaseMinutes],
  );
  return row;
}

const UPDATE = `UPDATE calibration_due SET next_at = now() + make_interval(mins => $3)
  WHERE detector_version = $1 AND next_at = $2::timestamptz RETURNING detector_version AS "detectorVersion", next_at::text AS until`;

/** Keeps a clinic that takes long; undefined when somebody else has it by now. */
export async function prolongLease(
  { detectorVersion, until }: Lease,
  leaseMinutes: number,
): Promise<Lease | undefined> {
  const [row] = await query<Lease>(UPDATE, [detectorVersion, until, leaseMinutes]);
  return row;
}

/** Done until the next turn; false when somebody else has it by now, and the work belongs to them. */
export async function endLease({ detectorVersion, until }: Lease, afterMinutes: number): Promise<boolean> {
  const rows = await query(UPDATE, [detectorVersion, until, afterMinutes]);
  return rows.length === 1;
}
