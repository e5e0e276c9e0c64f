import { Link } from '@tanstack/react-router';
import type { WeeklyReviewRow } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { Sparkline } from '../../ui/index.js';
import {
  dayAndClock,
  dayIn,
  METRIC_NAMES,
  OUTCOME_WORDS,
  sayAlert,
  sayOnPage,
  shortDay,
  shortName,
} from '../../words/index.js';
import { answeredWords } from '../worklist/act-words.js';
import { sayHeadline } from './say-headline.js';
import { standOf } from '../patient/sprint-stand.js';

/** One patient: what is so, who has it, where the sprint is, what comes next and what was decided. */
export function ReviewRow({ row, isCurrent }: { row: WeeklyReviewRow; isCurrent: boolean }) {
  const zone = useClinicZone();
  const { patient, items, openItems, nextVisit, decided } = row;
  return (
    <article className="rv">
      <div className="rv-who">
        <Link className="rv-name" to="/patients/$patientId" params={{ patientId: patient.id }}>
          {patient.name}
        </Link>{' '}
        <span className="dim">{patient.age}</span>
        <p>
          {sayHeadline(row)}
          <Answer item={items[0]} />
        </p>
        {items.slice(1).map((item) => (
          <p key={item.id} className="small dim">
            {sayAlert(item)}
            <Answer item={item} />
          </p>
        ))}
      </div>
      <Sparkline spark={row.spark} course={row.course} width={110} height={34} />
      <div className="small">
        <p>{openItems > 0 ? sayOnPage('weekly.items', { count: openItems }) : sayOnPage('weekly.noItems')}</p>
        <p className="dim">{ownerWords(row)}</p>
      </div>
      <div className="small">
        <p>
          <Sprint sprint={row.sprint} />
        </p>
        {isCurrent && (
          <p className="dim">
            {nextVisit
              ? sayOnPage('weekly.visit', {
                  begun: String(Date.parse(nextVisit.startsAt) <= Date.now()),
                  at: dayAndClock(nextVisit.startsAt, zone),
                  with: shortName(nextVisit.with),
                })
              : sayOnPage('weekly.noVisit')}
          </p>
        )}
      </div>
      <dl className="small">
        <Decided label={sayOnPage('weekly.lastWeek')} decisions={decided.lastWeek} />
        {decided.thisWeek.length > 0 && <Decided label={sayOnPage('weekly.decidedNow')} decisions={decided.thisWeek} />}
      </dl>
    </article>
  );
}

/** "Ana" has an item; "no owner, contact Noor": nobody has one, and whose patient it is. */
function ownerWords({ owner, contact, openItems }: WeeklyReviewRow): string {
  if (owner) return shortName(owner.name);
  const words = [
    ...(openItems > 0 ? [sayOnPage('weekly.noOwner')] : []),
    ...(contact ? [sayOnPage('weekly.contact', { name: shortName(contact.name) })] : []),
  ];
  return words.join(', ');
}

/** "Said: “Something else: I moved house”", as on the worklist. */
function Answer({ item }: { item: WeeklyReviewRow['items'][number] | undefined }) {
  if (!item?.answer) return null;
  return <span className="rv-answer"> {answeredWords(item.answer, item.answerWords)}</span>;
}

function Sprint({ sprint }: Pick<WeeklyReviewRow, 'sprint'>) {
  if (!sprint) return sayOnPage('weekly.noSprint');
  const { day, days, endsOn, verdict } = sprint;
  const where = sayOnPage('weekly.sprint', { over: String(day > days), day, days, endsOn: shortDay(endsOn) });
  if (!verdict) return where;
  const { metric, isFinal } = verdict;
  const said = { isFinal: String(isFinal), stand: standOf(verdict), metric: METRIC_NAMES.clinician[metric] };
  return `${where}. ${sayOnPage('sprint.stands', said)}`;
}

function Decided(props: { label: string; decisions: WeeklyReviewRow['decided']['thisWeek'] }) {
  const zone = useClinicZone();
  return (
    <div>
      <dt className="dim">{props.label}</dt>
      {props.decisions.length === 0 && <dd>{sayOnPage('weekly.nothingDecided')}</dd>}
      {props.decisions.map(({ alertId, outcome, at, by, note }) => (
        <dd key={alertId}>
          {sayOnPage('weekly.decided', {
            outcome: OUTCOME_WORDS[outcome],
            day: shortDay(dayIn(at, zone)),
            named: String(by !== null),
            by: by ? shortName(by) : '',
          })}
          {note && `: ${note}`}
        </dd>
      ))}
    </div>
  );
}
