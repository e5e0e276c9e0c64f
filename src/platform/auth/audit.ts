import { currentClinic, openTransaction } from '../database/database.js';
import type { Statement, Transaction } from '../database/statement.js';
import type { Caller } from './caller.js';
import { glassReason } from './glass.js';

/** What the audit keeps of one act. */
export interface AuditRow {
  readonly actor: string;
  readonly role: string;
  readonly type: string;
  readonly interaction: string;
  readonly patient_id: string | null;
  readonly object_id: string | null;
  readonly outcome: 'success' | 'denied';
  readonly count: number;
  readonly request_id: string;
  /** Why, where the act needed a reason. */
  readonly reason: string | null;
}

const INSERT: Statement = {
  name: 'audit',
  text: `INSERT INTO audit_event (clinic_id, actor, role, type, interaction, patient_id, object_id, outcome, count, request_id, reason)
    SELECT $1, a.* FROM json_to_recordset($2) AS a(actor text, role text, type text, interaction text,
      patient_id uuid, object_id text, outcome text, count int, request_id text, reason text)`,
};

export const toAuditRow = (caller: Caller, outcome: AuditRow['outcome'] = 'success'): AuditRow => ({
  actor: caller.actor,
  role: caller.role,
  type: caller.type,
  interaction: caller.interaction,
  patient_id: caller.act.patientId,
  object_id: caller.act.objectId,
  outcome,
  count: caller.act.count,
  request_id: caller.requestId,
  reason: caller.act.reason ?? glassReason(caller),
});

/** Writes rows of acts in a transaction that has entered their clinic. */
export function sendAudit(tx: Transaction, clinicId: string, rows: readonly AuditRow[]): Promise<unknown> {
  return tx.send(INSERT, [clinicId, JSON.stringify(rows)]);
}

/** Writes the act's one audit row in the transaction that is open. A batch is one act. */
export async function audit(caller: Caller, outcome: AuditRow['outcome'] = 'success'): Promise<void> {
  caller.act.written = true;
  const tx = openTransaction();
  if (!tx) throw new Error('No transaction: wrap the call in database.inClinic(...)');
  await sendAudit(tx, currentClinic(), [toAuditRow(caller, outcome)]);
}
