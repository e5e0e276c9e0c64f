import { IconX } from '@tabler/icons-react';
import { Button } from '../../ui/index.js';
import { chosen, sayOnPage } from '../../words/index.js';
import type { BulkAct } from './act.js';
import { BulkForm } from './act-form.js';
import type { BulkTold } from './use-bulk.js';
import { type FormVerb, VERB_KEYS } from './verbs.js';

const VERBS = ['acknowledge', 'snooze', 'hand-off', 'resolve'] as const;

/** What can be done with all that is selected. */
export function BulkBar(props: {
  count: number;
  form: Exclude<FormVerb, 'note'> | null;
  busy: boolean;
  onVerb: (verb: (typeof VERBS)[number]) => void;
  onAct: (act: BulkAct) => void;
  onCancel: () => void;
  onClear: () => void;
}) {
  const { count, form, busy } = props;
  return (
    <section className="bulk" aria-label={sayOnPage('worklist.bulk.title')}>
      {form && <BulkForm verb={form} busy={busy} onAct={props.onAct} onCancel={props.onCancel} />}
      <div className="row wrap">
        <b role="status">{sayOnPage('worklist.bulk.count', { count })}</b>
        {VERBS.map((verb) => (
          <Button key={verb} small busy={busy} hotkey={VERB_KEYS[verb]} onClick={() => props.onVerb(verb)}>
            {sayOnPage('worklist.verb', { verb: chosen(verb) })}
          </Button>
        ))}
        <Button kind="quiet" small onClick={props.onClear}>
          {sayOnPage('worklist.bulk.clear')}
        </Button>
      </div>
    </section>
  );
}

/** Why some were not done. @param said - what was done stands beside it already, with its way back */
export function BulkResult({ told, said, onClose }: { told: BulkTold; said: boolean; onClose: () => void }) {
  return (
    <div className="note bulk-told" role="status">
      <div className="grow">
        {!said && <b>{told.words}</b>}
        {told.refused.length > 0 && (
          <ul className="small">
            {told.refused.map(({ id, name, words }) => (
              <li key={id}>
                <b>{name}:</b> {words}
              </li>
            ))}
          </ul>
        )}
      </div>
      <Button kind="quiet" small onClick={onClose} icon={<IconX className="i" aria-hidden="true" />}>
        <span className="sr">{sayOnPage('worklist.dismiss')}</span>
      </Button>
    </div>
  );
}
