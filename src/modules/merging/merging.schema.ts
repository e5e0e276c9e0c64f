import { z } from 'zod';
import { uuid } from '../clinics/index.js';

export const NewMerge = z
  .strictObject({
    id: uuid,
    /** The record that stays. */
    survivorId: uuid,
    duplicateId: uuid,
    reason: z.string().trim().min(5, 'must say in at least 5 characters why these are the same person').max(500),
  })
  .refine(({ survivorId, duplicateId }) => survivorId !== duplicateId, {
    path: ['duplicateId'],
    message: 'must be another record than survivorId',
  })
  .meta({ id: 'NewMerge' });
export type NewMerge = z.output<typeof NewMerge>;

const holds = z
  .object({
    registeredAt: z.string(),
    gender: z.string().nullable(),
    email: z.string().nullable(),
    phone: z.string().nullable(),
    identifiers: z.array(z.object({ system: z.string(), value: z.string() })),
    hasAccount: z.boolean(),
    /** Civil days with data, and the last of them. */
    dataDays: z.number(),
    lastDataOn: z.string().nullable(),
    visits: z.number(),
    notes: z.number(),
    treatments: z.number(),
  })
  .meta({ id: 'MergeSide' });
const record = z.object({
  patientId: z.string(),
  name: z.string(),
  birthDate: z.string().nullable(),
  /** What stands in it, as long as nobody has decided. */
  holds: holds.nullable(),
});
export const Merges = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        survivor: record,
        duplicate: record,
        state: z.enum(['proposed', 'done', 'refused', 'undone']),
        reason: z.string(),
        proposedBy: z.string(),
        proposedAt: z.string(),
        decidedBy: z.string().nullable(),
        decidedAt: z.string().nullable(),
        undoneAt: z.string().nullable(),
        /** Whether this caller may decide it: not one's own proposal. */
        mayDecide: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Merges' });
