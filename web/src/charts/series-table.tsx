import type { Panel, SeriesView } from '../api/types.js';
import { METRIC_NAMES, METRIC_UNITS, sayOnPage, weekdayDay, type Audience } from '../words/index.js';
import { eventsOn, firstTold } from './lane-events.js';
import { dayWords } from './readout.js';

/** The same days as the charts, newest first: what a chart shows must be readable without it. */
export function SeriesTable({
  view,
  panels,
  audience,
  onDay,
}: {
  view: SeriesView;
  panels: readonly Panel[];
  audience: Audience;
  /** Walks a number back to its readings. */
  onDay?: ((metric: Panel['metric'], day: string) => void) | undefined;
}) {
  const first = firstTold(view, panels);
  const rows = view.days
    .map((day, i) => ({ day, i }))
    .slice(first)
    .reverse();
  return (
    <div className="tblwrap" role="region" aria-label="All days as a table" tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Day</th>
            {panels.map((panel) => (
              <th key={panel.metric} scope="col">
                {METRIC_NAMES[audience][panel.metric]}
                <span className="u">{METRIC_UNITS[panel.metric].short}</span>
              </th>
            ))}
            <th scope="col">{sayOnPage('charts.events')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ day, i }) => (
            <tr key={day}>
              <th scope="row">{weekdayDay(day)}</th>
              {panels.map((panel) => (
                <td key={panel.metric} className={panel.days[i]?.value === null ? 'none' : undefined}>
                  {onDay && panel.days[i]?.value !== null ? (
                    <button type="button" className="pick" onClick={() => onDay(panel.metric, day)}>
                      {dayWords(panel, panel.days[i], audience)}
                    </button>
                  ) : (
                    dayWords(panel, panel.days[i], audience)
                  )}
                </td>
              ))}
              <td>{eventsOn(view.events, day)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
