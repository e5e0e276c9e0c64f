import { currentClinic, query } from '../../platform/database/database.js';

/** In the clinic that is open. */
export async function insertJob(testId: string): Promise<void> {
  await query('INSERT INTO back_test_job (clinic_id, test_id) VALUES ($1, $2)', [currentClinic(), testId]);
}
