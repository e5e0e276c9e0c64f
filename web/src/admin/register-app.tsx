import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../api/client.js';
import { appsQuery } from '../api/queries.js';
import type { AppProof } from '../api/types.js';
import { Button, Message, SelectField, TextArea, TextField } from '../ui/index.js';
import { sayOnPage, sharedForWords } from '../words/index.js';
import { AppProofShown } from './app-proof-shown.js';
import { APP_KINDS, type AppForm, type AppKind, problemsOf, SHARED_FOR, toNewApp, USUAL_SCOPES } from './new-app.js';

export function RegisterApp({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const id = useRef(newId());
  const [form, setForm] = useState<Omit<AppForm, 'id'>>({
    name: '',
    kind: 'public',
    redirects: '',
    scopes: USUAL_SCOPES.public,
    sharesFor: null,
    keys: '',
  });
  const [asked, setAsked] = useState(false);
  const problems = problemsOf({ ...form, id: id.current });
  const register = useMutation({
    mutationFn: () =>
      request<AppProof>('/api/v1/apps', { method: 'POST', body: toNewApp({ ...form, id: id.current }) }),
    onSuccess: () => queries.invalidateQueries({ queryKey: appsQuery.queryKey }),
  });
  if (register.data) return <AppProofShown proof={register.data} onClose={onClose} />;
  const set = (change: Partial<AppForm>) => setForm((was) => ({ ...was, ...change }));
  const said = (field: keyof typeof problems) => {
    const problem = asked ? problems[field] : undefined;
    return problem ? sayOnPage(problem === 'broken' ? 'apps.keysBroken' : 'field.needed') : null;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(problems).length === 0) register.mutate();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      {register.error && <Message>{register.error.message}</Message>}
      <TextField
        label={sayOnPage('apps.name')}
        hint={sayOnPage('apps.nameHint')}
        value={form.name}
        error={said('name')}
        onChange={(event) => set({ name: event.currentTarget.value })}
        data-autofocus
      />
      <SelectField
        label={sayOnPage('apps.kind')}
        value={form.kind}
        onChange={(event) => {
          const kind = event.currentTarget.value as AppKind;
          set({ kind, scopes: USUAL_SCOPES[kind] });
        }}
      >
        {APP_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {sayOnPage('apps.kindOf', { kind })}
          </option>
        ))}
      </SelectField>
      {form.kind !== 'backend' && (
        <TextArea
          label={sayOnPage('apps.redirects')}
          hint={sayOnPage('apps.redirectsHint')}
          rows={2}
          value={form.redirects}
          error={said('redirects')}
          onChange={(event) => set({ redirects: event.currentTarget.value })}
        />
      )}
      <TextArea
        label={sayOnPage('apps.scopes')}
        hint={sayOnPage('apps.scopesHint')}
        rows={2}
        value={form.scopes}
        error={said('scopes')}
        onChange={(event) => set({ scopes: event.currentTarget.value })}
      />
      {form.kind === 'backend' && (
        <SelectField
          label={sayOnPage('apps.sharesFor')}
          hint={sayOnPage('apps.sharesForHint')}
          value={form.sharesFor ?? ''}
          onChange={({ currentTarget }) =>
            set({ sharesFor: SHARED_FOR.find((purpose) => purpose === currentTarget.value) ?? null })
          }
        >
          {SHARED_FOR.map((purpose) => (
            <option key={purpose} value={purpose ?? ''}>
              {sharedForWords(purpose)}
            </option>
          ))}
        </SelectField>
      )}
      {form.kind !== 'public' && (
        <TextArea
          label={sayOnPage('apps.keys')}
          hint={sayOnPage('apps.keysHint', { needed: String(form.kind === 'backend') })}
          rows={3}
          value={form.keys}
          error={said('keys')}
          onChange={(event) => set({ keys: event.currentTarget.value })}
        />
      )}
      <div className="row">
        <Button kind="primary" type="submit" busy={register.isPending}>
          {sayOnPage('apps.make')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {sayOnPage('apps.cancel')}
        </Button>
      </div>
    </form>
  );
}
