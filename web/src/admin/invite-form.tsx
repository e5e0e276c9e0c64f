import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../api/client.js';
import { fieldError, isBesideFields } from '../api/field-error.js';
import { PROFESSIONS, type InvitationLink, type NewInvitation, type Profession, type Role } from '../api/types.js';
import { OneTimeLink } from '../clinician/one-time-link.js';
import { Button, Message, SelectField, TextField, useShowWrong } from '../ui/index.js';
import { isAddress, PROFESSION_WORDS, ROLE_WORDS, sayOnPage } from '../words/index.js';

const ROLES = ['clinician', 'coordinator', 'admin', 'auditor'] as const satisfies readonly Role[];

export function InviteForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<(typeof ROLES)[number]>('clinician');
  const [profession, setProfession] = useState<Profession | ''>('');
  const [asked, setAsked] = useState<object | null>(null);
  const id = useRef(newId());
  const hasProfession = role !== 'admin' && role !== 'auditor';
  // None by default: alerts and rotas go by it, and a slip would send them to the wrong desk.
  const complete = name.trim() !== '' && isAddress(email) && (!hasProfession || profession !== '');
  const invite = useMutation({
    mutationFn: () => {
      const body: NewInvitation = {
        id: id.current,
        name: name.trim(),
        email: email.trim(),
        role,
        profession: hasProfession && profession !== '' ? profession : null,
      };
      return request<InvitationLink>('/api/v1/invitations', { method: 'POST', body });
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['invitations'] }),
  });
  const form = useShowWrong(asked, invite.error);
  if (invite.data) {
    return (
      <div className="form">
        <OneTimeLink link={invite.data} to={name.trim()} email={email.trim()} />
        <div>
          <Button kind="quiet" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (complete) invite.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      {invite.error && !isBesideFields(invite.error, ['name', 'email', 'profession']) && (
        <Message>{invite.error.message}</Message>
      )}
      <TextField
        label="Name"
        value={name}
        error={asked && !name.trim() ? sayOnPage('field.needed') : fieldError(invite.error, 'name')}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <TextField
        label="E-mail"
        type="email"
        value={email}
        error={asked && !isAddress(email) ? sayOnPage('field.email') : fieldError(invite.error, 'email')}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <div className="cols">
        <SelectField
          label="Role"
          value={role}
          onChange={(event) => setRole(event.currentTarget.value as (typeof ROLES)[number])}
        >
          {ROLES.map((value) => (
            <option key={value} value={value}>
              {ROLE_WORDS[value]}
            </option>
          ))}
        </SelectField>
        {hasProfession && (
          <SelectField
            label="Profession"
            value={profession}
            error={asked && !profession ? sayOnPage('field.choose') : fieldError(invite.error, 'profession')}
            onChange={(event) => setProfession(event.currentTarget.value as Profession | '')}
          >
            <option value="">{sayOnPage('field.pick')}</option>
            {PROFESSIONS.map((value) => (
              <option key={value} value={value}>
                {PROFESSION_WORDS[value]}
              </option>
            ))}
          </SelectField>
        )}
      </div>
      <div className="row">
        <Button kind="primary" type="submit" busy={invite.isPending}>
          Make the link
        </Button>
        <Button kind="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
