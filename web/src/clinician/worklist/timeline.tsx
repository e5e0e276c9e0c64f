import type { Course, Outcome, TimelineEntry } from '../../api/types.js';
import { Glyph } from '../../ui/index.js';
import { dayAndClock, OUTCOME_WORDS, say } from '../../words/index.js';

const WORDS: Record<TimelineEntry['kind'], string> = {
  raised: 'Raised',
  extended: 'More joined it, no second alert',
  worsened: 'Grew worse',
  acknowledged: 'Acknowledged',
  cleared: 'Cleared by the data',
  resolved: 'Resolved',
  note: 'Note',
  'handed-off': 'Handed on',
  snoozed: 'Snoozed',
  unsnoozed: 'Snooze ended',
  woken: 'Woke from a snooze',
  undone: 'Taken back',
  answered: 'The patient answered',
};
const GLYPHS: Partial<Record<TimelineEntry['kind'], true>> = { raised: true, worsened: true, extended: true };

export function Timeline(props: {
  entries: TimelineEntry[];
  course: Course;
  outcome: Outcome | 'cleared' | null;
  zone: string;
}) {
  const { entries, course, outcome, zone } = props;
  return (
    <ol className="tl small">
      {entries.map((entry) => (
        <li key={`${entry.at}${entry.kind}`}>
          <span className="k">{GLYPHS[entry.kind] ? <Glyph course={course} size={13} silent /> : <i />}</span>
          <b>{WORDS[entry.kind]}</b>
          {entry.by && ` by ${entry.by}`}
          {entry.kind === 'resolved' && outcome && outcome !== 'cleared' && `: ${OUTCOME_WORDS[outcome].toLowerCase()}`}
          <div className="dim">
            {dayAndClock(entry.at, zone)}
            {entry.sentence && ` · ${say(entry.sentence, 'clinician')}`}
          </div>
          {entry.note && <div>{entry.note}</div>}
        </li>
      ))}
    </ol>
  );
}
