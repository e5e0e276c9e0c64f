import { z } from 'zod';
import { addDays, LAST_GRANT_DAY } from '../../metrics/index.js';

/** What a patient may let somebody see; what each opens is in `CATEGORY_OF` of platform/auth/policy.ts. */
export const FOLLOWER_CATEGORIES = ['trends', 'visits', 'responses', 'notes'] as const;
export const followerCategories = z
  .array(z.enum(FOLLOWER_CATEGORIES))
  .min(1, 'must name at least one; end it if nothing is to be seen')
  .transform((list) => [...new Set(list)]);
/** The last day has ended in every zone. */
const LATEST_END_MS = Date.parse(addDays(LAST_GRANT_DAY, 2));
/** Until when they may see it; null: until somebody ends it. */
export const followsUntil = z.iso
  .datetime({ offset: true, error: 'must be an instant such as 2026-12-24T00:00:00Z' })
  .refine((text) => Date.parse(text) > Date.now(), 'must be in the future')
  .refine(
    (text) => Date.parse(text) < LATEST_END_MS,
    `must not be after ${LAST_GRANT_DAY}: for no end leave it out (null)`,
  )
  .nullable();
/** In the patient's words: daughter, neighbour. */
export const relationship = z.string().trim().min(1, 'must not be empty').max(60);

/** How a patient without an account told the team that this person may look on. */
export const AGREED_ELSEWHERE = ['on-paper', 'in-person'] as const;
/** The same of all: in-app is the patient's own word; before, that they saw things before patients were asked about each. */
export const AGREED_HOW = ['in-app', ...AGREED_ELSEWHERE, 'before'] as const;
export type AgreedHow = (typeof AGREED_HOW)[number];

/** What an invitation to look on says of that, beside whom it is for; only of the role caregiver. */
export const invitedToFollow = {
  relationship: relationship.nullish(),
  categories: followerCategories.optional(),
  until: followsUntil.optional(),
  agreedHow: z.enum(AGREED_ELSEWHERE).optional(),
};
