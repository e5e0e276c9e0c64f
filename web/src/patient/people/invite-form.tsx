import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { ApiError, newId, request } from '../../api/client.js';
import { fieldError, isBesideFields } from '../../api/field-error.js';
import { consentsQuery, followersQuery } from '../../api/queries.js';
import type { InvitationLink } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { OneTimeLink } from '../../clinician/one-time-link.js';
import { AskConsent } from '../../consents/ask-consent.js';
import { Button, Message, TextField, useShowWrong } from '../../ui/index.js';
import { isAddress, personFieldWords, sayOnPage } from '../../words/index.js';
import { endOf, type Grant, GrantFields } from './grant-fields.js';

const MARKED = ['name', 'email', 'relationship', 'until'];

/** Somebody whom the patient lets look on: what they will see is chosen here, before they come. */
export function InviteForm({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const queries = useQueryClient();
  const zone = useClinicZone();
  const id = useRef(newId());
  const [fields, setFields] = useState({ name: '', email: '', relationship: '' });
  const [grant, setGrant] = useState<Grant>({ categories: ['trends', 'visits'], until: '' });
  const [asked, setAsked] = useState<object | null>(null);
  const [asking, setAsking] = useState(false);
  const complete =
    fields.name.trim() !== '' &&
    fields.relationship.trim() !== '' &&
    isAddress(fields.email) &&
    grant.categories.length > 0;
  const consents = useQuery(consentsQuery(patientId));
  const sharing = consents.data?.items.find(({ purpose }) => purpose === 'share-caregiver');
  const invite = useMutation({
    mutationFn: () =>
      request<InvitationLink>(`/api/v1/patients/${patientId}/followers`, {
        method: 'POST',
        body: {
          id: id.current,
          name: fields.name.trim(),
          email: fields.email.trim(),
          relationship: fields.relationship.trim(),
          categories: grant.categories,
          until: endOf(grant.until, zone),
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: followersQuery(patientId).queryKey }),
    onError: (error) => setAsking(isConsentNeeded(error)),
  });
  const form = useShowWrong(asked, invite.error);
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
    if (!complete) return;
    if (sharing && sharing.status !== 'given') setAsking(true);
    else invite.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <TextField label={sayOnPage('people.name')} {...field('name')} data-autofocus />
      <TextField label={sayOnPage('person.email')} type="email" {...field('email')} />
      <TextField
        label={sayOnPage('people.relationship')}
        hint={sayOnPage('people.relationshipHint')}
        {...field('relationship')}
      />
      <GrantFields grant={grant} error={invite.error} onChange={setGrant} />
      {asked && grant.categories.length === 0 && <Message>{sayOnPage('people.nothing')}</Message>}
      {invite.error && !isConsentNeeded(invite.error) && !isBesideFields(invite.error, MARKED) && (
        <Message>{invite.error.message}</Message>
      )}
      <Button kind="primary" type="submit" busy={invite.isPending}>
        {sayOnPage('people.make')}
      </Button>
      <AskConsent
        patientId={patientId}
        purpose="share-caregiver"
        zone={zone}
        opened={asking}
        onClose={() => setAsking(false)}
        onAgreed={() => {
          setAsking(false);
          invite.mutate();
        }}
      />
    </form>
  );
}

function wrongWords(name: string, value: string): string | null {
  if (name === 'email') return personFieldWords('email', value, true);
  return value ? null : sayOnPage('field.needed');
}

const isConsentNeeded = (error: Error) => error instanceof ApiError && error.code === 'CONSENT_NEEDED';
