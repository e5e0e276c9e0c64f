import { memo } from 'react';
import type { AlertRow as Row } from '../../api/types.js';
import { Avatar, Glyph, Sparkline, SureBars } from '../../ui/index.js';
import { dueWords, sayAlert, sayOnPage, shortName, verdictWords } from '../../words/index.js';
import { answeredWords, nameOn, waitsForWords } from './act-words.js';

interface Props {
  row: Row;
  gone: boolean;
  current: boolean;
  selected: boolean;
  /** The one row of the list that Tab reaches; arrows go on from there. */
  reachable: boolean;
  now: number;
  zone: string;
  onPick: (id: string) => void;
  onToggle: (id: string) => void;
}

/** One item: course, who, the sentence, eight weeks as a line, how sure, when it is due and who has it. */
export const AlertRow = memo(function AlertRow(props: Props) {
  const { row, gone, current, selected, reachable, now, zone, onPick, onToggle } = props;
  const urgent = row.course === 'urgent';
  const classes = ['wr', urgent && 'urg', gone && 'gone', selected && 'sel'].filter(Boolean).join(' ');
  return (
    <>
      <label className="wr-check">
        <input
          type="checkbox"
          checked={selected}
          tabIndex={reachable ? 0 : -1}
          onChange={() => onToggle(row.id)}
          aria-label={sayOnPage('worklist.select', { who: nameOn(row) })}
        />
      </label>
      <button
        type="button"
        className={classes}
        aria-current={current || undefined}
        data-alert={row.id}
        tabIndex={reachable ? 0 : -1}
        onClick={() => onPick(row.id)}
      >
        <span className="wr-glyph">
          <Glyph course={row.course} size={urgent ? 18 : 16} silent />
        </span>
        <span className="grow">
          <span className="ell wr-top">
            <span className="nm">{nameOn(row)}</span> <span className="who">{row.patient?.age}</span>
            <span className="wr-verdict">
              {verdictWords(row)}
              {row.confidence !== null && <SureBars value={row.confidence} />}
            </span>
            {row.answer && <span className="wr-answer">{answeredWords(row.answer.answer, row.answer.words)}</span>}
          </span>
          <span className="sn ell">{sayAlert(row)}</span>
        </span>
        {row.spark.values.length > 0 && (
          <span className="sp">
            <Sparkline spark={row.spark} course={row.course} />
          </span>
        )}
        <span className="r">
          {gone ? (
            <span className="due">{goneWords(row)}</span>
          ) : (
            <>
              {row.dueAt && row.state === 'open' && <span className="due">{dueWords(row.dueAt, now, zone)}</span>}
              <Owner row={row} />
            </>
          )}
        </span>
      </button>
    </>
  );
});

/** What took it off the list, as far as this page knows. */
function goneWords(row: Row): string {
  const why = row.state === 'resolved' ? 'resolved' : row.snooze ? 'snoozed' : 'left';
  return sayOnPage('worklist.gone', { why });
}

function Owner({ row }: { row: Row }) {
  if (row.owner) return <span className="ell own">{shortName(row.owner.name)}</span>;
  const handedTo = row.state === 'handed-off' ? row.discipline : null;
  if (row.tier === 'good' && !handedTo) return null;
  return (
    <span className="own">
      {!handedTo && <Avatar name={null} />}
      {waitsForWords(handedTo)}
    </span>
  );
}
