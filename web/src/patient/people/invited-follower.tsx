import { useState } from 'react';
import { fieldError } from '../../api/field-error.js';
import { Message, TextField } from '../../ui/index.js';
import { isAddress, personFieldWords, sayOnPage } from '../../words/index.js';
import { type Grant, GrantFields } from './grant-fields.js';

const EMPTY = { name: '', email: '', relationship: '' };
type Field = keyof typeof EMPTY;
/** Fields beside which the server's words stand. */
export const MARKED = ['name', 'email', 'relationship', 'until'];

export interface InvitedFollower {
  readonly fields: typeof EMPTY;
  /** Changes with each try to send, null before the first: until then nothing is called missing. */
  readonly asked: object | null;
  readonly grant: Grant;
  readonly isComplete: boolean;
  /** As it is sent. */
  readonly who: typeof EMPTY;
  readonly setField: (name: Field, value: string) => void;
  readonly setGrant: (grant: Grant) => void;
  readonly ask: () => void;
}

/** Somebody who is to look on, as a patient or a clinic invites them: who they are, what they will see, and until when. */
export function useInvitedFollower(): InvitedFollower {
  const [fields, setFields] = useState(EMPTY);
  const [grant, setGrant] = useState<Grant>({ categories: ['trends', 'visits'], until: '' });
  const [asked, setAsked] = useState<object | null>(null);
  const who = { name: fields.name.trim(), email: fields.email.trim(), relationship: fields.relationship.trim() };
  return {
    fields,
    grant,
    asked,
    who,
    isComplete: who.name !== '' && who.relationship !== '' && isAddress(fields.email) && grant.categories.length > 0,
    setField: (name, value) => setFields((was) => ({ ...was, [name]: value })),
    setGrant,
    ask: () => setAsked({}),
  };
}

/** @param voice - who invites */
export function InvitedFollowerFields(props: {
  invited: InvitedFollower;
  error: Error | null;
  voice: 'patient' | 'clinic';
}) {
  const { invited, error, voice } = props;
  const { fields, asked, grant } = invited;
  const field = (name: Field) => ({
    value: fields[name],
    error: (asked && wrongWords(name, fields[name].trim())) || fieldError(error, name),
    onChange: (event: { currentTarget: { value: string } }) => invited.setField(name, event.currentTarget.value),
  });
  return (
    <>
      <TextField label={sayOnPage('people.name')} {...field('name')} data-autofocus />
      <TextField label={sayOnPage('person.email')} type="email" {...field('email')} />
      <TextField
        label={sayOnPage(voice === 'clinic' ? 'followers.relationship' : 'people.relationship')}
        hint={sayOnPage('people.relationshipHint')}
        {...field('relationship')}
      />
      <GrantFields grant={grant} error={error} onChange={invited.setGrant} voice={voice} />
      {asked && grant.categories.length === 0 && <Message>{sayOnPage('people.nothing')}</Message>}
    </>
  );
}

function wrongWords(name: Field, value: string): string | null {
  if (name === 'email') return personFieldWords('email', value, true);
  return value ? null : sayOnPage('field.needed');
}
