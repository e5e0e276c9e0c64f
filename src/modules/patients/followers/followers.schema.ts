import { z } from 'zod';
import {
  AGREED_HOW,
  email,
  FOLLOWER_CATEGORIES,
  followerCategories,
  followsUntil,
  relationship,
  uuid,
} from '../../clinics/index.js';

export const FollowerGrant = z
  .strictObject({ categories: followerCategories, until: followsUntil })
  .meta({ id: 'FollowerGrant' });
export type FollowerGrant = z.output<typeof FollowerGrant>;

export const NewFollower = z
  .strictObject({
    id: uuid,
    email,
    name: z.string().trim().min(1, 'must not be empty').max(120),
    relationship,
    categories: followerCategories,
    until: followsUntil,
  })
  .meta({ id: 'NewFollower' });
export type NewFollower = z.output<typeof NewFollower>;

const proposed = {
  name: z.string(),
  relationship: z.string().nullable(),
  categories: z.array(z.enum(FOLLOWER_CATEGORIES)),
  until: z.string().nullable(),
};
const shared = {
  ...proposed,
  email: z.string(),
  /** The team has invited them, and the patient has not said yes or no: nothing is seen. */
  waits: z.boolean(),
  /** How the patient agreed to this person, when, and who wrote that down (in-app: the patient). Null: not, or not yet. */
  agreed: z.object({ how: z.enum(AGREED_HOW), at: z.string(), by: z.string().nullable() }).nullable(),
};
/** How it ended, as whom, by whom and when: see `Ended` of ending.ts. */
const ended = z.object({
  what: z.enum(['refused', 'taken-back', 'ended']),
  as: z.enum(['patient', 'team', 'date', 'account', 'unknown']),
  by: z.string().nullable(),
  at: z.string().nullable(),
});
export const Followers = z
  .object({
    /** Whether the patient agrees to share at all: while not, nobody of `items` sees anything. */
    shares: z.boolean(),
    items: z.array(
      z.object({
        personId: z.string(),
        ...shared,
        since: z.string(),
        /** False once the end has come, the membership is over, or while it waits. */
        isActive: z.boolean(),
        /** Null: it has not. */
        ended: ended.nullable(),
      }),
    ),
    /** Invited and not there yet. */
    invited: z.array(z.object({ invitationId: z.string(), ...shared, expiresAt: z.string() })),
    /** Invited, and never came: the patient said no, or it was taken back. The team is not told of what the patient has invited and taken back. */
    takenBack: z.array(z.object({ invitationId: z.string(), ...proposed, ended })),
  })
  .meta({ id: 'Followers' });
