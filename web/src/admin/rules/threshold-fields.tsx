import { INSTRUMENT_TOTALS } from '../../../../src/metrics/index.js';
import type { AlertRuleSettings } from '../../api/types.js';
import { Button, NumberField, SelectField } from '../../ui/index.js';
import { METRIC_NAMES, sayOnPage } from '../../words/index.js';
import type { FieldsProps } from './rule-fields.js';

type Threshold = AlertRuleSettings['thresholds'][number];

/** From which score on an instrument is of concern. */
export function ThresholdFields({ settings: { thresholds }, disabled, onChange, errorOf }: FieldsProps) {
  const set = (n: number, change: Partial<Threshold>) =>
    onChange({ thresholds: thresholds.map((one, i) => (i === n ? { ...one, ...change } : one)) });
  const add = () =>
    onChange({ thresholds: [...thresholds, { instrument: 'peg', comparator: 'at-least', score: 7, severity: 1 }] });
  return (
    <fieldset className="group" disabled={disabled}>
      <legend>{sayOnPage('rules.thresholds')}</legend>
      {errorOf('thresholds') && <p className="small err-words">{errorOf('thresholds')}</p>}
      {thresholds.map(({ instrument, comparator, score, severity }, i) => {
        const n = i + 1;
        return (
          // Thresholds have no name: their place is what they are.
          <div className="cols many" key={i}>
            <SelectField
              label={sayOnPage('rules.instrument', { n })}
              value={instrument}
              onChange={(e) => set(i, { instrument: e.currentTarget.value })}
              error={errorOf(`thresholds.${i}.instrument`)}
            >
              {/* One that was written before names were checked stays in sight until somebody chooses. */}
              {!(instrument in INSTRUMENT_TOTALS) && <option value={instrument}>{instrument}</option>}
              {Object.entries(INSTRUMENT_TOTALS).map(([name, metric]) => (
                <option key={name} value={name}>
                  {METRIC_NAMES.clinician[metric]}
                </option>
              ))}
            </SelectField>
            <SelectField
              label={sayOnPage('rules.comparator', { n })}
              value={comparator}
              onChange={(e) => set(i, { comparator: e.currentTarget.value as Threshold['comparator'] })}
            >
              <option value="at-least">{sayOnPage('rules.atLeast')}</option>
              <option value="at-most">{sayOnPage('rules.atMost')}</option>
            </SelectField>
            <NumberField
              label={sayOnPage('rules.score', { n })}
              value={score}
              onChange={(value) => set(i, { score: value as number })}
              error={errorOf(`thresholds.${i}.score`)}
            />
            <SelectField
              label={sayOnPage('rules.thresholdSeverity', { n })}
              value={severity}
              onChange={(e) => set(i, { severity: Number(e.currentTarget.value) as Threshold['severity'] })}
            >
              <option>1</option>
              <option>2</option>
              <option>3</option>
            </SelectField>
            <Button small kind="quiet" onClick={() => onChange({ thresholds: thresholds.filter((_, at) => at !== i) })}>
              {sayOnPage('rules.removeThreshold', { n })}
            </Button>
          </div>
        );
      })}
      <div>
        <Button small onClick={add}>
          {sayOnPage('rules.addThreshold')}
        </Button>
      </div>
    </fieldset>
  );
}
