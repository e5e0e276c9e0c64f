import type { BackTestResults } from '../../api/types.js';
import { civilDate, number, sayOnPage } from '../../words/index.js';
import { meanWords } from './mean-words.js';

const HEIGHT = 96;
const WEEK = 12;
const BAR = 4;

/** Two bars a week: by the rule of today, and with the change. */
export function WeeksChart({ weeks }: { weeks: BackTestResults['weeks'] }) {
  const most = Math.max(1, ...weeks.flatMap(({ before, after }) => [before, after]));
  const high = (count: number) => (count / most) * HEIGHT;
  const mean = (side: 'before' | 'after') => meanWords(weeks.map((week) => week[side]));
  const top = (side: 'before' | 'after') => number(Math.max(...weeks.map((week) => week[side])));
  return (
    <figure className="weeks">
      <figcaption>
        <b>{sayOnPage('backtest.weeks')}</b>
        <span className="key before">{sayOnPage('backtest.before')}</span>
        <span className="key after">{sayOnPage('backtest.after')}</span>
      </figcaption>
      <svg viewBox={`0 0 ${weeks.length * WEEK} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        {weeks.map(({ from, before, after }, i) => (
          <g key={from}>
            <rect className="before" x={i * WEEK + 1} y={HEIGHT - high(before)} width={BAR} height={high(before)} />
            <rect className="after" x={i * WEEK + 2 + BAR} y={HEIGHT - high(after)} width={BAR} height={high(after)} />
          </g>
        ))}
      </svg>
      <div className="week-span small dim" aria-hidden="true">
        <span>{weeks[0] && civilDate(weeks[0].from)}</span>
        <span>{weeks.length > 0 && civilDate(weeks.at(-1)!.from)}</span>
      </div>
      <p className="small dim">
        {sayOnPage('backtest.weeksSaid', {
          before: mean('before'),
          after: mean('after'),
          beforeMost: top('before'),
          afterMost: top('after'),
        })}
      </p>
    </figure>
  );
}
