import type { AlertRow, Day } from '../../api/types.js';
import { useClinicZone } from '../../app/session.js';
import { Button, Message } from '../../ui/index.js';
import { dayAndClock, chosen, sayOnPage } from '../../words/index.js';
import type { Act } from './act.js';
import { ActForm } from './act-form.js';
import { standWords } from './evidence-people.js';
import { formOf, type FormVerb, possibleVerbs, type Verb, VERB_KEYS } from './verbs.js';

export interface VerbRowProps {
  row: AlertRow;
  form: FormVerb | null;
  /** What is on its way to the server. Other acts wait for their turn; the same one is not sent twice. */
  running: Act['kind'] | 'visit' | null;
  /** Why the last act was refused. */
  refused: string | null;
  reviewOn: Day | null;
  onVerb: (verb: Verb) => void;
  onAct: (act: Act) => void;
  onCancel: () => void;
}
const FIRST: readonly Verb[] = ['acknowledge', 'visit', 'note'];
const THEN: readonly Verb[] = ['snooze', 'hand-off', 'resolve'];

/** What can be done now, the likeliest first; a verb that asks something opens its form above. */
export function VerbRow({ row, form, running, refused, reviewOn, onVerb, onAct, onCancel }: VerbRowProps) {
  const zone = useClinicZone();
  const possible = possibleVerbs(row);
  const stands = standWords(row);
  const button = (verb: Verb) =>
    possible.has(verb) && (
      <Button
        key={verb}
        kind={verb === 'acknowledge' ? 'primary' : THEN.includes(verb) ? 'quiet' : 'plain'}
        hotkey={VERB_KEYS[verb]}
        busy={running === verb}
        onClick={() => onVerb(verb)}
      >
        {sayOnPage('worklist.verb', { verb: chosen(verb) })}
      </Button>
    );
  return (
    <div className="acts">
      {refused && <Message>{refused}</Message>}
      {row.snooze && (
        <p className="small dim stands">
          {sayOnPage('worklist.snoozed', {
            until: row.snooze.until === null ? 'worse' : dayAndClock(row.snooze.until, zone),
          })}
        </p>
      )}
      {stands && <p className="small dim stands">{stands}</p>}
      {form ? (
        <ActForm
          key={form}
          verb={form}
          alertId={row.id}
          busy={running !== null && running !== 'visit' && formOf(running) === form}
          reviewOn={reviewOn}
          snoozed={row.snooze !== null}
          onAct={onAct}
          onCancel={onCancel}
        />
      ) : (
        <div className="acts-row">
          {FIRST.map(button)}
          <div className="grow" />
          {THEN.map(button)}
        </div>
      )}
    </div>
  );
}
