import { hasAccount as ofPatient } from '../../src/modules/clinics/index.js';
import type { ConsentPurpose } from '../../src/platform/auth/consent-condition.js';
import type { TestApp } from './app.js';

/** Does the patient come in with an account of their own? Then they are asked there whom they let look on. */
export async function hasAccount(app: TestApp, patientId: string): Promise<boolean> {
  const rows = await app.database.asOwner(`SELECT 1 FROM patient p WHERE p.id = $1 AND ${ofPatient('p')}`, [patientId]);
  return rows.length > 0;
}

/** The patient's yes to somebody whom the team has invited, before the story begins. What asking does has tests of its own. */
export async function allowInvited(app: TestApp, invitationId: string): Promise<void> {
  await app.database.asOwner(
    `UPDATE invitation i SET agreed_how = 'in-app', agreed_by = 'person/' || p.person_id, agreed_at = now()
     FROM patient p WHERE p.clinic_id = i.clinic_id AND p.id = i.patient_id AND i.id = $1`,
    [invitationId],
  );
}

/** Agreed to before the story begins, as on the paper of the first day. What consents themselves do has tests of its own. */
export async function agree(app: TestApp, patientId: string, ...purposes: readonly ConsentPurpose[]): Promise<void> {
  for (const purpose of purposes)
    await app.database.asOwner(
      `INSERT INTO consent (clinic_id, id, patient_id, purpose, status, recorded_by, how)
       SELECT clinic_id, gen_random_uuid(), id, $2, 'given', 'test', 'earlier' FROM patient WHERE id = $1`,
      [patientId, purpose],
    );
}
