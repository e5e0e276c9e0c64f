import { currentClinic, openTransaction } from '../database/database.js';
import { type Part, send, type Statement } from '../database/statement.js';
import type { Caller } from './caller.js';
import { glassReason } from './glass.js';
import type { ResourceType } from './policy.js';

/** Of an act that was refused because the thing had changed meanwhile, not because somebody may not do it. */
export const CAME_SECOND = 'Somebody else had changed it first';

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
  /** Whom it touched, where that were several. */
  readonly patient_ids: readonly string[] | null;
  /** Where it came from; null for work in the background. */
  readonly address: string | null;
  readonly reason: string | null;
}

const INSERT: Statement = {
  name: 'audit',
  text: `INSERT INTO audit_event (clinic_id, actor, role, type, interaction, patient_id, object_id, outcome, count, request_id,
      patient_ids, address, reason)
    SELECT $1, a.* FROM json_to_recordset($2) AS a(actor text, role text, type text, interaction text,
      patient_id uuid, object_id text, outcome text, count int, request_id text, patient_ids uuid[], address text, reason text)`,
};

/** Records that people know as something else than documents: they find them in their log under that name. */
const KNOWN_AS: Readonly<Record<string, ResourceType>> = {
  MedicationStatement: 'Treatment',
  Procedure: 'Treatment',
  QuestionnaireResponse: 'Response',
};

export const toAuditRow = (caller: Caller, outcome: AuditRow['outcome'] = 'success'): AuditRow => ({
  actor: caller.actor,
  role: caller.role,
  type: KNOWN_AS[caller.recordType ?? ''] ?? caller.type,
  interaction: caller.act.became ?? caller.interaction,
  patient_id: caller.act.patientId ?? (outcome === 'denied' ? (caller.act.wantedPatientId ?? null) : null),
  object_id: caller.act.objectId,
  outcome,
  count: caller.act.count,
  request_id: caller.requestId,
  patient_ids: caller.act.patientIds ?? null,
  address: caller.address ?? null,
  reason: caller.act.reason ?? glassReason(caller),
});

/** Writes rows of acts, once their clinic has been entered. */
export const auditing = (clinicId: string, rows: readonly AuditRow[]): Part => ({
  statement: INSERT,
  values: [clinicId, JSON.stringify(rows)],
});

/** Writes the act's one audit row in the transaction that is open. A batch is one act. */
export async function audit(caller: Caller, outcome: AuditRow['outcome'] = 'success'): Promise<void> {
  caller.act.written = true;
  const tx = openTransaction();
  if (!tx) throw new Error('No transaction: wrap the call in database.inClinic(...)');
  await send(tx, auditing(currentClinic(), [toAuditRow(caller, outcome)]));
}
