import { query } from '../../platform/database/database.js';
import { HOLD_IS_ACTIVE } from '../patients/index.js';

/** Holds that the record had on its own before it was merged. */
export async function findOwnHolds(patientId: string): Promise<string[]> {
  const rows = await query<{ id: string }>('SELECT id FROM legal_hold WHERE patient_id = $1', [patientId]);
  return rows.map(({ id }) => id);
}

/**
 * What the law has held since the merge it may have held for the sake of either: both records go on under it.
 *
 * @param known - holds that were there at the merge, of either record
 */
export async function copyHoldsSince(survivorId: string, duplicateId: string, known: readonly string[]): Promise<void> {
  await query(
    `INSERT INTO legal_hold (clinic_id, id, patient_id, reason, until, placed_by, placed_at)
     SELECT clinic_id, gen_random_uuid(), $2, reason, until, placed_by, placed_at FROM legal_hold h
     WHERE patient_id = $1 AND id <> ALL($3) AND ${HOLD_IS_ACTIVE}`,
    [survivorId, duplicateId, known],
  );
}
