import type { SeriesView } from '../api/types.js';
import { EVENT_WORDS } from '../words/index.js';
import { EVENT_ICONS } from './event-icons.js';
import { eventMarks, sprintSpan, xEnd, xOf, type Frame } from './geometry.js';
import { markedEvents } from './lane-events.js';

/** Above all panels: the sprint's bracket, then what happened. Everything in it is also a column of the table. */
export function Lane({ view, frame }: { view: SeriesView; frame: Frame }) {
  const span = sprintSpan(view.days, view.sprint);
  const marks = eventMarks(frame, view.days, markedEvents(view));
  return (
    <>
      {span && view.sprint && (
        <div className="spr-row" aria-hidden="true">
          <span className="spr-word" style={{ left: xOf(frame, span.from - 0.5) }}>
            sprint{frame.narrow ? '' : `, week ${view.sprint.week} of ${view.sprint.weeks}`}
          </span>
          <i
            className={span.open ? 'spr-line open' : 'spr-line'}
            style={{
              left: xOf(frame, span.from - 0.5),
              width: (span.open ? xEnd(frame) : xOf(frame, span.to + 0.5)) - xOf(frame, span.from - 0.5),
            }}
          />
        </div>
      )}
      {marks.length > 0 && (
        <div className="lane" aria-hidden="true">
          {!frame.narrow && <span className="lane-name">Events</span>}
          {marks.map(({ events, x, span: bar, word }, i) => {
            const Icon = EVENT_ICONS[events[0]!.kind];
            return (
              <span key={i} title={events.map(({ kind, label }) => `${EVENT_WORDS[kind]}: ${label}`).join('\n')}>
                {bar && <i className="lane-bar" style={{ left: bar.from, width: bar.to - bar.from }} />}
                <Icon className="i lane-icon" style={{ left: x - 7.5 }} />
                {word && (
                  <span
                    className="lane-word"
                    style={word.side === 'behind' ? { left: x + 12 } : { right: frame.width - x + 12 }}
                  >
                    {word.text}
                  </span>
                )}
              </span>
            );
          })}
        </div>
      )}
    </>
  );
}
