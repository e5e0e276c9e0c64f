import type { ConsentPurpose } from '../../src/platform/auth/consent-condition.js';
import type { TestApp } from './app.js';

/** Agreed to before the story begins, as on the paper of the first day. What consents themselves do has tests of its own. */
export async function agree(app: TestApp, patientId: string, ...purposes: readonly ConsentPurpose[]): Promise<void> {
  for (const purpose of purposes)
    await app.database.asOwner(
      `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how)
       SELECT clinic_id, gen_random_uuid(), id, $2, 'given', 'test', 'earlier' FROM patient WHERE id = $1`,
      [patientId, purpose],
    );
}
