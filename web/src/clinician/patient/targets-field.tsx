import { METRICS, type MetricId } from '../../../../src/metrics/index.js';
import type { SeriesView } from '../../api/types.js';
import { levelNow } from '../../charts/geometry.js';
import { Checkbox, FieldError, TextField } from '../../ui/index.js';
import { figure, METRIC_NAMES, METRIC_UNITS, sayOnPage } from '../../words/index.js';
import type { SprintDraft, SprintProblems } from './sprint-draft.js';

interface Props {
  series: SeriesView | undefined;
  measures: readonly MetricId[];
  targets: SprintDraft['targets'];
  problems: SprintProblems;
  onChange: (targets: SprintDraft['targets']) => void;
}

/** What is aimed at: a box for each measure, and of those chosen the target as it is typed. */
export function TargetsField({ series, measures, targets, problems, onChange }: Props) {
  const toggle = (metric: MetricId, on: boolean) => {
    const { [metric]: _, ...others } = targets;
    onChange(on ? { ...targets, [metric]: '' } : others);
  };
  return (
    <fieldset className="group">
      <legend>{sayOnPage('sprint.targets')}</legend>
      {problems.targets && <FieldError id="targets-err">{problems.targets}</FieldError>}
      {measures.map((metric, i) => {
        const panel = series?.panels.find((p) => p.metric === metric);
        const now = panel ? levelNow(panel) : null;
        const name = METRIC_NAMES.clinician[metric];
        return (
          <div key={metric} className="target-row">
            <Checkbox
              checked={targets[metric] !== undefined}
              onChange={(event) => toggle(metric, event.currentTarget.checked)}
              {...(i === 0 && problems.targets && { 'aria-invalid': true, 'aria-describedby': 'targets-err' })}
            >
              {name}{' '}
              <span className="dim small">
                {METRICS[metric].unitDisplay === '0-10' ? '0–10' : METRIC_UNITS[metric].short}
                {now !== null && `, ${sayOnPage('sprint.now', { now: figure(metric, now) })}`}
              </span>
            </Checkbox>
            {targets[metric] !== undefined && (
              <TextField
                label={sayOnPage('sprint.targetFor', { metric: name })}
                inputMode="decimal"
                autoComplete="off"
                value={targets[metric]}
                onChange={(event) => onChange({ ...targets, [metric]: event.currentTarget.value })}
                error={problems[metric] ?? null}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
