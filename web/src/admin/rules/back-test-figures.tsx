import type { BackTestResults } from '../../api/types.js';
import { number, sayOnPage } from '../../words/index.js';
import { WeeksChart } from './weeks-chart.js';

type Side = BackTestResults['before'];
const ROWS: readonly [Parameters<typeof sayOnPage>[0], (side: Side) => string][] = [
  ['backtest.items', ({ items }) => number(items)],
  ['backtest.perDay', ({ itemsPerPatientDay }) => orDash(itemsPerPatientDay, 4)],
  ['backtest.real', ({ real }) => number(real)],
  ['backtest.refuted', ({ refuted }) => number(refuted)],
  ['backtest.unjudged', ({ unjudged }) => number(unjudged)],
  ['backtest.neverRaised', ({ neverRaised }) => number(neverRaised)],
  ['backtest.until', ({ medianDaysUntilTold }) => orDash(medianDaysUntilTold, 0)],
];
const orDash = (value: number | null, digits: number) => (value === null ? '–' : number(value, digits));

export function BackTestFigures({ results }: { results: BackTestResults }) {
  const { before, after, earlier, later, moreUrgent, lessUrgent, really } = results;
  return (
    <>
      <table className="figures">
        <thead>
          <tr>
            <th scope="col">{sayOnPage('backtest.measure')}</th>
            <th scope="col">{sayOnPage('backtest.before')}</th>
            <th scope="col">{sayOnPage('backtest.after')}</th>
          </tr>
        </thead>
        <tbody>
          {ROWS.map(([key, read]) => (
            <tr key={key}>
              <th scope="row">{sayOnPage(key)}</th>
              <td>{read(before)}</td>
              <td>{read(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <WeeksChart weeks={results.weeks} />
      <p>{sayOnPage('backtest.moved', { earlier, later, moreUrgent, lessUrgent })}</p>
      <p className="dim small">
        {sayOnPage('backtest.faithful', { alerts: really.alerts, found: really.foundAgain })}{' '}
        {sayOnPage('backtest.steps')}
      </p>
    </>
  );
}
