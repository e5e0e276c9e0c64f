import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { backTestItemsQuery } from '../../api/queries.js';
import type { BackTestItems, Outcome } from '../../api/types.js';
import { Failed, Loading } from '../../ui/index.js';
import { OUTCOME_WORDS, sayAlert, sayOnPage, shortDay, TIER_WORDS } from '../../words/index.js';

type Item = BackTestItems['items'][number];

/** Whose items would come, or go; each with what it says. */
export function BackTestItemList({ id, side, count }: { id: string; side: Item['side']; count: number }) {
  const list = useQuery({ ...backTestItemsQuery(id, side), enabled: count > 0 });
  const title = sayOnPage(`backtest.${side}`, { count });
  return (
    <details className="comes" open={count > 0 && count <= 12}>
      <summary>{title}</summary>
      {count === 0 && <p className="dim">{sayOnPage('backtest.none')}</p>}
      {list.error && <Failed part={title} error={list.error} retry={() => void list.refetch()} />}
      {count > 0 && list.isPending && <Loading rows={3} height={40} />}
      {list.data && (
        <ul>
          {list.data.items.map((item, i) => (
            <ItemRow key={`${item.on} ${item.patient?.id ?? ''} ${i}`} item={item} />
          ))}
        </ul>
      )}
      {list.data?.isCut && <p className="dim small">{sayOnPage('backtest.cut')}</p>}
    </details>
  );
}

function ItemRow({ item }: { item: Item }) {
  const { patient, on, event, severity, tier, since, outcome } = item;
  return (
    <li>
      {patient ? (
        <Link to="/patients/$patientId" params={{ patientId: patient.id }}>
          {patient.name}
        </Link>
      ) : (
        <b>{sayOnPage('backtest.clinicItem')}</b>
      )}{' '}
      {sayOnPage('backtest.item', { on: shortDay(on), what: sayAlert(item) })}
      <div className="small dim">
        {sayOnPage('backtest.itemFacts', {
          event,
          severity,
          tier: TIER_WORDS[tier].title,
          since: shortDay(since),
          outcome: OUTCOME_WORDS[outcome as Outcome] ?? 'none',
        })}
      </div>
    </li>
  );
}
