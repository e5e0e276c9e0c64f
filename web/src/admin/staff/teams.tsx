import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { newId, request } from '../../api/client.js';
import { membersQuery, teamsQuery } from '../../api/queries.js';
import type { Team, Teams as TeamList } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { Button, Checkbox, Dialog, Message, TextField } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';

/** Colleagues who are chosen together. Admins change them. */
export function Teams() {
  const { role } = useSession();
  const teams = useQuery(teamsQuery);
  const [editing, setEditing] = useState<Team | null>(null);
  const mayChange = role === 'admin';
  return (
    <section className="staffsec" aria-labelledby="teams-title">
      <div className="row">
        <h2 id="teams-title" className="grow">
          {sayOnPage('teams.title')}
        </h2>
        {mayChange && (
          <Button small onClick={() => setEditing({ id: newId(), name: '', members: [] })}>
            {sayOnPage('teams.add')}
          </Button>
        )}
      </div>
      <p className="dim small">{sayOnPage(teams.data?.items.length === 0 ? 'teams.none' : 'teams.lead')}</p>
      <ul className="lines">
        {teams.data?.items.map((team) => (
          <li key={team.id} className="row">
            <span className="grow">
              <b>{team.name}</b> <span className="dim">{team.members.map(({ name }) => name).join(', ')}</span>
            </span>
            {mayChange && (
              <Button small kind="quiet" onClick={() => setEditing(team)}>
                {sayOnPage('common.edit')}
                <span className="sr"> {team.name}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Dialog
        title={editing?.name || sayOnPage('teams.add')}
        opened={editing !== null}
        onClose={() => setEditing(null)}
      >
        {editing && <TeamForm key={editing.id} team={editing} onClose={() => setEditing(null)} />}
      </Dialog>
    </section>
  );
}

function TeamForm({ team, onClose }: { team: Team; onClose: () => void }) {
  const queries = useQueryClient();
  const members = useQuery(membersQuery);
  const [name, setName] = useState(team.name);
  const [chosen, setChosen] = useState(team.members.map(({ personId }) => personId));
  const done = async () => {
    await queries.invalidateQueries({ queryKey: ['clinic'] });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
      request<TeamList>(`/api/v1/teams/${team.id}`, { method: 'PUT', body: { name: name.trim(), memberIds: chosen } }),
    onSuccess: done,
  });
  const end = useMutation({
    mutationFn: () => request<void>(`/api/v1/teams/${team.id}/end`, { method: 'POST', body: {} }),
    onSuccess: done,
  });
  const colleagues = (members.data?.items ?? []).filter(
    (member) => member.active && (member.role === 'clinician' || member.role === 'coordinator'),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) save.mutate();
  };
  return (
    <form className="form" onSubmit={submit}>
      <TextField
        label={sayOnPage('teams.name')}
        value={name}
        required
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <fieldset className="group">
        <legend>{sayOnPage('teams.members')}</legend>
        {colleagues.map((member) => (
          <Checkbox
            key={member.personId}
            checked={chosen.includes(member.personId)}
            onChange={(event) => {
              const { checked } = event.currentTarget;
              setChosen((was) => (checked ? [...was, member.personId] : was.filter((id) => id !== member.personId)));
            }}
          >
            {member.name}
          </Checkbox>
        ))}
      </fieldset>
      {(save.error ?? end.error) && <Message>{(save.error ?? end.error)?.message}</Message>}
      <div className="row">
        <Button kind="primary" type="submit" busy={save.isPending}>
          {sayOnPage('common.save')}
        </Button>
        {team.name !== '' && (
          <Button kind="quiet" busy={end.isPending} onClick={() => end.mutate()}>
            {sayOnPage('teams.end')}
          </Button>
        )}
      </div>
    </form>
  );
}
