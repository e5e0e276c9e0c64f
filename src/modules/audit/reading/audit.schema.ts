import { z } from 'zod';

const uuid = z.uuid('must be a UUID').transform((text) => text.toLowerCase());
const instant = z.iso
  .datetime({ offset: true, message: 'must be an instant such as 2026-11-20T00:00:00Z' })
  .transform((text) => new Date(text).toISOString());

const CRITERIA = {
  /** Person, or token of an integration. */
  actor: z
    .string()
    .regex(/^(person|system)\/[0-9a-f-]{36}$/, 'must be person/<id> or system/<id>')
    .optional(),
  patientId: uuid.optional(),
  /** A type (`Alert`), or a type and what was done (`Alert.resolve`). */
  act: z
    .string()
    .regex(/^[A-Z][A-Za-z]{1,40}(\.[a-z]{1,20})?$/, 'must be a type such as Alert, or an act such as Alert.resolve')
    .optional(),
  outcome: z.enum(['success', 'denied']).optional(),
  from: instant.optional(),
  /** Not included. */
  to: instant.optional(),
  /** Devices and programs write most rows. */
  machines: z.enum(['without', 'with']).default('without'),
};

export const AuditQuery = z.strictObject({
  ...CRITERIA,
  after: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,80}$/, 'must be the next of an earlier answer')
    .optional(),
});
export type AuditQuery = z.output<typeof AuditQuery>;

/** What leaves is whole unless somebody asks for less: the file cannot say what was left out of it. */
export const AuditExportQuery = z.strictObject({
  ...CRITERIA,
  machines: z.enum(['without', 'with']).default('with'),
  format: z.enum(['ndjson', 'csv']).default('ndjson'),
});
export type AuditExportQuery = z.output<typeof AuditExportQuery>;

export const AuditItem = z
  .object({
    id: z.number(),
    at: z.string(),
    actor: z.object({ id: z.string(), name: z.string().nullable(), role: z.string() }),
    type: z.string(),
    interaction: z.string(),
    outcome: z.enum(['success', 'denied']),
    /** Named for those who may know patients by name; else by a short code that stays the same. */
    patient: z.object({ id: z.string(), label: z.string() }).nullable(),
    /** How many patients the act touched. */
    patients: z.number(),
    /** Rows or resources read or written. */
    count: z.number(),
    objectId: z.string().nullable(),
    reason: z.string().nullable(),
    address: z.string().nullable(),
    requestId: z.string().nullable(),
  })
  .meta({ id: 'AuditItem' });
export type AuditItem = z.output<typeof AuditItem>;

export const AuditPage = z.object({ items: z.array(AuditItem), next: z.string().nullable() }).meta({ id: 'AuditPage' });
