import { Confirm } from '../ui/index.js';
import { cityOf, phrase } from '../words/index.js';
import type { Journey } from './journey-change.js';
import { factsOf } from './journey-list.js';

export interface Taking {
  readonly journey: Journey;
  /** The zone before it. */
  readonly before: string;
}

/** Asks before a journey is taken out, and says which zone counts then. */
export function TakeOut(props: {
  /** Null: nobody wants to. */
  taking: Taking | null;
  busy: boolean;
  error: Error | null;
  onYes: (journey: Journey) => void;
  onNo: () => void;
}) {
  const { taking, busy, error, onYes, onNo } = props;
  return (
    <Confirm
      title={taking ? phrase('zones.takeOutTitle', factsOf(taking.journey)) : ''}
      yes={phrase('zones.takeOut')}
      no={phrase('zones.keep')}
      opened={taking !== null}
      busy={busy}
      error={error}
      onYes={() => taking && onYes(taking.journey)}
      onNo={onNo}
    >
      {taking && phrase('zones.takeOutWhy', { before: cityOf(taking.before) })}
    </Confirm>
  );
}
