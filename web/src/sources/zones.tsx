import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { instantOfLocal } from '../../../src/metrics/index.js';
import { request } from '../api/client.js';
import { fieldError, isBesideFields } from '../api/field-error.js';
import { zonesQuery } from '../api/queries.js';
import type { ZonesView } from '../api/types.js';
import { Button, Failed, Loading, Message, SelectField, TextField, useShowWrong, useUnsent } from '../ui/index.js';
import { type Audience, dayAndClock, phrase, sayOnPage } from '../words/index.js';

const TIME_ZONES = Intl.supportedValuesOf('timeZone');

/**
 * Where somebody has lived and travelled, and a form for one more journey.
 *
 * @param props.zone - the one to begin with
 */
export function Zones({ patientId, zone: now, audience }: { patientId: string; zone: string; audience: Audience }) {
  const queries = useQueryClient();
  const found = useQuery(zonesQuery(patientId));
  const [zone, setZone] = useState(now);
  const [local, setLocal] = useState('');
  const [asked, setAsked] = useState<object | null>(null);
  const save = useMutation({
    mutationFn: () =>
      request<ZonesView>(`/api/v1/patients/${patientId}/time-zones`, {
        method: 'PUT',
        body: { zone, since: new Date(instantOfLocal(zone, local).ms).toISOString() },
      }),
    onSuccess: async (view) => {
      setAsked(null);
      setLocal('');
      queries.setQueryData(zonesQuery(patientId).queryKey, view);
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['patient', 'one', patientId] }),
        queries.invalidateQueries({ queryKey: ['trend', patientId] }),
      ]);
    },
  });
  const form = useShowWrong(asked, save.error);
  useUnsent(local !== '', save.isPending);
  if (found.error && !found.data)
    return <Failed part={phrase('zones.title')} error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={3} height={32} />;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (local) save.mutate();
    else save.reset();
  };
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">{phrase('zones.why', { isMine: String(audience === 'patient') })}</p>
      <ul className="small">
        {found.data.items.map((item) => (
          <li key={item.since ?? ''}>
            <b>{item.zone}</b>{' '}
            <span className="dim">
              {item.since === null
                ? phrase('zones.first')
                : phrase('zones.since', { since: dayAndClock(item.since, item.zone) })}
            </span>
          </li>
        ))}
      </ul>
      <SelectField label={phrase('zones.zone')} value={zone} onChange={(event) => setZone(event.target.value)}>
        {!TIME_ZONES.includes(zone) && <option>{zone}</option>}
        {TIME_ZONES.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </SelectField>
      <TextField
        label={phrase('zones.when')}
        type="datetime-local"
        value={local}
        onChange={(event) => setLocal(event.target.value)}
        error={asked && !local ? sayOnPage('field.needsMoment') : fieldError(save.error, 'since')}
      />
      {save.error && !isBesideFields(save.error, ['since']) && <Message>{save.error.message}</Message>}
      {save.data && <Message ok>{phrase('zones.saved')}</Message>}
      <Button kind="primary" type="submit" busy={save.isPending}>
        {phrase('zones.save')}
      </Button>
    </form>
  );
}
