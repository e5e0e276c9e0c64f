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
export function BulkForm(
  props: Common & { verb: Exclude<FormVerb, 'note'>; alertId?: string; onAct: (act: BulkAct) => void },
) {
  const { verb, alertId = null, onAct, ...common } = props;
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
    return (
      <HandOffForm
        {...common}
        alertId={alertId}
        onHandOff={(to, note) => onAct({ kind: 'hand-off', to, ...withNote(note) })}
      />
    );
  return (
    <ResolveForm
      {...common}
      alertId={alertId}
      onResolve={(outcome, note) => onAct({ kind: 'resolve', outcome, ...withNote(note) })}
    />
  );
}

/** The form of a verb for one alert. */
export function ActForm(
  props: Common & {
    verb: FormVerb;
    alertId: string;
    reviewOn: Day | null;
    snoozed: boolean;
    onAct: (act: Act) => void;
  },
) {
  const { verb, alertId, reviewOn, snoozed, onAct, ...common } = props;
  if (verb === 'note')
    return <NoteForm {...common} alertId={alertId} onNote={(note) => onAct({ kind: 'note', note })} />;
  if (verb !== 'snooze') return <BulkForm {...common} verb={verb} alertId={alertId} onAct={onAct} />;
  return (
    <SnoozeForm
      {...common}
      reviewOn={reviewOn}
      onUnsnooze={snoozed ? () => onAct({ kind: 'unsnooze' }) : null}
      onSnooze={(until) => onAct({ kind: 'snooze', until })}
    />
  );
}
