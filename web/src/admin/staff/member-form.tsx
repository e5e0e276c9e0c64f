import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../../api/client.js';
import { PROFESSIONS, type Member, type Profession, type Role } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { Checkbox, FormEnd, SelectField } from '../../ui/index.js';
import { PROFESSION_WORDS, ROLE_WORDS, sayOnPage } from '../../words/index.js';

const ROLES = (Object.keys(ROLE_WORDS) as Role[]).filter((role) => role !== 'patient' && role !== 'caregiver');

/** Role, profession and whether somebody works here. One's own rights are somebody else's to change. */
export function MemberForm({ member, onClose }: { member: Member; onClose: () => void }) {
  const { person } = useSession();
  const queries = useQueryClient();
  const [role, setRole] = useState(member.role);
  const [profession, setProfession] = useState<Profession | ''>(member.profession ?? '');
  const [active, setActive] = useState(member.active);
  const isOwn = member.personId === person.id;
  const save = useMutation({
    mutationFn: () =>
      request<void>(`/api/v1/members/${member.personId}`, {
        method: 'PUT',
        body: { role, profession: profession || null, active },
      }),
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['members'] }),
        queries.invalidateQueries({ queryKey: ['clinic'] }),
      ]);
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      {isOwn && <p className="dim">{sayOnPage('member.own')}</p>}
      <SelectField
        label={sayOnPage('member.role')}
        value={role}
        disabled={isOwn}
        onChange={(event) => setRole(event.currentTarget.value as Role)}
      >
        {ROLES.map((value) => (
          <option key={value} value={value}>
            {ROLE_WORDS[value]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={sayOnPage('member.profession')}
        value={profession}
        onChange={(event) => setProfession(event.currentTarget.value as Profession | '')}
      >
        <option value="">{sayOnPage('member.noProfession')}</option>
        {PROFESSIONS.map((value) => (
          <option key={value} value={value}>
            {PROFESSION_WORDS[value]}
          </option>
        ))}
      </SelectField>
      <Checkbox checked={active} disabled={isOwn} onChange={(event) => setActive(event.currentTarget.checked)}>
        {sayOnPage('member.active')}
      </Checkbox>
      <FormEnd label={sayOnPage('common.save')} busy={save.isPending} error={save.error} onClose={onClose} />
    </form>
  );
}
