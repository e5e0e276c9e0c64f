import { findRecordIds } from '../../patients/index.js';
import type { AuditRecord } from '../chain/link.js';
import { type AuditPlace, findAudit } from './audit.repository.js';
import { withGivenReasons } from './given-reasons.js';

/** Every act on one patient's data, newest first, with nobody else's id or reason in it. */
export async function findPatientAudit(
  patientId: string,
  after: AuditPlace | null,
  most: number,
): Promise<AuditRecord[]> {
  const rows = await findAudit({ patientId, machines: true }, after ?? undefined, most);
  return asPatientMayRead(rows, patientId);
}

/** Who else was on a list, and why somebody looked at them, is not a patient's to know. */
export async function asPatientMayRead(rows: readonly AuditRecord[], patientId: string): Promise<AuditRecord[]> {
  const own = await withGivenReasons(rows, await findRecordIds(patientId));
  return own.map((row) => ({ ...row, patientId, patientIds: null }));
}
