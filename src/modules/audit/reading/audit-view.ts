import { csvLine } from '../../../platform/http/csv.js';
import type { AuditRecord } from '../chain/link.js';
import type { AuditItem } from './audit.schema.js';

/** A patient as somebody may know them who must not know their name: the same patient is always the same code. */
export const pseudonymOf = (patientId: string): string => `P-${patientId.slice(0, 8)}`;

/** @param names - of people and programs, and of patients where the reader may know them */
export function toAuditItem(
  row: AuditRecord,
  names: { readonly actors: ReadonlyMap<string, string>; readonly patients: ReadonlyMap<string, string> },
): AuditItem {
  const { patientId, patientIds } = row;
  return {
    id: row.id,
    at: row.at,
    actor: { id: row.actor, name: names.actors.get(row.actor) ?? null, role: row.role },
    type: row.type,
    interaction: row.interaction,
    outcome: row.outcome as AuditItem['outcome'],
    patient:
      patientId === null ? null : { id: patientId, label: names.patients.get(patientId) ?? pseudonymOf(patientId) },
    patients: patientIds?.length ?? (patientId === null ? 0 : 1),
    count: row.count,
    objectId: row.objectId,
    reason: row.reason,
    address: row.address,
    requestId: row.requestId,
  };
}

export const AUDIT_CSV_HEADER = csvLine([
  'id',
  'at',
  'actor',
  'actor_name',
  'role',
  'type',
  'interaction',
  'outcome',
  'patient',
  'patients',
  'count',
  'object',
  'reason',
  'address',
  'request',
]);

export const toCsvLine = (item: AuditItem): string =>
  csvLine([
    item.id,
    item.at,
    item.actor.id,
    item.actor.name,
    item.actor.role,
    item.type,
    item.interaction,
    item.outcome,
    item.patient?.id ?? null,
    item.patients,
    item.count,
    item.objectId,
    item.reason,
    item.address,
    item.requestId,
  ]);
