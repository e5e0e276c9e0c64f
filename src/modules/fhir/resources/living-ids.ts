import type { Caller } from '../../../platform/auth/caller.js';
import { findLivingId } from '../../../platform/auth/merged-patient.js';
import type { Database } from '../../../platform/database/database.js';

/**
 * Under which ids these patients are kept today: who knows the id of before a merge writes to it, and reads by it too.
 * Says nothing about who may see them.
 */
export async function findLivingIds(database: Database, caller: Caller, ids: readonly string[]): Promise<string[]> {
  const living: string[] = [];
  await database.inClinic(caller.clinicId, async () => {
    for (const id of ids) living.push(await findLivingId(id));
  });
  return [...new Set(living)];
}
