import { useState, type FormEvent } from 'react';
import { fieldError } from '../../api/field-error.js';
import { Message, TextField } from '../../ui/index.js';
import { isAddress, personFieldWords, sayOnPage } from '../../words/index.js';
import type { Grant } from './grant.js';
import { GrantFields } from './grant-fields.js';
import { type GrantDraft, useGrant } from './use-grant.js';

const EMPTY = { name: '', email: '', relationship: '' };
const PROPOSED: Grant = { categories: ['trends', 'visits'], until: '' };
type Field = keyof typeof EMPTY;
/** Fields beside which the server's words stand. */
export const MARKED = ['name', 'email', 'relationship', 'until'];

export interface InvitedFollower {
  readonly fields: typeof EMPTY;
  readonly draft: GrantDraft;
  /** As it is sent. */
  readonly who: typeof EMPTY;
  /** Something is typed or chosen. */
  readonly isTyped: boolean;
  readonly setField: (name: Field, value: string) => void;
  /** The form was pressed. True: it can be sent. */
  readonly ask: (event: FormEvent<HTMLFormElement>) => boolean;
}

/** Somebody who is to look on, as a patient or a clinic invites them: who they are, what they will see, and until when. */
export function useInvitedFollower(zone: string): InvitedFollower {
  const [fields, setFields] = useState(EMPTY);
  const draft = useGrant(PROPOSED, zone);
  const who = { name: fields.name.trim(), email: fields.email.trim(), relationship: fields.relationship.trim() };
  return {
    fields,
    draft,
    who,
    isTyped: draft.isChanged || Object.values(who).some((text) => text !== ''),
    setField: (name, value) => setFields((was) => ({ ...was, [name]: value })),
    ask: (event) => {
      const isGranted = draft.ask(event);
      return isGranted && who.name !== '' && who.relationship !== '' && isAddress(fields.email);
    },
  };
}

/** @param voice - who invites */
export function InvitedFollowerFields(props: {
  invited: InvitedFollower;
  error: Error | null;
  voice: 'patient' | 'clinic';
}) {
  const { invited, error, voice } = props;
  const { fields, draft } = invited;
  const { asked } = draft;
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
      <GrantFields draft={draft} error={error} voice={voice} />
      {asked && draft.grant.categories.length === 0 && <Message>{sayOnPage('people.nothing')}</Message>}
    </>
  );
}

function wrongWords(name: Field, value: string): string | null {
  if (name === 'email') return personFieldWords('email', value, true);
  return value ? null : sayOnPage('field.needed');
}
