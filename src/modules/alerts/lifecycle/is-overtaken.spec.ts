import { expect, it } from '@jest/globals';
import type { EventKind } from './alert-events.repository.js';
import { isOvertaken } from './is-overtaken.js';

/** `ana acknowledged`, `tobias undone 2`: who, what, and which one they took back, in the order of their ids from 1. */
const timeline = (...lines: string[]) =>
  lines.map((line, i) => {
    const [who, kind, undoes] = line.split(' ');
    const personId = who === 'data' ? null : who!;
    return { id: i + 1, kind: kind as EventKind, personId, undoes: undoes ? Number(undoes) : null };
  });

it.each<[string, number, boolean, string[]]>([
  ['nothing since', 1, false, ['ana acknowledged']],
  ['a colleague’s act', 1, true, ['ana acknowledged', 'tobias handed-off']],
  ['what the data say', 1, true, ['ana acknowledged', 'data worsened']],
  ['notes, answers and snoozes', 1, false, ['ana acknowledged', 'tobias note', 'pat answered', 'tobias snoozed']],
  ['one’s own snooze, taken back', 1, false, ['ana acknowledged', 'ana snoozed', 'ana undone 2']],
  ['a colleague’s snooze, taken back', 1, false, ['ana acknowledged', 'tobias snoozed', 'tobias undone 2']],
  ['an earlier snooze, taken back since', 2, false, ['ana snoozed', 'ana acknowledged', 'ana undone 1']],
  ['a later act, taken back', 1, false, ['ana acknowledged', 'ana handed-off', 'ana undone 2']],
  ['a colleague’s later act, taken back', 1, false, ['ana acknowledged', 'tobias resolved', 'tobias undone 2']],
  ['two later acts, one taken back', 1, true, ['ana acknowledged', 'ana handed-off', 'ana resolved', 'ana undone 3']],
  ['an act before it, taken back since', 2, true, ['ana handed-off', 'tobias acknowledged', 'ana undone 1']],
  ['of a snooze: another one since', 1, true, ['ana snoozed', 'ana snoozed']],
  ['of a snooze: another one, taken back', 1, false, ['ana snoozed', 'ana snoozed', 'ana undone 2']],
  ['of a snooze: its end', 1, true, ['ana snoozed', 'ana woken']],
  ['of a snooze: what others do', 1, false, ['ana snoozed', 'tobias snoozed', 'tobias resolved']],
])('%s: event %i overtaken %s', (_name, id, expected, lines) => {
  const events = timeline(...lines);
  expect(isOvertaken(events[id - 1]!, events)).toBe(expected);
});
