import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { request } from '../api/client.js';
import { detectionQuery } from '../api/queries.js';
import type { DetectionSetting } from '../api/types.js';
import { useSession } from '../app/session.js';
import { Button, Message } from '../ui/index.js';
import { BackTestPanel } from './rules/back-test-panel.js';
import { useBackTest } from './rules/use-back-test.js';
import { budgetInClinic, budgetShare, sayOnPage, shortDay } from '../words/index.js';

/** One choice a line: in words, in this clinic, and what it would have told in the last 90 days. */
export function BudgetForm({ setting }: { setting: DetectionSetting }) {
  const { role } = useSession();
  const queries = useQueryClient();
  const { budgetPerPatientMonth: current } = setting;
  const [picked, setPicked] = useState<number | null>(null);
  const chosen = picked ?? current;
  const mayChange = role === 'admin';
  const save = useMutation({
    mutationFn: () =>
      request<DetectionSetting>('/api/v1/clinic/detection', {
        method: 'PUT',
        body: { budgetPerPatientMonth: chosen },
      }),
    onSuccess: (answer) => {
      queries.setQueryData(detectionQuery.queryKey, answer);
      setPicked(null);
    },
  });
  const testing = useBackTest();
  const change = { of: 'budget', budgetPerPatientMonth: chosen } as const;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen !== current) save.mutate();
  };
  const holdsFrom = picked === null ? save.data?.calibration?.effectiveOn : undefined;
  return (
    <form onSubmit={submit}>
      <fieldset className="group choices" disabled={!mayChange}>
        <legend className="sr">{sayOnPage('budget.legend')}</legend>
        {setting.choices.map((budget) => (
          <Choice
            key={budget}
            budget={budget}
            setting={setting}
            checked={budget === chosen}
            isCurrent={budget === current}
            onChoose={() => setPicked(budget)}
          />
        ))}
      </fieldset>
      {save.error && <Message>{save.error.message}</Message>}
      {mayChange ? (
        <div className="row">
          <Button kind="primary" type="submit" busy={save.isPending || chosen === current}>
            {sayOnPage('budget.save')}
          </Button>
          {chosen !== current && (
            <Button busy={testing.begin.isPending} onClick={() => testing.begin.mutate(change)}>
              {sayOnPage('rules.try')}
            </Button>
          )}
          {chosen !== current && (
            <Button kind="quiet" onClick={() => setPicked(null)}>
              {sayOnPage('budget.cancel')}
            </Button>
          )}
        </div>
      ) : (
        <p className="dim">{sayOnPage('budget.admins')}</p>
      )}
      {testing.begin.error && <Message>{testing.begin.error.message}</Message>}
      <BackTestPanel testing={testing} change={change} />
      {holdsFrom && <Message ok>{sayOnPage('budget.saved', { from: shortDay(holdsFrom) })}</Message>}
    </form>
  );
}

interface ChoiceProps {
  budget: number;
  setting: DetectionSetting;
  checked: boolean;
  isCurrent: boolean;
  onChoose: () => void;
}

function Choice({ budget, setting: { patients, lookBack }, checked, isCurrent, onChoose }: ChoiceProps) {
  const past = lookBack?.budgets.find((b) => b.budgetPerPatientMonth === budget);
  return (
    <label className="choice">
      <input type="radio" name="budget" checked={checked} onChange={onChoose} />
      <span>
        <b>{budgetShare(budget)}</b>
        {isCurrent && <span className="small dim nowrap"> · {sayOnPage('budget.now')}</span>}
        <br />
        <span className="small dim">{budgetInClinic(budget, patients)}</span>
      </span>
      {past && (
        <span className="small past">
          <span className="dim">{sayOnPage('budget.past')} </span>
          {sayOnPage('budget.lookBack', { told: past.notifications, real: past.real ?? 0, known: past.real !== null })}
        </span>
      )}
    </label>
  );
}
