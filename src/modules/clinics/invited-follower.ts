import { invalid } from '../../platform/http/domain-error.js';
import type { Caller } from '../../platform/auth/caller.js';
import { deliver, findCareRecipients } from '../../platform/sockets/deliveries.js';
import { type Agreement, findHolder, findPatientAccount, isAskedAboutAddress } from './clinics.repository.js';
import type { NewInvitation } from './clinics.schema.js';

/** What somebody whom the team invites to look on is to see, and whose yes there is for it. */
interface InvitedFollower {
  readonly patientId: string;
  readonly grant: {
    /** Null: what an invitation grants that names nothing. */
    readonly categories: readonly string[] | null;
    readonly until: string | null;
    readonly relationship: string | null;
  };
  /** Null: it waits for the patient. */
  readonly agreed: Agreement | null;
  /** The patient's account, where this is to be told to them: they are asked, and were not before. */
  readonly tells: string | null;
}

/** The team knows all of these; a patient who invites somebody is told of none but their own. */
const HELD_BY = {
  patient: 'is the patient’s own: give the address of whoever is to look on',
  member: 'belongs to somebody who works or is treated here: give another address of theirs',
  follower: 'belongs to somebody who looks on already: the patient can change what they see',
} as const;

/**
 * A patient who has an account is asked there. Of one who has none the team writes down how they agreed. Undefined: it is
 * an invitation of somebody else.
 *
 * @throws DomainError VALIDATION_FAILED, naming `agreedHow`, or `email` where nobody could come in with it
 */
export async function settleFollower(invitation: NewInvitation, by: string): Promise<InvitedFollower | undefined> {
  const { role, patientId, agreedHow, categories, until, relationship } = invitation;
  if (role !== 'caregiver' || !patientId) return undefined;
  const holder = await findHolder(patientId, invitation.email);
  if (holder !== null) throw invalid([{ path: 'email', message: HELD_BY[holder] }]);
  const account = await findPatientAccount(patientId);
  if (account === null && agreedHow === undefined)
    throw invalid([
      {
        path: 'agreedHow',
        message: 'is needed, because the patient has no account to be asked in: on-paper or in-person',
      },
    ]);
  if (account !== null && agreedHow !== undefined)
    throw invalid([{ path: 'agreedHow', message: 'is not for a patient who has an account: they are asked there' }]);
  const grant = { categories: categories ?? null, until: until ?? null, relationship: relationship ?? null };
  const tells = account !== null && !(await isAskedAboutAddress(patientId, invitation.email)) ? account : null;
  return { patientId, grant, agreed: agreedHow ? { how: agreedHow, by } : null, tells };
}

/** Who ends that somebody looks on, or was to, and as whom. */
export interface Ender {
  readonly as: 'patient' | 'team';
  /** `person/<id>` */
  readonly by: string;
}
export const enderOf = ({ role, actor }: Pick<Caller, 'role' | 'actor'>): Ender => ({
  as: role === 'patient' ? 'patient' : 'team',
  by: actor,
});

/**
 * Something has become of who looks on, or of what the patient asked for: open pages of the patient and of whoever cares for
 * them ask anew. The last step of the transaction.
 */
export async function ringAround(patientId: string): Promise<void> {
  const account = await findPatientAccount(patientId);
  const personIds = [...(account ? [account] : []), ...(await findCareRecipients(patientId))];
  await deliver({ kind: 'patient', objectId: patientId, patientId, personIds });
}
