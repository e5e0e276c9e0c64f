import type { Caller } from '../../../platform/auth/caller.js';
import { ringAround } from '../../clinics/index.js';
import { isConsented } from '../../consents/index.js';
import { type Ended, toEnded, toTakenBack } from './ending.js';
import * as repository from './followers.repository.js';

/** Something has changed: open pages of the patient and their team ask anew. The last step of the transaction. */
export async function viewAfter(caller: Caller, patientId: string) {
  const seen = await viewFollowers(caller, patientId);
  await ringAround(patientId);
  return seen;
}

/**
 * Everybody who looks on, was to, or did: as the patient and their team read it. Whom a patient has invited and taken back
 * themselves is nobody else’s business.
 */
export async function viewFollowers({ role }: Pick<Caller, 'role'>, patientId: string) {
  const [followers, invited, takenBack] = [
    await repository.findFollowers(patientId),
    await repository.findInvitedFollowers(patientId),
    await repository.findTakenBack(patientId, role === 'patient'),
  ];
  return {
    shares: await isConsented(patientId, 'share-caregiver'),
    items: followers.map(({ since, isOver, isMember, endedAs, endedBy, endedAt, ...follower }) => ({
      ...toShared(follower),
      since: since.toISOString(),
      ended: said(
        toEnded({ ...follower, isOver, isMember, endedAs, endedBy, endedAt, isAgreed: follower.agreedAt !== null }),
      ),
    })),
    invited: invited.map(({ expiresAt, ...invitation }) => ({
      ...toShared(invitation),
      expiresAt: expiresAt.toISOString(),
    })),
    takenBack: takenBack.map((one) => ({
      invitationId: one.invitationId,
      name: one.name,
      relationship: one.relationship,
      categories: one.categories,
      until: one.until?.toISOString() ?? null,
      ended: said(toTakenBack({ ...one, isAgreed: one.agreedAt !== null })),
    })),
  };
}

const said = (ended: Ended | null) => ended && { ...ended, at: ended.at?.toISOString() ?? null };

function toShared<Row extends repository.Shared>({ until, agreedHow, agreedAt, agreedBy, ...shared }: Row) {
  return {
    ...shared,
    until: until?.toISOString() ?? null,
    agreed: agreedHow && agreedAt ? { how: agreedHow, at: agreedAt.toISOString(), by: agreedBy } : null,
  };
}
