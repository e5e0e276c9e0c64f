import type { AlertDetail, Course, TimelineEntry } from '../../api/types.js';
import { Button, Glyph } from '../../ui/index.js';
import {
  ANSWER_WORDS,
  dayAndClock,
  eventWords,
  OUTCOME_WORDS,
  PROFESSION_WORDS,
  say,
  sayOnPage,
} from '../../words/index.js';

const GLYPHS: Partial<Record<TimelineEntry['kind'], true>> = { raised: true, worsened: true, extended: true };

/** Everything that became of it, in order; what one did oneself can be taken back here too. */
export function Timeline(props: {
  entries: TimelineEntry[];
  course: Course;
  outcome: AlertDetail['outcome'];
  zone: string;
  now: number;
  busy: boolean;
  onUndo: (eventId: number) => void;
}) {
  const { entries, course, outcome, zone, now, busy, onUndo } = props;
  return (
    <ol className="tl small">
      {entries.map((entry) => (
        <li key={entry.id}>
          <span className="k">{GLYPHS[entry.kind] ? <Glyph course={course} size={13} silent /> : <i />}</span>
          <b>{eventWords(entry)}</b>
          {entry.by && ` by ${entry.by}`}
          {detailWords(entry, outcome, zone)}
          <div className="dim">
            {dayAndClock(entry.at, zone)}
            {entry.sentence && ` · ${say(entry.sentence, 'clinician')}`}
          </div>
          {entry.note && <div className="breakable">{entry.note}</div>}
          {entry.undoableUntil !== null && Date.parse(entry.undoableUntil) > now && (
            <Button small kind="quiet" busy={busy} onClick={() => onUndo(entry.id)}>
              {sayOnPage('evidence.undo')}
            </Button>
          )}
        </li>
      ))}
    </ol>
  );
}

function detailWords(entry: TimelineEntry, outcome: AlertDetail['outcome'], zone: string): string {
  if (entry.kind === 'resolved' && outcome && outcome !== 'cleared') return `: ${OUTCOME_WORDS[outcome].toLowerCase()}`;
  if (entry.kind === 'handed-off' && entry.to) {
    const to = entry.to.person ?? (entry.to.discipline ? PROFESSION_WORDS[entry.to.discipline].toLowerCase() : '');
    return ` ${sayOnPage('evidence.to', { to })}`;
  }
  if (entry.kind === 'snoozed' && entry.until)
    return ` ${sayOnPage('evidence.until', { until: dayAndClock(entry.until, zone) })}`;
  return entry.answer ? `: ${ANSWER_WORDS[entry.answer]}` : '';
}
