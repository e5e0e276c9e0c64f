import type { Day, LaneEvent, Panel, SeriesView } from '../api/types.js';
import { EVENT_WORDS, say, type Audience } from '../words/index.js';

/** Events with the words that stand beside their marks. */
export const withWords = (events: readonly LaneEvent[], audience: Audience): LaneEvent[] =>
  events.map((event) => (event.sentence ? { ...event, label: say(event.sentence, audience) } : event));

/** The lane is for what no panel shows: a questionnaire with a panel of its own needs no mark, and leaves room for words. */
export const besidePanels = (events: readonly LaneEvent[], panels: readonly Pick<Panel, 'metric'>[]) =>
  panels.some(({ metric }) => metric === 'pegScore') ? events.filter(({ kind }) => kind !== 'peg') : events;

/** What has a mark of its own: the sprint of the view has its bracket. */
export const markedEvents = ({ events, sprint }: Pick<SeriesView, 'events' | 'sprint'>): LaneEvent[] =>
  events.filter(({ kind, on }) => kind !== 'sprint' || on !== sprint?.startsOn);

/** What happened on a day, for the table; a sprint, which lasts for weeks, is said on its first day alone. */
export const eventsOn = (events: readonly LaneEvent[], day: Day): string =>
  events
    .filter(({ kind, on, until }) => on <= day && day <= ((kind !== 'sprint' && until) || on))
    .map(({ kind, label }) => (EVENT_WORDS[kind] === label ? label : `${EVENT_WORDS[kind]}: ${label}`))
    .join('; ');

/** Kinds of the marks that fall on the days of the view, in the order in which they come. */
export const kindsOf = (view: Pick<SeriesView, 'days' | 'events' | 'sprint'>): LaneEvent['kind'][] => {
  const [first = '', last = ''] = [view.days[0], view.days.at(-1)];
  const shown = markedEvents(view).filter(({ on, until }) => on <= last && (until ?? on) >= first);
  return [...new Set(shown.map(({ kind }) => kind))];
};
