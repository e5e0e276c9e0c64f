import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { ApiError, request } from '../../api/client.js';
import type { AlertKind, AlertRuleHistory, AlertRuleSettings, BackTestChange, RuleScope } from '../../api/types.js';
import { Button, Message, TextArea, useShowWrong } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { BackTestPanel } from './back-test-panel.js';
import { errorOf, hasUnreadable, isAboutSomebody, isSame, stillWrong } from './rule-draft.js';
import { RuleFields } from './rule-fields.js';
import { RuleHistory } from './rule-history.js';
import { StepFields } from './step-fields.js';
import { ToldFields } from './told-fields.js';
import { ThresholdFields } from './threshold-fields.js';
import { useBackTest } from './use-back-test.js';

interface Props {
  kind: AlertKind;
  scope: RuleScope;
  /** What holds in this place now, from wherever it comes. */
  holds: AlertRuleSettings;
  /** Of exactly this scope; 0: it says nothing yet. */
  version: number;
  /** This scope says something that could be dropped. */
  saysSomething: boolean;
  /** What the form begins with, where that is another one. */
  proposed: AlertRuleSettings | null;
  mayChange: boolean;
}

/** Change, try on the last year, then make it the rule. */
export function RuleEditor({ kind, scope, holds, version, saysSomething, proposed, mayChange }: Props) {
  const queries = useQueryClient();
  const [settings, setSettings] = useState<AlertRuleSettings>(proposed ?? holds);
  const [reason, setReason] = useState('');
  const testing = useBackTest();
  const save = useMutation({
    mutationFn: (next: { settings: AlertRuleSettings | null; reason: string }) =>
      request<AlertRuleHistory>(`/api/v1/alert-rules/${kind}`, { method: 'PUT', body: { scope, version, ...next } }),
    onSuccess: () => setReason(''),
    // Also after a conflict: what holds now is read again, the form keeps what was typed.
    onSettled: () => queries.invalidateQueries({ queryKey: ['alert-rules'] }),
  });
  const change: BackTestChange = { of: 'rule', kind, domain: null, scope, settings };
  const typed = { ...settings, reason };
  const { variables: saved, error: notSaved } = save;
  const { variables: tried, error: notTried } = testing.begin;
  const saving = complaint(notSaved, saved && { ...saved.settings, reason: saved.reason }, typed);
  const trying = complaint(notTried, tried?.of === 'rule' && tried.settings ? tried.settings : undefined, typed);
  const error = notSaved ?? notTried;
  const form = useShowWrong(null, error instanceof ApiError ? error : null);
  // The fields themselves say which, and why.
  const unreadable = hasUnreadable(settings);
  const fields = {
    settings,
    disabled: !mayChange,
    onChange: (part: Partial<AlertRuleSettings>) => setSettings({ ...settings, ...part }),
    errorOf: (field: string) => errorOf([...saving.faults, ...trying.faults], field),
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!unreadable) save.mutate({ settings, reason });
  };
  const isConflict = save.error instanceof ApiError && save.error.code === 'ALERT_RULE_VERSION_CONFLICT';
  const unchanged = isSame(settings, holds);
  return (
    <>
      <form className="form rule-form" ref={form} onSubmit={submit} noValidate>
        {proposed && !unchanged && <p className="dim">{sayOnPage('rules.proposed')}</p>}
        {!mayChange && <p className="dim">{sayOnPage('rules.onlyRead', { of: scope.of })}</p>}
        <RuleFields {...fields} />
        {kind === 'prom-threshold' && <ThresholdFields {...fields} />}
        <StepFields {...fields} />
        {isAboutSomebody(kind) && <ToldFields {...fields} />}
        {mayChange && (
          <>
            <div className="row">
              <Button busy={testing.begin.isPending || unreadable} onClick={() => testing.begin.mutate(change)}>
                {sayOnPage('rules.try')}
              </Button>
              <span className="small dim">{sayOnPage('rules.tryFirst')}</span>
            </div>
            {trying.words && <Message>{trying.words}</Message>}
            <BackTestPanel testing={testing} change={change} />
            <TextArea
              label={sayOnPage('rules.reason')}
              hint={sayOnPage('rules.reasonHint')}
              value={reason}
              maxLength={500}
              onChange={(event) => setReason(event.currentTarget.value)}
              error={fields.errorOf('reason')}
            />
            {saving.words && <Message>{isConflict ? sayOnPage('rules.changed') : saving.words}</Message>}
            {save.isSuccess && unchanged && <Message ok>{sayOnPage('rules.saved')}</Message>}
            <div className="row">
              <Button kind="primary" type="submit" busy={save.isPending || unchanged || unreadable}>
                {sayOnPage('rules.save')}
              </Button>
              {!unchanged && (
                <Button kind="quiet" onClick={() => setSettings(holds)}>
                  {sayOnPage('rules.reset')}
                </Button>
              )}
              {saysSomething && (
                <Button kind="quiet" busy={save.isPending} onClick={() => save.mutate({ settings: null, reason })}>
                  {sayOnPage('rules.drop')}
                </Button>
              )}
            </div>
          </>
        )}
      </form>
      <RuleHistory
        kind={kind}
        scope={scope}
        onPutBack={
          mayChange
            ? (one) => {
                if (one.settings) setSettings(one.settings);
                setReason(sayOnPage('rules.putBackReason', { version: one.version }));
              }
            : null
        }
      />
    </>
  );
}

/** What a refusal still says of the form: nothing once every field that it named was changed. */
function complaint(error: Error | null, sent: object | undefined, typed: object) {
  const all = error instanceof ApiError ? error.errors : [];
  const faults = stillWrong(all, sent, typed);
  return { faults, words: error && (all.length === 0 || faults.length > 0) ? error.message : null };
}
