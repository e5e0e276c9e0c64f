import { DomainError } from '../../platform/http/domain-error.js';
import { isAddressOfAnother } from './clinics.repository.js';

/**
 * An account is one patient's: whoever shares a mailbox with another patient of the clinic needs an address of their own to
 * come in. Asked within the clinic, it says nothing about addresses of others.
 *
 * @throws DomainError ADDRESS_IN_USE, with the field
 */
export async function refuseSharedAddress(invitation: {
  readonly role: string;
  readonly email: string;
  readonly patientId?: string | null | undefined;
}): Promise<void> {
  const { role, email, patientId } = invitation;
  if (role !== 'patient' || !patientId || !(await isAddressOfAnother({ email, patientId }))) return;
  throw new DomainError('ADDRESS_IN_USE', 409, 'Another patient of this clinic signs in with this address.', [
    {
      path: 'email',
      message:
        'is the address of another patient’s account: invite at one of their own. As contact it may stay, if they share it',
    },
  ]);
}
