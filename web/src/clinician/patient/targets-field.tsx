import { useState } from 'react';
import { METRICS, type MetricId } from '../../../../src/metrics/index.js';
import type { SeriesView } from '../../api/types.js';
import { levelNow } from '../../charts/geometry.js';
import { Checkbox, FieldError, TextField } from '../../ui/index.js';
import { figure, METRIC_NAMES, METRIC_UNITS, sayOnPage } from '../../words/index.js';
import { besideUsual, foldMeasures, type SprintDraft, type SprintProblems } from './sprint-draft.js';

interface Props {
  series: SeriesView | undefined;
  measures: readonly MetricId[];
  /** Of the sprint that is corrected: they stay in sight. */
  own: readonly MetricId[];
  targets: SprintDraft['targets'];
  problems: SprintProblems;
  onChange: (targets: SprintDraft['targets']) => void;
}

/**
 * What is aimed at: a box for each measure, and of those chosen the target as it is typed. Those that are known of this
 * patient come first, the others folded.
 */
export function TargetsField({ series, measures, own, targets, problems, onChange }: Props) {
  const toggle = (metric: MetricId, on: boolean) => {
    const { [metric]: _, ...others } = targets;
    onChange(on ? { ...targets, [metric]: '' } : others);
  };
  const [unfolded, setUnfolded] = useState(false);
  const { first, others } = foldMeasures({ measures, own, recorded: recordedIn(series) });
  const isWrongInside = others.some((metric) => problems[metric] !== undefined);
  const row = (metric: MetricId, i: number) => {
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
            hint={panel && !problems[metric] ? besideUsual(metric, targets[metric], { usual: panel.usual, now }) : null}
            error={problems[metric] ?? null}
          />
        )}
      </div>
    );
  };
  return (
    <fieldset className="group">
      <legend>{sayOnPage('sprint.targets')}</legend>
      {problems.targets && <FieldError id="targets-err">{problems.targets}</FieldError>}
      {first.map(row)}
      {others.length > 0 && (
        <details open={unfolded || isWrongInside} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
          <summary>{sayOnPage('sprint.moreMeasures')}</summary>
          {others.map((metric, i) => row(metric, first.length + i))}
        </details>
      )}
    </fieldset>
  );
}

/** Of what there is a value within the eight weeks that the form looks at; null while that is not known. */
const recordedIn = (series: SeriesView | undefined): MetricId[] | null =>
  series?.panels.filter(({ days }) => days.some(({ value }) => value !== null)).map(({ metric }) => metric) ?? null;
