import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { newId, request } from '../api/client.js';
import { erasureQuery } from '../api/queries.js';
import type { ErasurePreview } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Dialog, Failed, Message } from '../ui/index.js';
import { longDay, dayIn, sayOnPage } from '../words/index.js';

/** To be forgotten: what would go, asking for it, and taking it back. */
export function MyErasure({ patientId }: { patientId: string }) {
  const queries = useQueryClient();
  const erasure = useQuery(erasureQuery(patientId));
  const [asking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: (verb: '' | '/cancel') =>
      request(`/api/v1/patients/${patientId}/erasure${verb}`, {
        method: 'POST',
        body: verb === '' ? { id: newId() } : {},
      }),
    onSuccess: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ['erasure', patientId] });
    },
  });
  const view = erasure.data;
  return (
    <section className="sec mydata" aria-labelledby="erase-title">
      <h2 id="erase-title">{sayOnPage('erase.title')}</h2>
      {erasure.error && !view && (
        <Failed part={sayOnPage('erase.part')} error={erasure.error} retry={() => void erasure.refetch()} />
      )}
      {view && <p className="dim">{sayOnPage('erase.lead', { days: view.graceDays })}</p>}
      {view?.holds.some(({ isActive }) => isActive) && <p className="below">{sayOnPage('erase.held')}</p>}
      {act.error && <Message>{act.error.message}</Message>}
      {view?.current && <Current current={view.current} />}
      {/* One button for both ways: it keeps the focus when the other takes its place. */}
      {view && view.current?.state !== 'running' && (
        <Button busy={act.isPending} onClick={() => (view.current ? act.mutate('/cancel') : setAsking(true))}>
          {sayOnPage(view.current ? 'erase.cancel' : 'erase.ask')}
        </Button>
      )}
      <Dialog title={sayOnPage('erase.title')} opened={asking} onClose={() => setAsking(false)}>
        {view && (
          <div className="form mydata">
            <h3>{sayOnPage('erase.what')}</h3>
            <ul>
              {Object.entries(view.counts)
                .filter(([, count]) => count > 0)
                .map(([kind, count]) => (
                  <li key={kind}>{sayOnPage('erase.kind', { kind, count })}</li>
                ))}
            </ul>
            <p>{sayOnPage('erase.kept')}</p>
            <p>{sayOnPage('erase.sureWords')}</p>
            <div className="row wrap">
              <Button kind="stop" busy={act.isPending} onClick={() => act.mutate('')}>
                {sayOnPage('erase.sure')}
              </Button>
              <Button kind="quiet" onClick={() => setAsking(false)}>
                {sayOnPage('erase.back')}
              </Button>
            </div>
          </div>
        )}
      </Dialog>
    </section>
  );
}

function Current({ current: { state, requestedAt, dueAt } }: { current: NonNullable<ErasurePreview['current']> }) {
  const zone = useClinicZone();
  const day = (at: string | null) => (at ? longDay(dayIn(at, zone)) : '');
  return (
    <p className="below" role="status">
      {sayOnPage('erase.state', { state, on: day(requestedAt), due: day(dueAt) })}
    </p>
  );
}
