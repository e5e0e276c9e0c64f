import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../api/client.js';
import { invitationsQuery } from '../../../api/queries.js';
import type { PendingInvitation } from '../../../api/types.js';
import { dayAndClock, sayOnPage } from '../../../words/index.js';
import { TakeBackButton } from '../../take-back-button.js';

/** The patient was invited and has not come yet: to which address, until when; taken back, they can be invited anew. */
export function OpenInvitation({ invitation, zone }: { invitation: PendingInvitation; zone: string }) {
  const queries = useQueryClient();
  const { id, email, expiresAt } = invitation;
  const revoke = useMutation({
    mutationFn: () => request(`/api/v1/invitations/${id}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  return (
    <div className="small">
      <p className="wraps">{sayOnPage('invitePatient.waits', { email, until: dayAndClock(expiresAt, zone) })}</p>
      <TakeBackButton invitation={invitation} act={revoke} small />
    </div>
  );
}
