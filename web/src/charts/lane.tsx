import type { SeriesView } from '../api/types.js';
import { sayOnPage } from '../words/index.js';
import { EVENT_ICONS } from './event-icons.js';
import { sprintSpan, xEnd, xOf, type Frame } from './geometry.js';
import { datedWords, markedEvents } from './lane-events.js';
import { dayAtMark, eventMarks, markNear } from './lane-marks.js';

/** A day is narrower than a mark, and a mark is narrower than a finger. */
const FINGER_PX = 22;
const POINTER_PX = 9;

/**
 * Above all panels: the sprint's bracket, then what happened. Everything in it is also a column of the table.
 *
 * @param day - the one that is read out
 */
export function Lane(props: { view: SeriesView; frame: Frame; day: number; onDay: (index: number) => void }) {
  const { view, frame, day, onDay } = props;
  const span = sprintSpan(view.days, view.sprint);
  const marks = eventMarks(frame, view.days, markedEvents(view));
  const ask = (event: React.MouseEvent, withinPx: number, again: boolean) => {
    const mark = markNear(marks, event.clientX - event.currentTarget.getBoundingClientRect().left, withinPx);
    // Away from all marks it is the day below that is asked for.
    if (!mark) return;
    event.stopPropagation();
    onDay(dayAtMark(mark, day, again));
  };
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
      {/* No room beside the marks: the name stands above them, as that of a panel does. */}
      {marks.length > 0 && frame.narrow && (
        <div className="lane-title" aria-hidden="true">
          {sayOnPage('charts.events')}
        </div>
      )}
      {marks.length > 0 && (
        <div
          className="lane"
          aria-hidden="true"
          onClick={(event) => ask(event, FINGER_PX, true)}
          onPointerMove={(event) => event.pointerType === 'mouse' && ask(event, POINTER_PX, false)}
        >
          {!frame.narrow && <span className="lane-name">{sayOnPage('charts.events')}</span>}
          {marks.map(({ events, x, span: bar, word }, i) => {
            const Icon = EVENT_ICONS[events[0]!.kind];
            return (
              <span key={i} title={events.map(datedWords).join('\n')}>
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
