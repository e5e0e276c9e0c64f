import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../api/client.js';
import type { NewGlass, OpenGlass } from '../../api/types.js';
import { Button, Message, SelectField, TextArea } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';

const KINDS = ['emergency', 'cover', 'other'] as const satisfies readonly NewGlass['kind'][];
const SHORTEST = 20;

/** Why, and then in. */
export function GlassForm({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const id = useRef(newId());
  const [kind, setKind] = useState<NewGlass['kind'] | ''>('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const tooShort = reason.trim().length < SHORTEST;
  const open = useMutation({
    mutationFn: () =>
      request<OpenGlass>(`/api/v1/patients/${patientId}/break-glass`, {
        method: 'POST',
        body: { id: id.current, kind: kind as NewGlass['kind'], reason: reason.trim() } satisfies NewGlass,
      }),
    onSuccess: async () => {
      await queries.invalidateQueries();
      await navigate({ to: '/patients/$patientId', params: { patientId } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (kind !== '' && !tooShort) open.mutate();
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      <SelectField
        label={sayOnPage('glass.kind')}
        hint={sayOnPage('glass.emergencyHint')}
        value={kind}
        error={asked && kind === '' ? sayOnPage('glass.kindNeeded') : null}
        onChange={(event) => setKind(event.currentTarget.value as NewGlass['kind'])}
        data-autofocus
      >
        {/* Nothing chosen beforehand: an emergency opens what no other answer does. */}
        <option value="" disabled>
          {sayOnPage('glass.choose')}
        </option>
        {KINDS.map((value) => (
          <option key={value} value={value}>
            {sayOnPage('glass.kindWord', { kind: value })}
          </option>
        ))}
      </SelectField>
      <TextArea
        label={sayOnPage('glass.reason')}
        hint={sayOnPage('glass.reasonHint')}
        value={reason}
        maxLength={500}
        rows={3}
        error={asked && tooShort ? sayOnPage('glass.reasonNeeded') : null}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {open.error && <Message>{open.error.message}</Message>}
      <div className="row">
        <Button kind="stop" type="submit" busy={open.isPending}>
          {sayOnPage('glass.break')}
        </Button>
        <Button kind="quiet" onClick={onClose}>
          {sayOnPage('glass.cancel')}
        </Button>
      </div>
    </form>
  );
}
