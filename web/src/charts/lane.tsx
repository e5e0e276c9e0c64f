import {
  IconBell,
  IconBolt,
  IconDeviceWatch,
  IconFileText,
  IconPlane,
  IconStairs,
  IconVideo,
} from '@tabler/icons-react';
import type { SeriesEvent, SeriesView } from '../api/types.js';
import { EVENT_WORDS } from '../words/index.js';
import { eventMarks, sprintSpan, xEnd, xOf, type Frame } from './geometry.js';

const ICONS: Record<SeriesEvent['kind'], typeof IconBell> = {
  visit: IconVideo,
  device: IconDeviceWatch,
  sprint: IconStairs,
  peg: IconFileText,
  alert: IconBell,
  zone: IconPlane,
  flare: IconBolt,
};

/** Above all panels: the sprint's bracket, then what happened. Everything in it is also a column of the table. */
export function Lane({ view, frame }: { view: SeriesView; frame: Frame }) {
  const span = sprintSpan(view.days, view.sprint);
  const marks = eventMarks(frame, view.days, view.events);
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
          {marks.map(({ event, x, span: bar, word }) => {
            const Icon = ICONS[event.kind];
            return (
              <span key={`${event.kind}${event.on}${event.label}`} title={`${EVENT_WORDS[event.kind]}: ${event.label}`}>
                {bar && <i className="lane-bar" style={{ left: bar.from, width: bar.to - bar.from }} />}
                <Icon className="i lane-icon" style={{ left: x - 7.5 }} />
                {word && (
                  <span className="lane-word" style={{ left: x + 12 }}>
                    {word}
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
