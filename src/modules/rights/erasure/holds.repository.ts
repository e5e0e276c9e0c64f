import { currentClinic, query } from '../../../platform/database/database.js';
import { HOLD_IS_ACTIVE } from '../../patients/index.js';

export interface Hold {
  readonly id: string;
  readonly patientId: string;
  readonly reason: string;
  readonly placedBy: string;
  readonly placedAt: Date;
  readonly until: string | null;
  readonly isActive: boolean;
  readonly releasedBy: string | null;
}

/** @returns false when this id is there already, and not for the same hold in force */
export async function insertHold(one: {
  id: string;
  patientId: string;
  reason: string;
  until: string | null;
  by: string;
}): Promise<boolean> {
  const rows = await query(
    `INSERT INTO legal_hold AS old (clinic_id, id, patient_id, reason, until, placed_by) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (clinic_id, id) DO UPDATE SET reason = old.reason WHERE old.released_at IS NULL
       AND (old.patient_id, old.reason, old.until) IS NOT DISTINCT FROM (excluded.patient_id, excluded.reason, excluded.until) RETURNING id`,
    [currentClinic(), one.id, one.patientId, one.reason, one.until, one.by],
  );
  return rows.length === 1;
}

export function findHolds(patientId: string): Promise<Hold[]> {
  return query<Hold>(
    `SELECT h.id, h.patient_id AS "patientId", h.reason, p.name AS "placedBy", h.placed_at AS "placedAt", h.until::text,
       ${HOLD_IS_ACTIVE} AS "isActive", r.name AS "releasedBy"
     FROM legal_hold h JOIN person p ON p.id = h.placed_by LEFT JOIN person r ON r.id = h.released_by
     WHERE h.clinic_id = $1 AND h.patient_id = $2 ORDER BY h.placed_at DESC`,
    [currentClinic(), patientId],
  );
}

/** @returns false when there is none to release */
export async function releaseHold(id: string, patientId: string, by: string, reason: string): Promise<boolean> {
  const rows = await query(
    `UPDATE legal_hold SET released_by = $4, released_at = now(), release_reason = $5
     WHERE clinic_id = $1 AND id = $2 AND patient_id = $3 AND released_at IS NULL RETURNING id`,
    [currentClinic(), id, patientId, by, reason],
  );
  return rows.length === 1;
}
