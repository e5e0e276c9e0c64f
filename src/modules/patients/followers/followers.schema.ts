import { z } from 'zod';
import { email, uuid } from '../../clinics/index.js';

/** What a patient may let somebody see; what each opens is in `CATEGORY_OF` of platform/auth/policy.ts. */
export const FOLLOWER_CATEGORIES = ['trends', 'visits', 'responses', 'notes'] as const;
const categories = z
  .array(z.enum(FOLLOWER_CATEGORIES))
  .min(1, 'must name at least one; end it if nothing is to be seen')
  .transform((list) => [...new Set(list)]);
const until = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-12-24T00:00:00Z' })
  .refine((text) => Date.parse(text) > Date.now(), 'must be in the future')
  .nullable();

export const FollowerGrant = z.strictObject({ categories, until }).meta({ id: 'FollowerGrant' });
export type FollowerGrant = z.output<typeof FollowerGrant>;

export const NewFollower = z
  .strictObject({
    id: uuid,
    email,
    name: z.string().trim().min(1, 'must not be empty').max(120),
    /** In the patient's words: daughter, neighbour. */
    relationship: z.string().trim().min(1, 'must not be empty').max(60),
    categories,
    until,
  })
  .meta({ id: 'NewFollower' });
export type NewFollower = z.output<typeof NewFollower>;

const shared = {
  name: z.string(),
  email: z.string(),
  relationship: z.string().nullable(),
  categories: z.array(z.enum(FOLLOWER_CATEGORIES)),
  until: z.string().nullable(),
};
export const Followers = z
  .object({
    /** Whether the patient agrees to share at all: while not, nobody of `items` sees anything. */
    shares: z.boolean(),
    items: z.array(
      z.object({
        personId: z.string(),
        ...shared,
        since: z.string(),
        /** False once the end has come, or the membership is over. */
        isActive: z.boolean(),
      }),
    ),
    /** Invited and not there yet. */
    invited: z.array(z.object({ invitationId: z.string(), ...shared, expiresAt: z.string() })),
  })
  .meta({ id: 'Followers' });
