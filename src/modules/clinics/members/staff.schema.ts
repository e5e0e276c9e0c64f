import { z } from 'zod';
import { PROFESSIONS, ROLES, uuid } from '../clinics.schema.js';

export const MemberChange = z
  .strictObject({
    role: z.enum(ROLES).exclude(['patient', 'caregiver']),
    profession: z.enum(PROFESSIONS).nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'MemberChange' });
export type MemberChange = z.output<typeof MemberChange>;

export const NewTeam = z
  .strictObject({ name: z.string().trim().min(1, 'must not be empty').max(80), memberIds: z.array(uuid).max(200) })
  .meta({ id: 'NewTeam' });
export type NewTeam = z.output<typeof NewTeam>;

export const Teams = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        members: z.array(
          z.object({ personId: z.string(), name: z.string(), profession: z.enum(PROFESSIONS).nullable() }),
        ),
      }),
    ),
  })
  .meta({ id: 'Teams' });
