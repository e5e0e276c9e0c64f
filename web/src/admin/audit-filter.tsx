import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { startOfDay } from '../../../src/metrics/index.js';
import { type AuditFilter, membersQuery } from '../api/queries.js';
import { useClinicZone } from '../app/session.js';
import { Button, Checkbox, SelectField, TextField } from '../ui/index.js';
import { addDays, sayOnPage } from '../words/index.js';
import { isBackwards } from './audit-days.js';
import { ACT_TYPES, ACT_WORDS } from './audit-words.js';

interface Props {
  filter: AuditFilter;
  onChange: (filter: AuditFilter) => void;
  withPeople: boolean;
  patient: string | undefined;
}

/** Each condition takes hold at once. Days are the clinic's. */
export function AuditFilterForm({ filter, onChange, withPeople, patient }: Props) {
  const zone = useClinicZone();
  const navigate = useNavigate();
  const [days, setDays] = useState({ from: '', to: '' });
  const set = (change: { [K in keyof AuditFilter]: AuditFilter[K] | undefined }) => {
    const merged = Object.entries({ ...filter, ...change }).filter(([, value]) => value);
    onChange(Object.fromEntries(merged) as AuditFilter);
  };
  const setDay = (which: 'from' | 'to', day: string) => {
    setDays((was) => ({ ...was, [which]: day }));
    set({
      [which]: day ? new Date(startOfDay(zone, which === 'to' ? addDays(day, 1) : day)).toISOString() : undefined,
    });
  };
  return (
    <form className="filter" onSubmit={(event) => event.preventDefault()}>
      {withPeople && <Person value={filter.actor ?? ''} onChange={(actor) => set({ actor })} />}
      <SelectField
        label={sayOnPage('audit.what')}
        value={filter.act ?? ''}
        onChange={(event) => set({ act: event.currentTarget.value })}
      >
        <option value="">{sayOnPage('audit.anything')}</option>
        {ACT_TYPES.map((type) => (
          <option key={type} value={type}>
            {ACT_WORDS[type]}
          </option>
        ))}
      </SelectField>
      <SelectField
        label={sayOnPage('audit.outcome')}
        value={filter.outcome ?? ''}
        onChange={(event) => set({ outcome: event.currentTarget.value })}
      >
        <option value="">{sayOnPage('audit.any')}</option>
        <option value="success">{sayOnPage('audit.success')}</option>
        <option value="denied">{sayOnPage('audit.denied')}</option>
      </SelectField>
      {(['from', 'to'] as const).map((which) => (
        <TextField
          key={which}
          label={sayOnPage(`audit.${which}`)}
          type="date"
          value={days[which]}
          error={which === 'to' && isBackwards(days) ? sayOnPage('audit.backwards') : null}
          onChange={(event) => setDay(which, event.currentTarget.value)}
        />
      ))}
      <Checkbox
        checked={filter.machines === 'with'}
        onChange={(event) => set({ machines: event.currentTarget.checked ? 'with' : undefined })}
      >
        {sayOnPage('audit.machines')}
      </Checkbox>
      {patient && (
        <div className="row only">
          <span>{sayOnPage('audit.patient', { patient: `P-${patient.slice(0, 8)}` })}</span>
          <Button small onClick={() => void navigate({ to: '/audit', search: {} })}>
            {sayOnPage('audit.patientClear')}
          </Button>
        </div>
      )}
    </form>
  );
}

function Person({ value, onChange }: { value: string; onChange: (actor: string) => void }) {
  const members = useQuery(membersQuery);
  return (
    <SelectField label={sayOnPage('audit.who')} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      <option value="">{sayOnPage('audit.everybody')}</option>
      {members.data?.items.map((member) => (
        <option key={member.personId} value={`person/${member.personId}`}>
          {member.name}
        </option>
      ))}
    </SelectField>
  );
}
