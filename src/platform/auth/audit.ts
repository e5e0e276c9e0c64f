import { query } from '../database/database.js';
import type { Caller } from './caller.js';

/** Writes the act's one audit row in the transaction that is open. A batch is one act. */
export async function audit(caller: Caller, outcome: 'success' | 'denied' = 'success'): Promise<void> {
  caller.act.written = true;
  await query(
    `INSERT INTO audit_event (clinic_id, actor, role, type, interaction, patient_id, object_id, outcome, count, request_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      caller.clinicId,
      caller.actor,
      caller.role,
      caller.type,
      caller.interaction,
      caller.act.patientId,
      caller.act.objectId,
      outcome,
      caller.act.count,
      caller.requestId,
    ],
  );
}
