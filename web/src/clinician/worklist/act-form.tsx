import type { Day } from '../../api/types.js';
import type { Act, BulkAct } from './act.js';
import { HandOffForm } from './hand-off-form.js';
import { NoteForm } from './note-form.js';
import { ResolveForm } from './resolve-form.js';
import { SnoozeForm } from './snooze-form.js';
import type { FormVerb } from './verbs.js';

interface Common {
  busy: boolean;
  onCancel: () => void;
}
const withNote = (note: string) => (note ? { note } : {});

/** The form of a verb that can be done with many at once. */
export function BulkForm(props: Common & { verb: Exclude<FormVerb, 'message'>; onAct: (act: BulkAct) => void }) {
  const { verb, onAct, ...common } = props;
  if (verb === 'snooze')
    return (
      <SnoozeForm
        {...common}
        reviewOn={null}
        onUnsnooze={null}
        onSnooze={(until) => onAct({ kind: 'snooze', until })}
      />
    );
  if (verb === 'hand-off')
    return <HandOffForm {...common} onHandOff={(to, note) => onAct({ kind: 'hand-off', to, ...withNote(note) })} />;
  return (
    <ResolveForm {...common} onResolve={(outcome, note) => onAct({ kind: 'resolve', outcome, ...withNote(note) })} />
  );
}

/** The form of a verb for one alert. */
export function ActForm(
  props: Common & { verb: FormVerb; reviewOn: Day | null; snoozed: boolean; onAct: (act: Act) => void },
) {
  const { verb, reviewOn, snoozed, onAct, ...common } = props;
  if (verb === 'message') return <NoteForm {...common} onNote={(note) => onAct({ kind: 'note', note })} />;
  if (verb !== 'snooze') return <BulkForm {...common} verb={verb} onAct={onAct} />;
  return (
    <SnoozeForm
      {...common}
      reviewOn={reviewOn}
      onUnsnooze={snoozed ? () => onAct({ kind: 'unsnooze' }) : null}
      onSnooze={(until) => onAct({ kind: 'snooze', until })}
    />
  );
}
