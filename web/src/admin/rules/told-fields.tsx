import type { AlertRuleSettings } from '../../api/types.js';
import { NumberField, SelectField } from '../../ui/index.js';
import { chosen, sayOnPage } from '../../words/index.js';
import { toldBy, WHEN_TOLD } from './rule-draft.js';
import type { FieldsProps } from './rule-fields.js';

type When = NonNullable<AlertRuleSettings['told']>['when'];

/** When the patient and those who follow them hear of it. */
export function ToldFields({ settings: { told }, disabled, onChange, errorOf }: FieldsProps) {
  return (
    <fieldset className="group cols" disabled={disabled}>
      <legend>{sayOnPage('rules.told')}</legend>
      <SelectField
        label={sayOnPage('rules.toldWhen')}
        hint={sayOnPage('rules.toldHint')}
        value={told?.when ?? ''}
        onChange={(e) => onChange({ told: toldBy((e.currentTarget.value || null) as When | null) })}
        error={errorOf('told') ?? errorOf('told.when')}
      >
        <option value="">{sayOnPage('rules.toldOption', { when: 'unsaid' })}</option>
        {WHEN_TOLD.map((when) => (
          <option key={when} value={when}>
            {sayOnPage('rules.toldOption', { when: chosen(when) })}
          </option>
        ))}
      </SelectField>
      {told?.when === 'acknowledged' && (
        <NumberField
          label={sayOnPage('rules.toldAfter')}
          hint={sayOnPage('rules.toldAfterHint')}
          value={told.afterHours}
          onChange={(afterHours) => onChange({ told: { ...told, afterHours } })}
          error={errorOf('told.afterHours')}
        />
      )}
    </fieldset>
  );
}
