import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, type FormEvent } from 'react';
import { newId, request } from '../../api/client.js';
import { isBesideFields } from '../../api/field-error.js';
import { followersQuery } from '../../api/queries.js';
import type { InvitationLink } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { MadeLink } from '../../clinician/one-time-link.js';
import { Button, Message, useShowWrong, useUnsent } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { endOf } from './grant.js';
import { InvitedFollowerFields, MARKED, useInvitedFollower } from './invited-follower.js';
import { isConsentNeeded, useSharingFirst } from './sharing-first.js';

/** Somebody whom the patient lets look on: what they will see is chosen here, before they come. */
export function InviteForm({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const queries = useQueryClient();
  const zone = useClinicZone();
  const id = useRef(newId());
  const invited = useInvitedFollower(zone);
  const { who, draft } = invited;
  const { grant, asked } = draft;
  const sharing = useSharingFirst(patientId, zone);
  const invite = useMutation({
    mutationFn: () =>
      request<InvitationLink>(`/api/v1/patients/${patientId}/followers`, {
        method: 'POST',
        body: { id: id.current, ...who, categories: grant.categories, until: endOf(grant.until, zone) },
      }),
    // Not waited for: until then the link would not be shown.
    onSuccess: () => void queries.invalidateQueries({ queryKey: followersQuery(patientId).queryKey }),
    onError: sharing.refused,
  });
  const form = useShowWrong(asked, invite.error);
  useUnsent(invited.isTyped && !invite.data, invite.isPending);
  if (invite.data) return <MadeLink link={invite.data} to={who.name} email={who.email} onClose={onClose} />;
  const send = () => invite.mutate();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (invited.ask(event)) sharing.begin(send);
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <InvitedFollowerFields invited={invited} error={invite.error} voice="patient" />
      {invite.error && !isConsentNeeded(invite.error) && !isBesideFields(invite.error, MARKED) && (
        <Message>{invite.error.message}</Message>
      )}
      <Button kind="primary" type="submit" busy={invite.isPending}>
        {sayOnPage('people.make')}
      </Button>
      {sharing.question(send)}
    </form>
  );
}
