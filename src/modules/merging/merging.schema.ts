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

const record = z.object({ patientId: z.string(), name: z.string(), birthDate: z.string().nullable() });
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
