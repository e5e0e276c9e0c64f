import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import { retentionQuery } from '../api/queries.js';
import type { RetentionView } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Message, TextField } from '../ui/index.js';
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

function Fields({ setting, mayChange }: { setting: RetentionView; mayChange: boolean }) {
  const queries = useQueryClient();
  const [exportDays, setExportDays] = useState(String(setting.exportDays));
  const [graceDays, setGraceDays] = useState(String(setting.erasureGraceDays));
  const save = useMutation({
    mutationFn: () =>
      request<RetentionView>('/api/v1/clinic/retention', {
        method: 'PUT',
        body: { exportDays: Number(exportDays), erasureGraceDays: Number(graceDays) },
      }),
    onSuccess: (answer) => queries.setQueryData(retentionQuery.queryKey, answer),
  });
  const isSame = Number(exportDays) === setting.exportDays && Number(graceDays) === setting.erasureGraceDays;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isSame) save.mutate();
  };
  return (
    <form className="keep" onSubmit={submit}>
      <TextField
        label={sayOnPage('requests.exportDays')}
        type="number"
        min={1}
        max={30}
        value={exportDays}
        disabled={!mayChange}
        onChange={(event) => setExportDays(event.currentTarget.value)}
      />
      <TextField
        label={sayOnPage('requests.graceDays')}
        type="number"
        min={0}
        max={90}
        value={graceDays}
        disabled={!mayChange}
        onChange={(event) => setGraceDays(event.currentTarget.value)}
      />
      {save.error && <Message>{save.error.message}</Message>}
      {mayChange && (
        <Button kind="primary" type="submit" busy={save.isPending || isSame}>
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
        {history.map(({ at, by, exportDays, erasureGraceDays }) => (
          <li key={at}>
            <span className="dim small nowrap">{dayAndClock(at, zone)}</span>{' '}
            {sayOnPage('requests.changed', { by, exportDays, graceDays: erasureGraceDays })}
          </li>
        ))}
      </ul>
    </>
  );
}
