import { currentClinic, query } from '../../platform/database/database.js';

/** A node that has taken a clinic: it is the only one until `until`. */
export interface Lease {
  readonly until: string;
}

/** Is everything added up that has come in? Half a history would teach half a lesson. */
export async function isSettled(): Promise<boolean> {
  const rows = await query(
    `SELECT 1 FROM due_day WHERE clinic_id = $1
       AND (day < current_date - 2 OR EXISTS (SELECT FROM unnest(days) AS d(day) WHERE d.day < current_date - 2)) LIMIT 1`,
    [currentClinic()],
  );
  return rows.length === 0;
}

/** Takes the clinic if its turn has come: never calibrated, a week ago, or for another detector. */
export async function takeCalibration(detectorVersion: string, leaseMinutes: number): Promise<Lease | undefined> {
  const [row] = await query<Lease>(
    `INSERT INTO calibration_due AS d (clinic_id, next_at, detector_version) VALUES ($1, now() + make_interval(mins => $3), $2)
     ON CONFLICT (clinic_id) DO UPDATE SET next_at = excluded.next_at, detector_version = excluded.detector_version
       WHERE d.next_at <= now() OR d.detector_version <> excluded.detector_version
     RETURNING next_at::text AS until`,
    [currentClinic(), detectorVersion, leaseMinutes],
  );
  return row;
}

/** Keeps a clinic that takes long; undefined when somebody else has it by now. */
export async function prolongLease({ until }: Lease, leaseMinutes: number): Promise<Lease | undefined> {
  const [row] = await query<Lease>(
    `UPDATE calibration_due SET next_at = now() + make_interval(mins => $2) WHERE next_at = $1::timestamptz RETURNING next_at::text AS until`,
    [until, leaseMinutes],
  );
  return row;
}

/** Done until the next turn; false when somebody else has it by now, and the work belongs to them. */
export async function endLease({ until }: Lease, afterMinutes: number): Promise<boolean> {
  const rows = await query(
    `UPDATE calibration_due SET next_at = now() + make_interval(mins => $2) WHERE next_at = $1::timestamptz RETURNING clinic_id`,
    [until, afterMinutes],
  );
  return rows.length === 1;
}
