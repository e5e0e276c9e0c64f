import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../../api/client.js';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import { followersQuery, patientQuery } from '../../../api/queries.js';
import type { InvitationLink, NewInvitation, PatientDetail } from '../../../api/types.js';
import { useClinicZone } from '../../../app/session.js';
import { endOf, type Grant, GrantFields } from '../../../patient/people/grant-fields.js';
import { Button, FormEnd, Message, SelectField, TextField, useShowWrong } from '../../../ui/index.js';
import { isAddress, personFieldWords, sayOnPage } from '../../../words/index.js';
import { OneTimeLink } from '../../one-time-link.js';

type AgreedHow = NonNullable<NewInvitation['agreedHow']>;
const HOW = { 'on-paper': 'followers.onPaper', 'in-person': 'followers.inPerson' } as const satisfies Record<
  AgreedHow,
  string
>;
const MARKED = ['name', 'email', 'relationship', 'until', 'agreedHow'];

/** Somebody whom the team invites to look on: a patient with an account is asked there, of others it is written down how they agreed. */
export function InviteFollower(props: { patient: PatientDetail; onMade: () => void; onClose: () => void }) {
  const { patient, onMade, onClose } = props;
  const zone = useClinicZone();
  const queries = useQueryClient();
  const saysHow = !patient.hasAccount;
  const id = useRef(newId());
  const [fields, setFields] = useState({ name: '', email: '', relationship: '' });
  const [grant, setGrant] = useState<Grant>({ categories: ['trends', 'visits'], until: '' });
  const [how, setHow] = useState<AgreedHow | ''>('');
  const [asked, setAsked] = useState<object | null>(null);
  const invite = useMutation({
    mutationFn: () => {
      const body: NewInvitation = {
        id: id.current,
        email: fields.email.trim(),
        name: fields.name.trim(),
        role: 'caregiver',
        patientId: patient.id,
        relationship: fields.relationship.trim(),
        categories: [...grant.categories],
        until: endOf(grant.until, zone),
        ...(saysHow && how !== '' ? { agreedHow: how } : {}),
      };
      return request<InvitationLink>('/api/v1/invitations', { method: 'POST', body });
    },
    onSuccess: () => {
      onMade();
      return queries.invalidateQueries({ queryKey: followersQuery(patient.id).queryKey });
    },
    // The account may be over, or have come, since this page was read: the server knows, and the form becomes the other one.
    onError: () => queries.invalidateQueries({ queryKey: patientQuery(patient.id).queryKey }),
  });
  const form = useShowWrong(asked, invite.error);
  const isComplete =
    fields.name.trim() !== '' &&
    fields.relationship.trim() !== '' &&
    isAddress(fields.email) &&
    grant.categories.length > 0 &&
    (!saysHow || how !== '');
  if (invite.data)
    return (
      <div className="form">
        <OneTimeLink link={invite.data} to={fields.name.trim()} email={fields.email.trim()} />
        <Button onClick={onClose}>{sayOnPage('common.close')}</Button>
      </div>
    );
  const field = (name: keyof typeof fields) => ({
    value: fields[name],
    error: (asked && wrongWords(name, fields[name].trim())) || fieldError(invite.error, name),
    onChange: (event: { currentTarget: { value: string } }) => {
      const { value } = event.currentTarget;
      setFields((was) => ({ ...was, [name]: value }));
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (isComplete) invite.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">
        {sayOnPage(saysHow ? 'followers.inviteAgreed' : 'followers.inviteAsked', { name: patient.name })}
      </p>
      <TextField label={sayOnPage('people.name')} {...field('name')} data-autofocus />
      <TextField label={sayOnPage('person.email')} type="email" {...field('email')} />
      <TextField
        label={sayOnPage('followers.relationship')}
        hint={sayOnPage('people.relationshipHint')}
        {...field('relationship')}
      />
      <GrantFields grant={grant} error={invite.error} onChange={setGrant} voice="clinic" />
      {asked && grant.categories.length === 0 && <Message>{sayOnPage('people.nothing')}</Message>}
      {saysHow && (
        <SelectField
          label={sayOnPage('followers.how')}
          value={how}
          error={(asked && how === '' ? sayOnPage('field.needed') : null) ?? fieldError(invite.error, 'agreedHow')}
          onChange={(event) => setHow(event.currentTarget.value as AgreedHow | '')}
        >
          <option value="">{sayOnPage('followers.howChoose')}</option>
          {(Object.keys(HOW) as AgreedHow[]).map((key) => (
            <option key={key} value={key}>
              {sayOnPage(HOW[key])}
            </option>
          ))}
        </SelectField>
      )}
      {!saysHow && fieldError(invite.error, 'agreedHow') && (
        <Message>{sayOnPage('followers.nowAsked', { name: patient.name })}</Message>
      )}
      <FormEnd
        label={sayOnPage('people.make')}
        busy={invite.isPending}
        error={isBesideFields(invite.error, MARKED) ? null : invite.error}
        onClose={onClose}
      />
    </form>
  );
}

function wrongWords(name: string, value: string): string | null {
  if (name === 'email') return personFieldWords('email', value, true);
  return value ? null : sayOnPage('field.needed');
}
