import { DomainError } from '../../platform/http/domain-error.js';
import { hasOpenInvitation, isAddressOfAnother, lockInvitedAddress } from './clinics.repository.js';

/**
 * An account is one patient's: whoever shares a mailbox with another patient of the clinic needs an address of their own to
 * come in. And an address has one link at a time to the same. Asked within the clinic, it says nothing about addresses of others;
 * until the transaction ends nobody else makes an invitation of this address.
 *
 * @throws DomainError ADDRESS_IN_USE, INVITATION_OPEN, with the field
 */
export async function refuseTakenAddress(invitation: {
  readonly id: string;
  readonly role: string;
  readonly email: string;
  readonly patientId: string | null;
}): Promise<void> {
  const { role, email, patientId } = invitation;
  await lockInvitedAddress(email);
  if (role === 'patient' && patientId && (await isAddressOfAnother({ email, patientId })))
    throw new DomainError('ADDRESS_IN_USE', 409, 'Another patient of this clinic signs in with this address.', [
      {
        path: 'email',
        message:
          'is the address of another patient’s account: invite at one of their own. As contact it may stay, if they share it',
      },
    ]);
  if (await hasOpenInvitation(invitation))
    throw new DomainError(
      'INVITATION_OPEN',
      409,
      'This address has an invitation that is still open. Take that one back first, or send it again.',
      [
        {
          path: 'email',
          message: 'has an invitation that is still open: take that one back first, or send it again',
        },
      ],
    );
}
