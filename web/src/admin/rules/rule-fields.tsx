import type { AlertRuleSettings, Profession, Tier } from '../../api/types.js';
import { Checkbox, NumberField, SelectField } from '../../ui/index.js';
import { PROFESSION_WORDS, sayOnPage, TIER_WORDS } from '../../words/index.js';
import { dueWords } from './due-words.js';

export interface FieldsProps {
  settings: AlertRuleSettings;
  disabled: boolean;
  onChange: (change: Partial<AlertRuleSettings>) => void;
  /** What the server said of a field: `levels.0.dueWithinHours`. */
  errorOf: (field: string) => string | null;
}
const SEVERITIES = [1, 2, 3] as const;
type Severity = (typeof SEVERITIES)[number];

/** Told at all, how severe, how soon, when gone, whose. */
export function RuleFields({ settings, disabled, onChange, errorOf }: FieldsProps) {
  const { on, severity, levels, clearAfterDays, undoWithinMinutes, discipline } = settings;
  const setLevel = (n: number, change: Partial<AlertRuleSettings['levels'][number]>) =>
    onChange({
      levels: levels.map((level, i) => (i === n ? { ...level, ...change } : level)) as AlertRuleSettings['levels'],
    });
  return (
    <>
      <div>
        <Checkbox checked={on} disabled={disabled} onChange={(e) => onChange({ on: e.currentTarget.checked })}>
          {sayOnPage('rules.on')}
        </Checkbox>
        {errorOf('on') && <p className="small err-words">{errorOf('on')}</p>}
      </div>
      <fieldset className="group" disabled={disabled}>
        <legend>{sayOnPage('rules.howSoon')}</legend>
        <div className="cols">
          {levels.flatMap(({ tier, dueWithinHours }, n) => [
            <SelectField
              key={`tier ${n}`}
              label={sayOnPage('rules.tier', { severity: n + 1 })}
              value={tier}
              onChange={(e) => setLevel(n, { tier: e.currentTarget.value as Tier })}
              error={errorOf(`levels.${n}.tier`)}
            >
              {Object.entries(TIER_WORDS).map(([value, { title }]) => (
                <option key={value} value={value}>
                  {title}
                </option>
              ))}
            </SelectField>,
            <NumberField
              key={`due ${n}`}
              label={sayOnPage('rules.due', { severity: n + 1 })}
              hint={dueWords(tier, dueWithinHours)}
              value={dueWithinHours}
              onChange={(value) => setLevel(n, { dueWithinHours: value })}
              error={errorOf(`levels.${n}.dueWithinHours`)}
            />,
          ])}
        </div>
      </fieldset>
      <fieldset className="group cols" disabled={disabled}>
        <SelectField
          label={sayOnPage('rules.severity')}
          value={severity ?? ''}
          onChange={(e) => onChange({ severity: (Number(e.currentTarget.value) || null) as Severity | null })}
          error={errorOf('severity')}
        >
          <option value="">{sayOnPage('rules.severityAsFound')}</option>
          {SEVERITIES.map((one) => (
            <option key={one} value={one}>
              {sayOnPage('rules.severityAlways', { severity: one })}
            </option>
          ))}
        </SelectField>
        <SelectField
          label={sayOnPage('rules.discipline')}
          value={discipline ?? ''}
          onChange={(e) => onChange({ discipline: (e.currentTarget.value || null) as Profession | null })}
          error={errorOf('discipline')}
        >
          <option value="">{sayOnPage('rules.anybody')}</option>
          {Object.entries(PROFESSION_WORDS).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectField>
        <NumberField
          label={sayOnPage('rules.clear')}
          value={clearAfterDays}
          onChange={(value) => onChange({ clearAfterDays: value as number })}
          error={errorOf('clearAfterDays')}
        />
        <NumberField
          label={sayOnPage('rules.undo')}
          value={undoWithinMinutes}
          onChange={(value) => onChange({ undoWithinMinutes: value as number })}
          error={errorOf('undoWithinMinutes')}
        />
      </fieldset>
    </>
  );
}
