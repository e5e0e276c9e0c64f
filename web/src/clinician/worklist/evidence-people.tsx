import type { AlertDetail } from '../../api/types.js';
import { ANSWER_WORDS, dayAndClock, PROFESSION_WORDS, sayOnPage } from '../../words/index.js';

/** Told, on a page, opened, snoozed: how far it has come with each colleague. */
export function People({ people, zone }: { people: AlertDetail['people']; zone: string }) {
  const at = (instant: string | null) => (instant === null ? 'none' : dayAndClock(instant, zone));
  return (
    <ul className="small plainlist">
      {people.map(({ personId, name, toldAt, deliveredAt, seenAt, snooze }) => (
        <li key={personId}>
          <b>{name}</b>{' '}
          <span className="dim">
            {sayOnPage('evidence.person', {
              told: at(toldAt),
              delivered: at(deliveredAt),
              seen: at(seenAt),
              snooze: snooze === null ? 'none' : snooze.until === null ? 'worse' : at(snooze.until),
            })}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The patient's own words on it, the newest first. */
export function Answers({ answers, zone }: { answers: AlertDetail['answers']; zone: string }) {
  if (answers.length === 0) return <p className="small dim">{sayOnPage('evidence.unanswered')}</p>;
  return (
    <ul className="small plainlist">
      {answers.toReversed().map(({ at, by, answer, words }) => (
        <li key={at}>
          <b>{ANSWER_WORDS[answer]}</b>{' '}
          <span className="dim">{sayOnPage('evidence.answerBy', { by, at: dayAndClock(at, zone) })}</span>
          {words && <div className="breakable">“{words}”</div>}
        </li>
      ))}
    </ul>
  );
}

/** Who has it, or what has become of it. */
export function standWords({ state, owner, discipline, outcome }: AlertStand): string | null {
  if (state === 'resolved') return sayOnPage('evidence.resolved', { outcome: outcome ?? '' });
  if (state === 'open') return null;
  if (owner) return sayOnPage('evidence.has', { who: owner.name });
  if (state === 'acknowledged') return sayOnPage('evidence.acknowledged');
  return sayOnPage('evidence.handed', {
    hasDiscipline: String(discipline !== null),
    discipline: discipline ? PROFESSION_WORDS[discipline].toLowerCase() : '',
  });
}
type AlertStand = Pick<AlertDetail, 'state' | 'owner' | 'discipline' | 'outcome'>;
