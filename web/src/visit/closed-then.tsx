import { Button } from '../ui/index.js';
import { sayOnPage } from '../words/index.js';

/** A visit behind closed doors is not wrong, by video in the evening say; it is asked about once. */
export function ClosedThen({ busy, onBook }: { busy: boolean; onBook: () => void }) {
  return (
    <div className="msg" role="alert">
      <div>
        {sayOnPage('visits.closedThen')}{' '}
        <Button small busy={busy} onClick={onBook}>
          {sayOnPage('visits.bookAnyway')}
        </Button>
      </div>
    </div>
  );
}
