import type { AlertRuleSettings } from '../../api/types.js';
import { Button, NumberField, SelectField } from '../../ui/index.js';
import { chosen, sayOnPage } from '../../words/index.js';
import type { FieldsProps } from './rule-fields.js';

type Step = AlertRuleSettings['steps'][number];
const TARGETS: readonly Step['to'][] = [
  'owner',
  'contact',
  'discipline',
  'care-team',
  'on-call',
  'coordinator',
  'fallback',
  'patient',
];

/** Whom an unanswered alert calls, and when. */
export function StepFields({ settings: { steps }, disabled, onChange, errorOf }: FieldsProps) {
  const set = (n: number, change: Partial<Step>) =>
    onChange({ steps: steps.map((step, i) => (i === n ? { ...step, ...change } : step)) });
  const add = () => onChange({ steps: [...steps, { afterMinutes: steps.at(-1)?.afterMinutes ?? 0, to: 'contact' }] });
  return (
    <fieldset className="group" disabled={disabled}>
      <legend>{sayOnPage('rules.steps')}</legend>
      {errorOf('steps') && <p className="small err-words">{errorOf('steps')}</p>}
      {steps.map(({ afterMinutes, to }, n) => (
        // Steps have no name: their place is what they are.
        <div className="cols many" key={n}>
          <NumberField
            label={sayOnPage('rules.stepAfter', { step: n + 1 })}
            value={afterMinutes}
            onChange={(value) => set(n, { afterMinutes: value as number })}
            error={errorOf(`steps.${n}.afterMinutes`)}
          />
          <SelectField
            label={sayOnPage('rules.stepTo', { step: n + 1 })}
            value={to}
            onChange={(e) => set(n, { to: e.currentTarget.value as Step['to'] })}
          >
            {TARGETS.map((target) => (
              <option key={target} value={target}>
                {sayOnPage('rules.target', { target: chosen(target) })}
              </option>
            ))}
          </SelectField>
          <Button small kind="quiet" onClick={() => onChange({ steps: steps.filter((_, i) => i !== n) })}>
            {sayOnPage('rules.removeStep', { step: n + 1 })}
          </Button>
        </div>
      ))}
      <div>
        <Button small onClick={add}>
          {sayOnPage('rules.addStep')}
        </Button>
      </div>
    </fieldset>
  );
}
