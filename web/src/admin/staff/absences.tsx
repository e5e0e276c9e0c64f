import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { instantOfLocal } from '../../../../src/metrics/index.js';
import { newId, request } from '../../api/client.js';
import { absencesQuery } from '../../api/queries.js';
import type { Absences as AbsenceList } from '../../api/types.js';
import { useClinicZone, useSession } from '../../app/session.js';
import { Button, Dialog, FormEnd, Message, SelectField, TextField } from '../../ui/index.js';
import { dayAndClock, sayOnPage } from '../../words/index.js';
import { useColleagues } from './use-colleagues.js';

/** Who is away and who stands in. Clinicians enter their own; coordinators and admins anybody's. */
export function Absences() {
  const { role, person } = useSession();
  const zone = useClinicZone();
  const queries = useQueryClient();
  const absences = useQuery(absencesQuery);
  const [adding, setAdding] = useState(false);
  const end = useMutation({
    mutationFn: (id: string) => request<void>(`/api/v1/absences/${id}/end`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['clinic'] }),
  });
  return (
    <section aria-labelledby="absences-title">
      <div className="row">
        <h2 id="absences-title" className="grow">
          {sayOnPage('absence.title')}
        </h2>
        <Button small onClick={() => setAdding(true)}>
          {sayOnPage('absence.add')}
        </Button>
      </div>
      {absences.data?.items.length === 0 && <p className="dim">{sayOnPage('absence.none')}</p>}
      {end.error && <Message>{end.error.message}</Message>}
      <ul className="lines">
        {absences.data?.items.map((absence) => (
          <li key={absence.id} className="row">
            <span className="grow">
              {sayOnPage('absence.row', {
                name: absence.person.name,
                from: dayAndClock(absence.fromAt, zone),
                until: dayAndClock(absence.untilAt, zone),
                standIn: absence.standIn.name,
              })}
            </span>
            {(role !== 'clinician' || absence.person.personId === person.id) && (
              <Button
                small
                kind="quiet"
                aria-label={sayOnPage('absence.end', { name: absence.person.name })}
                onClick={() => end.mutate(absence.id)}
              >
                {sayOnPage('absence.end.short')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Dialog title={sayOnPage('absence.add')} opened={adding} onClose={() => setAdding(false)}>
        <AbsenceForm onClose={() => setAdding(false)} />
      </Dialog>
    </section>
  );
}

function AbsenceForm({ onClose }: { onClose: () => void }) {
  const { role, person } = useSession();
  const zone = useClinicZone();
  const queries = useQueryClient();
  const colleagues = useColleagues();
  const id = useRef(newId());
  const [fields, setFields] = useState({ personId: '', standInId: '', from: '', until: '' });
  const mayChoose = role !== 'clinician';
  const personId = mayChoose ? fields.personId || colleagues[0]?.personId || '' : person.id;
  const others = colleagues.filter((member) => member.personId !== personId);
  const standInId = others.some((member) => member.personId === fields.standInId)
    ? fields.standInId
    : (others[0]?.personId ?? '');
  const complete = personId !== '' && standInId !== '' && fields.from !== '' && fields.until > fields.from;
  const save = useMutation({
    mutationFn: () => {
      const at = (local: string) => new Date(instantOfLocal(zone, local).ms).toISOString();
      return request<AbsenceList>('/api/v1/absences', {
        method: 'POST',
        body: { id: id.current, personId, standInId, fromAt: at(fields.from), untilAt: at(fields.until) },
      });
    },
    onSuccess: async (view) => {
      queries.setQueryData(absencesQuery.queryKey, view);
      await queries.invalidateQueries({ queryKey: ['clinic', 'rota'] });
      onClose();
    },
  });
  const set = (name: keyof typeof fields) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setFields((was) => ({ ...was, [name]: value }));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (complete) save.mutate();
  };
  const options = (members: typeof colleagues) =>
    members.map((member) => (
      <option key={member.personId} value={member.personId}>
        {member.name}
      </option>
    ));
  return (
    <form className="form" onSubmit={submit}>
      {mayChoose && (
        <SelectField label={sayOnPage('rota.who')} value={personId} onChange={set('personId')}>
          {options(colleagues)}
        </SelectField>
      )}
      <div className="cols">
        <TextField
          label={sayOnPage('rota.from')}
          type="datetime-local"
          required
          value={fields.from}
          onChange={set('from')}
        />
        <TextField
          label={sayOnPage('rota.to')}
          type="datetime-local"
          required
          value={fields.until}
          onChange={set('until')}
        />
      </div>
      <SelectField
        label={sayOnPage('absence.standIn')}
        value={standInId}
        onChange={set('standInId')}
        hint={sayOnPage('absence.why')}
      >
        {options(others)}
      </SelectField>
      <FormEnd label={sayOnPage('common.save')} busy={save.isPending} error={save.error} onClose={onClose} />
    </form>
  );
}
