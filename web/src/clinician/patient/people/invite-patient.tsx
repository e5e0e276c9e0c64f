import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { invitationsQuery } from '../../../api/queries.js';
import { newId, request } from '../../../api/client.js';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import type { InvitationLink, NewInvitation, PatientDetail } from '../../../api/types.js';
import { FormEnd, TextField, useShowWrong, useUnsent } from '../../../ui/index.js';
import { isAddress, personFieldWords, sayOnPage } from '../../../words/index.js';
import { MadeLink } from '../../one-time-link.js';

/** Lets a patient in who was registered without: the address is the one they will sign in with. */
export function InvitePatient({ patient, onClose }: { patient: PatientDetail; onClose: () => void }) {
  const id = useRef(newId());
  const [email, setEmail] = useState(patient.email ?? '');
  const [asked, setAsked] = useState<object | null>(null);
  const queries = useQueryClient();
  const isComplete = isAddress(email);
  const invite = useMutation({
    mutationFn: () => {
      const body: NewInvitation = {
        id: id.current,
        email: email.trim(),
        name: patient.name,
        role: 'patient',
        profession: null,
        patientId: patient.id,
      };
      return request<InvitationLink>('/api/v1/invitations', { method: 'POST', body });
    },
    // Not waited for: until then the link would not be shown.
    onSuccess: () => void queries.invalidateQueries({ queryKey: invitationsQuery.queryKey }),
  });
  const form = useShowWrong(asked, invite.error);
  useUnsent(email !== (patient.email ?? '') && !invite.data, invite.isPending);
  if (invite.data) return <MadeLink link={invite.data} to={patient.name} email={email.trim()} onClose={onClose} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (isComplete) invite.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">{sayOnPage('invitePatient.lead')}</p>
      <TextField
        label={sayOnPage('person.email')}
        type="email"
        value={email}
        error={asked ? (personFieldWords('email', email, true) ?? fieldError(invite.error, 'email')) : null}
        onChange={(event) => {
          setEmail(event.currentTarget.value);
          if (invite.isError) invite.reset();
        }}
        data-autofocus
      />
      <FormEnd
        label={sayOnPage('people.make')}
        busy={invite.isPending}
        error={isBesideFields(invite.error, ['email']) ? null : invite.error}
        onClose={onClose}
      />
    </form>
  );
}
