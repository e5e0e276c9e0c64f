import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.js';
import { invitationsQuery } from '../api/queries.js';
import type { InvitationLink, PendingInvitation } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { OneTimeLink } from '../clinician/one-time-link.js';
import { TakeBackButton } from '../clinician/take-back-button.js';
import { Button, Dialog, Failed, Message } from '../ui/index.js';
import { dayAndClock, PROFESSION_WORDS, ROLE_WORDS, sayOnPage } from '../words/index.js';

/** Who was invited and has not come yet: a new link, or none any more. */
export function InvitationsPanel() {
  const invitations = useQuery(invitationsQuery);
  const [made, setMade] = useState<{ link: InvitationLink; to: PendingInvitation } | null>(null);
  const title = sayOnPage('invitations.title');
  if (invitations.error)
    return (
      <Failed part={sayOnPage('invitations.part')} error={invitations.error} retry={() => void invitations.refetch()} />
    );
  if (!invitations.data?.items.length) return null;
  return (
    <section className="invitations" aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {invitations.data.items.map((invitation) => (
          <Row key={invitation.id} invitation={invitation} onMade={(link) => setMade({ link, to: invitation })} />
        ))}
      </ul>
      <Dialog title={sayOnPage('invitations.resend')} opened={made !== null} onClose={() => setMade(null)}>
        {made && <OneTimeLink link={made.link} to={made.to.name} email={made.to.email} />}
      </Dialog>
    </section>
  );
}

function Row({ invitation, onMade }: { invitation: PendingInvitation; onMade: (link: InvitationLink) => void }) {
  const zone = useClinicZone();
  const queries = useQueryClient();
  const path = `/api/v1/invitations/${invitation.id}`;
  const again = () => queries.invalidateQueries({ queryKey: invitationsQuery.queryKey });
  const resend = useMutation({
    mutationFn: () => request<InvitationLink>(`${path}/resend`, { method: 'POST', body: {} }),
    onSuccess: (link) => {
      onMade(link);
      return again();
    },
  });
  const revoke = useMutation({ mutationFn: () => request(path, { method: 'DELETE' }), onSuccess: again });
  const { name, email, role, profession, state, expiresAt } = invitation;
  return (
    <li>
      <div>
        <b>{name}</b>
        <div className="small dim">
          {profession ? PROFESSION_WORDS[profession] : ROLE_WORDS[role]}, {email},{' '}
          {sayOnPage(state === 'open' ? 'invitations.expires' : 'invitations.expired', {
            at: dayAndClock(expiresAt, zone),
          })}
        </div>
        {resend.error && <Message>{resend.error.message}</Message>}
      </div>
      <div className="row">
        <Button
          small
          busy={resend.isPending}
          aria-label={sayOnPage('invitations.resendNamed', { name })}
          onClick={() => resend.mutate()}
        >
          {sayOnPage('invitations.resend')}
        </Button>
        <TakeBackButton invitation={invitation} act={revoke} small />
      </div>
    </li>
  );
}
