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

const HEADER = [
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
] as const;
export const AUDIT_CSV_HEADER = `${HEADER.join(',')}\r\n`;

export function toCsvLine(item: AuditItem): string {
  const { actor, patient } = item;
  const cells = [
    item.id,
    item.at,
    actor.id,
    actor.name,
    actor.role,
    item.type,
    item.interaction,
    item.outcome,
    patient?.id ?? null,
    item.patients,
    item.count,
    item.objectId,
    item.reason,
    item.address,
    item.requestId,
  ];
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** RFC 4180. What a spreadsheet would run as a formula gets a quote before it; numbers stay numbers. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
