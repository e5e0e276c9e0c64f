import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import { fieldError, isBesideFields } from '../api/field-error.js';
import { retentionQuery } from '../api/queries.js';
import type { RetentionView } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Message, NumberField } from '../ui/index.js';
import { dayAndClock, sayOnPage } from '../words/index.js';

export function RetentionForm({ mayChange }: { mayChange: boolean }) {
  const setting = useQuery(retentionQuery);
  return (
    <section aria-labelledby="keep-title">
      <h2 id="keep-title">{sayOnPage('requests.keep')}</h2>
      {setting.error && !setting.data && (
        <Failed part={sayOnPage('requests.keep')} error={setting.error} retry={() => void setting.refetch()} />
      )}
      {setting.data && <Fields key={setting.dataUpdatedAt} setting={setting.data} mayChange={mayChange} />}
      {setting.data && <History history={setting.data.history} />}
    </section>
  );
}

const FIELDS = ['exportDays', 'erasureGraceDays', 'declinedReferralDays'] as const;
type Days = Record<(typeof FIELDS)[number], number | null>;

function Fields({ setting, mayChange }: { setting: RetentionView; mayChange: boolean }) {
  const queries = useQueryClient();
  const [days, setDays] = useState<Days>(setting);
  const save = useMutation({
    mutationFn: () => {
      const body = Object.fromEntries(FIELDS.map((name) => [name, days[name]]));
      return request<RetentionView>('/api/v1/clinic/retention', { method: 'PUT', body });
    },
    onSuccess: (answer) => queries.setQueryData(retentionQuery.queryKey, answer),
  });
  const isSame = FIELDS.every((name) => days[name] === setting[name]);
  const readable = FIELDS.every((name) => !Number.isNaN(days[name]));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSame && readable) save.mutate();
  };
  return (
    <form className="keep" onSubmit={submit}>
      {FIELDS.map((name) => (
        <NumberField
          key={name}
          label={sayOnPage(`requests.${name}`)}
          value={days[name]}
          disabled={!mayChange}
          onChange={(value) => setDays({ ...days, [name]: value })}
          error={fieldError(save.error, name)}
        />
      ))}
      {!mayChange && <p className="dim">{sayOnPage('requests.admins')}</p>}
      {save.error && !isBesideFields(save.error, FIELDS) && <Message>{save.error.message}</Message>}
      {mayChange && (
        <Button kind="primary" type="submit" busy={save.isPending || isSame || !readable}>
          {sayOnPage('requests.save')}
        </Button>
      )}
    </form>
  );
}

function History({ history }: { history: RetentionView['history'] }) {
  const zone = useClinicZone();
  return (
    <>
      <h3>{sayOnPage('requests.history')}</h3>
      {history.length === 0 && <p className="dim">{sayOnPage('requests.unchanged')}</p>}
      <ul>
        {history.map(({ at, by, ...days }) => (
          <li key={at}>
            <span className="dim small nowrap">{dayAndClock(at, zone)}</span>{' '}
            {sayOnPage('requests.changed', { by, ...days })}
          </li>
        ))}
      </ul>
    </>
  );
}
