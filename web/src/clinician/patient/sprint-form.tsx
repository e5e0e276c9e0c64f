import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { METRICS, METRIC_IDS, type MetricId } from '../../../../src/metrics/index.js';
import { newId, request } from '../../api/client.js';
import { seriesQuery } from '../../api/queries.js';
import type { NewSprint, PatientDetail, SeriesView, Sprint } from '../../api/types.js';
import { levelNow } from '../../charts/geometry.js';
import { Button, Checkbox, Message, TextField } from '../../ui/index.js';
import { addDays, dayIn, daysBetween, figure, METRIC_NAMES, METRIC_UNITS } from '../../words/index.js';

/** What a sprint can aim at: heart rates are watched, not trained. */
const CHOICES = METRIC_IDS.filter((metric) => METRICS[metric].better !== 'none');
const SHORTEST = 28;
const LONGEST = 42;
const MOST = 5;

export function SprintForm({ patient, onDone }: { patient: PatientDetail; onDone: () => void }) {
  const queries = useQueryClient();
  const today = dayIn(Date.now(), patient.timeZone);
  const series = useQuery(seriesQuery(patient.id, addDays(today, -55), today));
  const running = patient.sprint?.state === 'active' ? patient.sprint : null;
  const first = running ? addDays(running.endsOn, 1) : today;
  const [goal, setGoal] = useState('');
  const [startsOn, setStartsOn] = useState(first);
  const [endsOn, setEndsOn] = useState(addDays(first, LONGEST - 1));
  const [targets, setTargets] = useState<Partial<Record<MetricId, string>>>({});
  const [asked, setAsked] = useState(false);
  const id = useRef(newId());

  const chosen = CHOICES.filter((metric) => targets[metric] !== undefined);
  const wrong = problemOf(goal, startsOn, endsOn, chosen, targets);
  const save = useMutation({
    mutationFn: () => {
      const body: NewSprint = {
        id: id.current,
        goal: goal.trim(),
        startsOn,
        endsOn,
        metrics: chosen.map((metric) => ({ metric, target: Number(targets[metric]), ...startOf(series.data, metric) })),
      };
      return request<Sprint>(`/api/v1/patients/${patient.id}/sprints`, { method: 'POST', body });
    },
    onSuccess: async () => {
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['patient'] }),
        queries.invalidateQueries({ queryKey: ['trend', patient.id] }),
      ]);
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!wrong) save.mutate();
  };
  const toggle = (metric: MetricId, on: boolean) =>
    setTargets((was) => {
      const next = { ...was };
      if (on) next[metric] = '';
      else delete next[metric];
      return next;
    });

  return (
    <form className="form" onSubmit={submit} noValidate>
      {asked && wrong && <Message>{wrong}</Message>}
      {save.error && <Message>{save.error.message}</Message>}
      <TextField
        label="Goal, in the patient’s words"
        value={goal}
        maxLength={200}
        placeholder="Walk round the lake without stopping"
        onChange={(event) => setGoal(event.currentTarget.value)}
        data-autofocus
      />
      <div className="cols">
        <TextField
          label="Starts"
          type="date"
          value={startsOn}
          onChange={(event) => setStartsOn(event.currentTarget.value)}
        />
        <TextField
          label="Ends"
          type="date"
          value={endsOn}
          hint={
            startsOn && endsOn ? `${daysBetween(startsOn, endsOn) + 1} days; four to six weeks` : 'Four to six weeks'
          }
          onChange={(event) => setEndsOn(event.currentTarget.value)}
        />
      </div>
      <fieldset className="group">
        <legend>Targets, one to five</legend>
        {CHOICES.map((metric) => {
          const panel = series.data?.panels.find((p) => p.metric === metric);
          const now = panel ? levelNow(panel) : null;
          return (
            <div key={metric} className="target-row">
              <Checkbox
                checked={targets[metric] !== undefined}
                onChange={(event) => toggle(metric, event.currentTarget.checked)}
              >
                {METRIC_NAMES.clinician[metric]}{' '}
                <span className="dim small">
                  {METRICS[metric].unitDisplay === '0-10' ? '0–10' : METRIC_UNITS[metric].short}
                  {now !== null && `, now ${figure(metric, now)}`}
                </span>
              </Checkbox>
              {targets[metric] !== undefined && (
                <input
                  className="in"
                  inputMode="decimal"
                  aria-label={`Target for ${METRIC_NAMES.clinician[metric]}`}
                  value={targets[metric]}
                  onChange={(event) => {
                    const { value } = event.currentTarget;
                    setTargets((was) => ({ ...was, [metric]: value.replace(',', '.') }));
                  }}
                />
              )}
            </div>
          );
        })}
      </fieldset>
      <div className="row">
        <Button kind="primary" type="submit" busy={save.isPending}>
          Set sprint
        </Button>
        <Button kind="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Where the sprint starts from: what is usual, or without that what is so now. */
function startOf(view: SeriesView | undefined, metric: MetricId): { baseline?: number } {
  const panel = view?.panels.find((p) => p.metric === metric);
  const baseline = panel?.usual?.middle ?? (panel ? levelNow(panel) : null);
  return baseline === null ? {} : { baseline };
}

function problemOf(
  goal: string,
  startsOn: string,
  endsOn: string,
  chosen: readonly MetricId[],
  targets: Partial<Record<MetricId, string>>,
): string | null {
  if (!goal.trim()) return 'A sprint needs a goal.';
  if (!startsOn || !endsOn) return 'A sprint needs its first and last day.';
  const days = daysBetween(startsOn, endsOn) + 1;
  if (days < SHORTEST || days > LONGEST) return `A sprint lasts ${SHORTEST} to ${LONGEST} days; this is ${days}.`;
  if (chosen.length === 0 || chosen.length > MOST) return 'Choose one to five targets.';
  const bad = chosen.find((metric) => {
    const value = targets[metric] === '' ? Number.NaN : Number(targets[metric]);
    return !Number.isFinite(value) || value < METRICS[metric].min || value > METRICS[metric].max;
  });
  if (bad) return `${METRIC_NAMES.clinician[bad]} needs a target from ${METRICS[bad].min} to ${METRICS[bad].max}.`;
  return null;
}
