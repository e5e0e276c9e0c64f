import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../../api/client.js';
import { fieldError, isBesideFields } from '../../../api/field-error.js';
import { followersQuery, patientQuery } from '../../../api/queries.js';
import type { InvitationLink, NewInvitation, PatientDetail } from '../../../api/types.js';
import { useClinicZone } from '../../../app/session.js';
import { endOf } from '../../../patient/people/grant.js';
import { InvitedFollowerFields, MARKED, useInvitedFollower } from '../../../patient/people/invited-follower.js';
import { FormEnd, Message, SelectField, useShowWrong, useUnsent } from '../../../ui/index.js';
import { sayOnPage } from '../../../words/index.js';
import { MadeLink } from '../../one-time-link.js';

type AgreedHow = NonNullable<NewInvitation['agreedHow']>;
const HOW = { 'on-paper': 'followers.onPaper', 'in-person': 'followers.inPerson' } as const satisfies Record<
  AgreedHow,
  string
>;

/** Somebody whom the team invites to look on: a patient with an account is asked there, of others it is written down how they agreed. */
export function InviteFollower(props: { patient: PatientDetail; onMade: () => void; onClose: () => void }) {
  const { patient, onMade, onClose } = props;
  const zone = useClinicZone();
  const queries = useQueryClient();
  const saysHow = !patient.hasAccount;
  const id = useRef(newId());
  const [how, setHow] = useState<AgreedHow | ''>('');
  const invited = useInvitedFollower(zone);
  const { who, draft } = invited;
  const { grant, asked } = draft;
  const invite = useMutation({
    mutationFn: () => {
      const body: NewInvitation = {
        id: id.current,
        ...who,
        role: 'caregiver',
        patientId: patient.id,
        categories: [...grant.categories],
        until: endOf(grant.until, zone),
        ...(saysHow && how !== '' ? { agreedHow: how } : {}),
      };
      return request<InvitationLink>('/api/v1/invitations', { method: 'POST', body });
    },
    onSuccess: () => {
      onMade();
      // Not waited for: until then the link would not be shown.
      void queries.invalidateQueries({ queryKey: followersQuery(patient.id).queryKey });
    },
    // The account may be over, or have come, since this page was read: the server knows, and the form becomes the other one.
    onError: () => queries.invalidateQueries({ queryKey: patientQuery(patient.id).queryKey }),
  });
  const form = useShowWrong(asked, invite.error);
  useUnsent((invited.isTyped || how !== '') && !invite.data, invite.isPending);
  if (invite.data) return <MadeLink link={invite.data} to={who.name} email={who.email} onClose={onClose} />;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    if (invited.ask(event) && (!saysHow || how !== '')) invite.mutate();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">
        {sayOnPage(saysHow ? 'followers.inviteAgreed' : 'followers.inviteAsked', { name: patient.name })}
      </p>
      <InvitedFollowerFields invited={invited} error={invite.error} voice="clinic" />
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
        error={isBesideFields(invite.error, [...MARKED, 'agreedHow']) ? null : invite.error}
        onClose={onClose}
      />
    </form>
  );
}
