import { currentClinic, query } from '../../../platform/database/database.js';
import type { DomainError } from '../../../platform/http/domain-error.js';
import { TAKE_BACK_DAYS } from './upload-readings.repository.js';

/** @returns false where it is too late, or nothing was kept of what it told */
export async function beginTakingBack(id: string, by: string): Promise<boolean> {
  const rows = await query(
    `UPDATE upload SET state = 'taking-back', taken_back_by = $3, error = NULL, error_code = NULL
     WHERE clinic_id = $1 AND id = $2 AND state IN ('done', 'failed') AND keeps_readings
       AND created_at > now() - make_interval(days => ${TAKE_BACK_DAYS}) RETURNING id`,
    [currentClinic(), id, by],
  );
  return rows.length === 1;
}

/** Why it waits. None of these touches `updated_at`, which says until when the file was read. */
export async function tellWhyItWaits(
  id: string,
  { message, code }: Pick<DomainError, 'message' | 'code'>,
): Promise<void> {
  await query('UPDATE upload SET error = $3, error_code = $4 WHERE clinic_id = $1 AND id = $2', [
    currentClinic(),
    id,
    message,
    code,
  ]);
}

/** Beside what another node has counted. */
export async function addTakenBack(id: string, count: number): Promise<void> {
  await query(
    'UPDATE upload SET taken_back = taken_back + $3, error = NULL, error_code = NULL WHERE clinic_id = $1 AND id = $2',
    [currentClinic(), id, count],
  );
}

/** When no batch of it is left, not even with another node. @returns whether that is so */
export async function endTakingBack(id: string): Promise<boolean> {
  const rows = await query(
    `UPDATE upload u SET state = 'taken-back', error = NULL, error_code = NULL WHERE clinic_id = $1 AND id = $2 AND state = 'taking-back'
       AND NOT EXISTS (SELECT FROM upload_reading r WHERE r.clinic_id = u.clinic_id AND r.upload_id = u.id AND NOT r.is_done) RETURNING id`,
    [currentClinic(), id],
  );
  return rows.length === 1;
}

export async function findTakingBack(): Promise<string[]> {
  const rows = await query<{ id: string }>(`SELECT id FROM upload WHERE clinic_id = $1 AND state = 'taking-back'`, [
    currentClinic(),
  ]);
  return rows.map(({ id }) => id);
}
