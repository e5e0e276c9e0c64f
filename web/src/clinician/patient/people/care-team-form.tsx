import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../../api/client.js';
import { membersQuery } from '../../../api/queries.js';
import type { PatientDetail } from '../../../api/types.js';
import { useSession } from '../../../app/session.js';
import { Checkbox, FormEnd, SelectField } from '../../../ui/index.js';
import { PROFESSION_WORDS, sayOnPage } from '../../../words/index.js';

export function CareTeamForm({ patient, onClose }: { patient: PatientDetail; onClose: () => void }) {
  const { person, role } = useSession();
  const queries = useQueryClient();
  const members = useQuery(membersQuery);
  const [team, setTeam] = useState(patient.careTeam.map(({ personId }) => personId));
  const [contact, setContact] = useState(patient.contact?.personId ?? '');
  const save = useMutation({
    mutationFn: () =>
      request<void>(`/api/v1/patients/${patient.id}/care-team`, {
        method: 'PUT',
        body: { personIds: team, contactPersonId: team.includes(contact) ? contact : null },
      }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['patient'] });
      onClose();
    },
  });
  const choices = (members.data?.items ?? []).filter(
    (member) =>
      team.includes(member.personId) ||
      (member.active && (member.role === 'clinician' || member.role === 'coordinator')),
  );
  const staysOn = (personId: string) =>
    role === 'clinician' && personId !== person.id && patient.careTeam.some((member) => member.personId === personId);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <p className="dim">{sayOnPage('careTeam.lead')}</p>
      <div className="team-pick" role="group" aria-label={sayOnPage('careTeam.title')}>
        {choices.map((member) => (
          <Checkbox
            key={member.personId}
            checked={team.includes(member.personId)}
            disabled={staysOn(member.personId)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              setTeam((was) => (checked ? [...was, member.personId] : was.filter((id) => id !== member.personId)));
            }}
          >
            {member.name}
            {member.profession && (
              <span className="dim small"> {PROFESSION_WORDS[member.profession].toLowerCase()}</span>
            )}
          </Checkbox>
        ))}
      </div>
      <SelectField
        label={sayOnPage('careTeam.contact')}
        value={team.includes(contact) ? contact : ''}
        onChange={(event) => setContact(event.currentTarget.value)}
      >
        <option value="">{sayOnPage('careTeam.noContact')}</option>
        {choices
          .filter((member) => team.includes(member.personId))
          .map((member) => (
            <option key={member.personId} value={member.personId}>
              {member.name}
            </option>
          ))}
      </SelectField>
      <FormEnd label={sayOnPage('common.save')} busy={save.isPending} error={save.error} onClose={onClose} />
    </form>
  );
}
