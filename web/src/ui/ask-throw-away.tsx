import { sayOnPage } from '../words/index.js';
import { Confirm } from './confirm.js';

/** Asks before what is typed and not sent gives way to something else. */
export function AskThrowAway(props: { opened: boolean; onYes: () => void; onNo: () => void }) {
  return (
    <Confirm title={sayOnPage('unsent.title')} yes={sayOnPage('unsent.yes')} no={sayOnPage('unsent.no')} {...props}>
      {sayOnPage('unsent.why')}
    </Confirm>
  );
}
