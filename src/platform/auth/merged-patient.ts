import { query } from '../database/database.js';
import { DomainError } from '../http/domain-error.js';
import type { Interaction } from './policy.js';
import { UUID } from './uuid.js';

/**
 * Whoever writes to a record that was merged is told where its patient is kept today: under the old id it would lie where
 * nobody looks. Reading stays possible. The lock keeps a merge waiting until this write is through, and the other way round.
 *
 * @throws DomainError PATIENT_MERGED with the living id
 */
export async function refuseWriteToMerged(interaction: Interaction, patientId: string): Promise<void> {
  if (interaction === 'read' || interaction === 'search') return;
  const [row] = await query<{ livingId: string | null }>(
    'SELECT merged_into AS "livingId" FROM patient WHERE id = $1 FOR KEY SHARE',
    [patientId],
  );
  if (row?.livingId)
    throw new DomainError(
      'PATIENT_MERGED',
      409,
      'This record was merged into another one since it was opened. Nothing was written: open that one and write there.',
      [{ path: 'patientId', message: `is kept today as ${row.livingId}` }],
    );
}

/** Under which id this patient's record is kept today: another one after a merge. */
export async function findLivingId(patientId: string): Promise<string> {
  if (!UUID.test(patientId)) return patientId;
  const [row] = await query<{ id: string | null }>('SELECT merged_into AS id FROM patient WHERE id = $1', [patientId]);
  return row?.id ?? patientId;
}
