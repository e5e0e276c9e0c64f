import { IconChecklist } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { openCorrectionsQuery } from '../api/queries.js';
import { sayOnPage } from '../words/index.js';

/** How many corrections wait for an answer of whoever looks; 0 while it is not known. */
const useWaiting = (): number => useQuery(openCorrectionsQuery).data?.open ?? 0;

/** In the rail, with how many wait: what was answered is found there too. On a phone it stands in the account menu. */
export function RequestsRail() {
  const count = useWaiting();
  return (
    <Link to="/requests" className="n" activeProps={{ 'aria-current': 'page' }}>
      <IconChecklist className="i" aria-hidden="true" />
      {sayOnPage('requests.title')}
      {count > 0 && (
        <span className="c">
          {count}
          <span className="sr"> {sayOnPage('requests.waiting')}</span>
        </span>
      )}
    </Link>
  );
}

/** Above the worklist, on a phone too: that patients wait for an answer, and the way there. */
export function RequestsLine() {
  const count = useWaiting();
  if (count === 0) return null;
  return (
    <p className="note small asked">
      <Link to="/requests">{sayOnPage('requests.waitingLine', { count })}</Link>
    </p>
  );
}
