import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.js';
import { sourcesQuery } from '../api/queries.js';
import type { SourcesView } from '../api/types.js';
import { Button, Failed, Loading, Message } from '../ui/index.js';
import { METRIC_NAMES, phrase, sourceName, type Audience } from '../words/index.js';
import { move } from './move.js';
import './sources.css';

type Order = SourcesView['orders'][number];

/** Which device counts first, metric by metric, and how far the history has followed. */
export function SourceOrder({ patientId, audience }: { patientId: string; audience: Audience }) {
  const found = useQuery(sourcesQuery(patientId));
  if (found.error && !found.data)
    return <Failed part={phrase('order.title')} error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={3} height={32} />;
  const { orders, recompute } = found.data;
  return (
    <div className="form">
      <p className="dim">{phrase('order.why')}</p>
      {orders.length === 0 && <p className="dim">{phrase('order.none')}</p>}
      {orders.map((order) => (
        // A new order from the server begins anew, also one that somebody else has chosen.
        <OrderOfMetric
          key={`${order.metric}${order.sourceIds.join()}`}
          {...{ patientId, audience, order }}
          sources={found.data.sources}
        />
      ))}
      {recompute && (
        <div role="status">
          <progress
            value={recompute.doneDays}
            max={recompute.totalDays}
            aria-label={phrase('order.progress', { done: recompute.doneDays, total: recompute.totalDays })}
          />
          <p className="small dim">
            {phrase('order.progress', { done: recompute.doneDays, total: recompute.totalDays })}
          </p>
        </div>
      )}
    </div>
  );
}

function OrderOfMetric(props: {
  patientId: string;
  audience: Audience;
  order: Order;
  sources: SourcesView['sources'];
}) {
  const { patientId, audience, order, sources } = props;
  const queries = useQueryClient();
  const [ids, setIds] = useState<readonly number[]>(order.sourceIds);
  const [moved, setMoved] = useState('');
  const labelOf = (id: number) => sourceName(sources.find((s) => s.sourceId === id)?.label ?? '', audience);
  const metric = METRIC_NAMES[audience][order.metric];
  const save = useMutation({
    mutationFn: (sourceIds: readonly number[]) =>
      request<SourcesView>(`/api/v1/patients/${patientId}/sources/${order.metric}/order`, {
        method: 'PUT',
        body: { sourceIds },
      }),
    onSuccess: (view) => queries.setQueryData(sourcesQuery(patientId).queryKey, view),
  });
  if (ids.length < 2) return <p className="small">{phrase('order.only', { metric, source: labelOf(ids[0]!) })}</p>;
  const step = (from: number, by: -1 | 1) => {
    const next = move(ids, from, by);
    if (next === ids) return;
    setIds(next);
    setMoved(phrase('order.moved', { source: labelOf(ids[from]!), place: from + by + 1, count: ids.length }));
  };
  const changed = ids.join() !== order.sourceIds.join();
  return (
    <section className="order" aria-label={phrase('order.of', { metric })}>
      <div className="row wrap">
        <h3 className="grow">{phrase('order.of', { metric })}</h3>
        <span className="small dim">{phrase(order.chosen ? 'order.chosen' : 'order.usual')}</span>
      </div>
      <ol>
        {ids.map((id, i) => (
          <SourceRow key={id} label={labelOf(id)} place={i + 1} count={ids.length} onMove={(by) => step(i, by)} />
        ))}
      </ol>
      <p className="sr" role="status">
        {moved}
      </p>
      {save.error && <Message>{save.error.message}</Message>}
      <div className="row">
        <Button small kind="primary" busy={save.isPending || !changed} onClick={() => save.mutate(ids)}>
          {phrase('order.save')}
        </Button>
        {order.chosen && (
          <Button small kind="quiet" busy={save.isPending} onClick={() => save.mutate([])}>
            {phrase('order.reset')}
          </Button>
        )}
      </div>
    </section>
  );
}

/** A button at the end of its way stays where it is and keeps the focus; it only stops answering. Arrow keys do the same. */
function SourceRow(props: { label: string; place: number; count: number; onMove: (by: -1 | 1) => void }) {
  const { label, place, count, onMove } = props;
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onMove(event.key === 'ArrowUp' ? -1 : 1);
  };
  const up = phrase('order.up');
  const down = phrase('order.down');
  return (
    <li className="row" onKeyDown={onKeyDown}>
      <span className="place dim">{place}</span>
      <span className="grow ell">{label}</span>
      <Button
        small
        kind="quiet"
        busy={place === 1}
        aria-label={`${up}: ${label}`}
        icon={<IconArrowUp className="i" aria-hidden="true" />}
        onClick={() => onMove(-1)}
      >
        <span className="hidem">{up}</span>
      </Button>
      <Button
        small
        kind="quiet"
        busy={place === count}
        aria-label={`${down}: ${label}`}
        icon={<IconArrowDown className="i" aria-hidden="true" />}
        onClick={() => onMove(1)}
      >
        <span className="hidem">{down}</span>
      </Button>
    </li>
  );
}
