import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client.js';
import { transfersQuery } from '../../api/queries.js';
import { useClinicZone } from '../../app/session.js';
import { Button, Failed, Message } from '../../ui/index.js';
import { dayAndClock, sayOnPage } from '../../words/index.js';

/** What this clinic has offered to others. */
export function TransferList() {
  const zone = useClinicZone();
  const queries = useQueryClient();
  const transfers = useQuery(transfersQuery);
  const revoke = useMutation({
    mutationFn: (id: string) => request<void>(`/api/v1/transfers/${id}/revoke`, { method: 'POST', body: {} }),
    onSuccess: () => queries.invalidateQueries({ queryKey: transfersQuery.queryKey }),
  });
  return (
    <section aria-labelledby="transfers-title">
      <h2 id="transfers-title">{sayOnPage('transfers.title')}</h2>
      {transfers.error && !transfers.data && (
        <Failed part={sayOnPage('transfers.title')} error={transfers.error} retry={() => void transfers.refetch()} />
      )}
      {transfers.data?.items.length === 0 && <p className="dim">{sayOnPage('transfers.none')}</p>}
      {revoke.error && <Message>{revoke.error.message}</Message>}
      <ul className="lines">
        {transfers.data?.items.map((transfer) => (
          <li key={transfer.id} className="row">
            <span className="grow">
              {sayOnPage('transfers.row', { name: transfer.patientName, to: transfer.toName })}
              <br />
              <span className="small dim">
                {sayOnPage('transfers.state', {
                  state: transfer.state,
                  by: transfer.createdBy,
                  until: dayAndClock(transfer.expiresAt, zone),
                  at: transfer.acceptedAt ? dayAndClock(transfer.acceptedAt, zone) : '',
                })}
              </span>
            </span>
            {(transfer.state === 'offered' || transfer.state === 'underway') && (
              <Button
                small
                kind="quiet"
                aria-label={sayOnPage('transfers.revokeNamed', { name: transfer.patientName })}
                onClick={() => revoke.mutate(transfer.id)}
              >
                {sayOnPage('transfers.revoke')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
