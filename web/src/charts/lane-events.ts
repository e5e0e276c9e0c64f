import type { Day, LaneEvent, Panel, SeriesView } from '../api/types.js';
import { dayRange, EVENT_WORDS, say, weekdayDay, type Audience } from '../words/index.js';

/** Events with the words that stand beside their marks. */
export const withWords = (events: readonly LaneEvent[], audience: Audience): LaneEvent[] =>
  events.map((event) => (event.sentence ? { ...event, label: say(event.sentence, audience) } : event));

/** The lane is for what no panel shows: a questionnaire with a panel of its own needs no mark, and leaves room for words. */
export const besidePanels = (events: readonly LaneEvent[], panels: readonly Pick<Panel, 'metric'>[]) =>
  panels.some(({ metric }) => metric === 'pegScore') ? events.filter(({ kind }) => kind !== 'peg') : events;

/** What has a mark of its own: the sprint of the view has its bracket. */
export const markedEvents = ({ events, sprint }: Pick<SeriesView, 'events' | 'sprint'>): LaneEvent[] =>
  events.filter(({ kind, on }) => kind !== 'sprint' || on !== sprint?.startsOn);

/** "Dose: Pregabalin 75 mg"; what its own words name already is not named twice: "PEG 4.3", "Flare". */
const eventWords = ({ kind, label }: LaneEvent): string =>
  kind === 'peg' || label.startsWith(EVENT_WORDS[kind]) ? label : `${EVENT_WORDS[kind]}: ${label}`;

/** The same with its day, or with its days where it lasts. */
export const datedWords = (event: LaneEvent): string => {
  const { on, until } = event;
  return `${eventWords(event)}, ${until === null || until === on ? weekdayDay(on) : dayRange(on, until)}`;
};

/** What happened on a day, for the read-out and the table; a sprint, which lasts for weeks, is said on its first day alone. */
export const eventsOn = (events: readonly LaneEvent[], day: Day): string =>
  events
    .filter(({ kind, on, until }) => on <= day && day <= ((kind !== 'sprint' && until) || on))
    .map(eventWords)
    .join('; ');

/** Kinds of the marks that fall on the days of the view, in the order in which they come. */
export const kindsOf = (view: Pick<SeriesView, 'days' | 'events' | 'sprint'>): LaneEvent['kind'][] => {
  const [first = '', last = ''] = [view.days[0], view.days.at(-1)];
  const shown = markedEvents(view).filter(({ on, until }) => on <= last && (until ?? on) >= first);
  return [...new Set(shown.map(({ kind }) => kind))];
};

/** The day on which there begins to be something to tell; before it, nothing had come yet of anything that is shown. */
export function firstTold(
  { days, events }: Pick<SeriesView, 'days' | 'events'>,
  panels: readonly Pick<Panel, 'days'>[],
) {
  const first = days.findIndex(
    (day, i) => panels.some((panel) => panel.days[i]?.state !== 'notYet') || eventsOn(events, day) !== '',
  );
  return Math.max(0, first);
}
