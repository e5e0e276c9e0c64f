import type { BackTest, BackTestChange } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { Button, Failed, Message } from '../../ui/index.js';
import { civilDate, sayOnPage } from '../../words/index.js';
import { BackTestFigures } from './back-test-figures.js';
import { BackTestItemList } from './back-test-items.js';
import type { BackTesting } from './use-back-test.js';
import './rules.css';

/** What a change would have meant: how far the replay is, its figures, and whose items come and go. */
export function BackTestPanel({ testing, change }: { testing: BackTesting; change: BackTestChange }) {
  const { role } = useSession();
  const { test, stop, tried } = testing;
  if (test.error && !test.data)
    return <Failed part={sayOnPage('backtest.part')} error={test.error} retry={() => void test.refetch()} />;
  if (!test.data) return null;
  const { state, results, from, to } = test.data;
  const isOver = state !== 'queued' && state !== 'running';
  return (
    <section className="backtest" aria-labelledby="backtest-title">
      <h2 id="backtest-title">{sayOnPage('backtest.title')}</h2>
      {!isOver && <Playing test={test.data} stop={() => stop.mutate()} busy={stop.isPending} />}
      {state === 'cancelled' && <p className="dim">{sayOnPage('backtest.cancelled')}</p>}
      {state === 'failed' && <Message>{sayOnPage('backtest.failed')}</Message>}
      {isOver && JSON.stringify(tried) !== JSON.stringify(change) && (
        <p className="dim">{sayOnPage('backtest.again')}</p>
      )}
      {isOver && results && (
        <>
          <p className="dim small">
            {sayOnPage('backtest.span', {
              from: civilDate(from),
              to: civilDate(to),
              patients: results.patients,
              leftOut: results.leftOut,
            })}
          </p>
          <BackTestFigures results={results} />
          {role !== 'admin' && (
            <div className="sides">
              <BackTestItemList id={test.data.id} side="vanishes" count={results.vanishes} />
              <BackTestItemList id={test.data.id} side="appears" count={results.appears} />
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Playing({ test: { state, progress }, stop, busy }: { test: BackTest; stop: () => void; busy: boolean }) {
  const share = progress.of ? progress.done / progress.of : 0;
  return (
    <div className="playing">
      <progress aria-label={sayOnPage('backtest.label')} max={1} value={share} />
      <p className="small" role="status">
        {state === 'queued'
          ? sayOnPage('backtest.waiting')
          : sayOnPage('backtest.playing', { done: progress.done, of: progress.of ?? 0 })}
      </p>
      <Button small busy={busy} onClick={stop}>
        {sayOnPage('backtest.cancel')}
      </Button>
    </div>
  );
}
