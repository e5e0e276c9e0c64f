import { useClinicZone } from '../../app/session.js';
import { Button, Empty } from '../../ui/index.js';
import { agoWords, sayOnPage } from '../../words/index.js';
import { type Filters, isSame, USUAL } from './filters.js';
import type { WorklistState } from './worklist-state.js';

/** What was checked and when; and where something is open outside the filters, the way there. */
export function NothingHere(props: { filters: Filters; state: WorklistState; onUsual: () => void }) {
  const { filters, state, onUsual } = props;
  const zone = useClinicZone();
  const narrowed = !isSame(filters, USUAL);
  return (
    <Empty title={sayOnPage('worklist.empty', { narrowed: String(narrowed) })}>
      {narrowed && <p>{sayOnPage('worklist.emptyNarrowed', { all: state.counts.all })}</p>}
      <p>{sayOnPage('worklist.emptyWhy', { ago: agoWords(state.asOf, Date.now(), zone) })}</p>
      {narrowed && <Button onClick={onUsual}>{sayOnPage('worklist.showUsual')}</Button>}
    </Empty>
  );
}
