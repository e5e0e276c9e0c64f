import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../api/client.js';
import { rotaQuery } from '../../api/queries.js';
import { PROFESSIONS, type NewShift, type Rota } from '../../api/types.js';
import { FormEnd, SelectField, TextField } from '../../ui/index.js';
import { PROFESSION_WORDS, sayOnPage } from '../../words/index.js';
import { useColleagues } from './use-colleagues.js';

const WEEKS = [0, 1, 2, 3, 4, 6, 8];

/** One turn on call: from a day and hour to another, once or again and again. */
export function ShiftForm({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const colleagues = useColleagues();
  const id = useRef(newId());
  const [fields, setFields] = useState({ personId: '', profession: '', rank: '1', from: '', to: '', everyWeeks: '0' });
  const personId = fields.personId || colleagues[0]?.personId || '';
  const complete = personId !== '' && fields.from !== '' && fields.to > fields.from;
  const save = useMutation({
    mutationFn: () => {
      const [startsOn = '', starts = ''] = fields.from.split('T');
      const [endsOn = '', ends = ''] = fields.to.split('T');
      const body: NewShift = {
        personId,
        profession: (fields.profession || null) as NewShift['profession'],
        rank: fields.rank === '2' ? 2 : 1,
        startsOn,
        starts,
        endsOn,
        ends,
        everyWeeks: Number(fields.everyWeeks),
        lastOn: null,
      };
      return request<Rota>(`/api/v1/rota/${id.current}`, { method: 'PUT', body });
    },
    onSuccess: (view) => {
      queries.setQueryData(rotaQuery.queryKey, view);
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
  return (
    <form className="form" onSubmit={submit}>
      <SelectField label={sayOnPage('rota.who')} value={personId} onChange={set('personId')}>
        {colleagues.map((member) => (
          <option key={member.personId} value={member.personId}>
            {member.name}
          </option>
        ))}
      </SelectField>
      <div className="cols">
        <TextField
          label={sayOnPage('rota.from')}
          type="datetime-local"
          required
          value={fields.from}
          onChange={set('from')}
        />
        <TextField label={sayOnPage('rota.to')} type="datetime-local" required value={fields.to} onChange={set('to')} />
        <SelectField label={sayOnPage('rota.every')} value={fields.everyWeeks} onChange={set('everyWeeks')}>
          {WEEKS.map((n) => (
            <option key={n} value={n}>
              {n === 0 ? sayOnPage('rota.once') : sayOnPage('rota.weeks', { n })}
            </option>
          ))}
        </SelectField>
        <SelectField label={sayOnPage('rota.rank')} value={fields.rank} onChange={set('rank')}>
          <option value="1">{sayOnPage('rota.first')}</option>
          <option value="2">{sayOnPage('rota.second')}</option>
        </SelectField>
        <SelectField label={sayOnPage('rota.for')} value={fields.profession} onChange={set('profession')}>
          <option value="">{sayOnPage('rota.everything')}</option>
          {PROFESSIONS.map((value) => (
            <option key={value} value={value}>
              {PROFESSION_WORDS[value]}
            </option>
          ))}
        </SelectField>
      </div>
      <FormEnd label={sayOnPage('common.save')} busy={save.isPending} error={save.error} onClose={onClose} />
    </form>
  );
}
