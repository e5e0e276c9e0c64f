import { useEffect, useRef } from 'react';
import type { ZonesView } from '../api/types.js';
import { Button } from '../ui/index.js';
import { cityOf, dayAndClock, phrase } from '../words/index.js';
import type { Journey } from './journey-change.js';
import './sources.css';

interface Ways {
  busy: boolean;
  onCorrect: (journey: Journey) => void;
  onTakeOut: (journey: Journey) => void;
}
/** The journey that was put right: the keyboard goes on at its button, or at the list where it is gone. */
export interface Goal {
  readonly since: string;
}

/**
 * Where somebody was, the first zone first.
 *
 * @param props.wrong - the journey that is being put right; meanwhile none has buttons: there is one form
 */
export function JourneyList(props: { items: ZonesView['items']; wrong: Journey | null; goal: Goal | null } & Ways) {
  const { items, wrong, goal, ...ways } = props;
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (goal) (list.current?.querySelector<HTMLElement>('[data-goal]') ?? list.current)?.focus();
  }, [goal]);
  return (
    <ul className="small journeys" ref={list} tabIndex={-1} aria-label={phrase('zones.list')}>
      {items.map((item) => (
        <li key={item.since ?? ''} aria-current={(wrong !== null && item.since === wrong.since) || undefined}>
          <span className="where">
            <b>{cityOf(item.zone)}</b>{' '}
            <span className="dim">
              {item.since === null
                ? phrase('zones.first')
                : phrase('zones.since', { since: dayAndClock(item.since, item.zone) })}
            </span>
          </span>
          {isJourney(item) && wrong === null && (
            <Controls journey={item} isGoal={goal?.since === item.since} {...ways} />
          )}
        </li>
      ))}
    </ul>
  );
}

function Controls(props: { journey: Journey; isGoal: boolean } & Ways) {
  const { journey, isGoal, busy, onCorrect, onTakeOut } = props;
  const facts = factsOf(journey);
  return (
    <span className="row">
      <Button
        small
        busy={busy}
        data-goal={isGoal || undefined}
        aria-label={phrase('zones.correctNamed', facts)}
        onClick={() => onCorrect(journey)}
      >
        {phrase('zones.correct')}
      </Button>
      <Button
        small
        kind="quiet"
        busy={busy}
        aria-label={phrase('zones.takeOutNamed', facts)}
        onClick={() => onTakeOut(journey)}
      >
        {phrase('zones.takeOut')}
      </Button>
    </span>
  );
}

const isJourney = (item: ZonesView['items'][number]): item is Journey => item.since !== null;

/** What a sentence says of a journey. */
export const factsOf = ({ zone, since }: Journey) => ({ zone: cityOf(zone), since: dayAndClock(since, zone) });
