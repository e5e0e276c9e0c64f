import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { erasuresQuery } from '../api/queries.js';
import type { ErasureRow } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Loading, Message } from '../ui/index.js';
import { dayAndClock, sayOnPage } from '../words/index.js';

export function ErasureRequests() {
  const asked = useQuery(erasuresQuery);
  return (
    <section aria-labelledby="erasures-title">
      <h2 id="erasures-title">{sayOnPage('requests.erasures')}</h2>
      <p className="dim">{sayOnPage('requests.erasuresLead')}</p>
      {asked.error && !asked.data && (
        <Failed part={sayOnPage('requests.part')} error={asked.error} retry={() => void asked.refetch()} />
      )}
      {asked.isPending && <Loading rows={2} height={60} />}
      {asked.data?.items.length === 0 && <p>{sayOnPage('requests.noErasures')}</p>}
      <ul>
        {asked.data?.items.map((one) => (
          <li key={one.id}>
            <Erasure one={one} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Erasure({ one }: { one: ErasureRow }) {
  const zone = useClinicZone();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (verb: 'approve' | 'cancel') =>
      request(`/api/v1/patients/${one.patientId}/erasure/${verb}`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['erasures'] }),
  });
  const at = (instant: string | null) => (instant ? dayAndClock(instant, zone) : '');
  const isOpen = one.state === 'requested' || one.state === 'approved';
  return (
    <>
      <b>{one.patientName ?? sayOnPage('requests.erased')}</b>,{' '}
      {sayOnPage('requests.erasureState', { state: one.state, due: at(one.dueAt), done: at(one.doneAt) })}
      {one.isHeld && isOpen && <b> · {sayOnPage('requests.held')}</b>}
      <div className="small dim">
        {at(one.requestedAt)} · {[one.requestedBy, one.approvedBy, one.reason].filter(Boolean).join(' · ')}
      </div>
      {act.error && <Message>{act.error.message}</Message>}
      {isOpen && (
        <div className="row wrap">
          {one.mayApprove && (
            <Button kind="primary" busy={act.isPending} onClick={() => act.mutate('approve')}>
              {sayOnPage('requests.approve')}
            </Button>
          )}
          <Button busy={act.isPending} onClick={() => act.mutate('cancel')}>
            {sayOnPage('requests.cancel')}
          </Button>
        </div>
      )}
    </>
  );
}
