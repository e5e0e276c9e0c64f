import type { AlertSuppression } from '../../api/types.js';
import { dayAndClock, KIND_WORDS, REASON_WORDS, sayAlert, sayOnPage } from '../../words/index.js';

/** What is found and not shown, each with its reason. */
export function Suppressions(props: { items: readonly AlertSuppression[]; zone: string; named: boolean }) {
  return (
    <ul className="small held-list">
      {props.items.map((item) => (
        <li key={item.id}>
          {props.named && <b>{item.patient?.name ?? sayOnPage('worklist.clinic')}: </b>}
          {sayAlert(item)}
          <div className="dim">
            {REASON_WORDS[item.reason]}
            {item.by && ` (${sayOnPage('worklist.held.by', { by: KIND_WORDS[item.by.kind].toLowerCase() })})`}
            {item.person && ` ${sayOnPage('worklist.held.for', { name: item.person.name })}`}
            {', '}
            {heldWords(item, props.zone)}
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Since when, and where it is over until when: a card tells of both. */
const heldWords = ({ firstAt, endedAt, times }: AlertSuppression, zone: string) =>
  sayOnPage('worklist.held.since', {
    since: dayAndClock(firstAt, zone),
    ended: String(endedAt !== null),
    until: endedAt === null ? '' : dayAndClock(endedAt, zone),
    times,
  });
