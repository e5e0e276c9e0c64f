import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../../api/client.js';
import type { AcceptedTransfer, TransferPreview } from '../../api/types.js';
import { useSession } from '../../app/session.js';
import { MatchList } from '../../clinician/patients/match-list.js';
import { Button, Checkbox, LinkButton, Message, TextField } from '../../ui/index.js';
import { number, sayOnPage } from '../../words/index.js';

/** A patient of another clinic, by the code it gave: first a look, then the yes. */
export function TakeOver() {
  const [code, setCode] = useState('');
  const look = useMutation({
    mutationFn: () =>
      request<TransferPreview>('/api/v1/transfers/preview', { method: 'POST', body: { code: code.trim() } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (code.trim()) look.mutate();
  };
  return (
    <section aria-labelledby="take-title">
      <h2 id="take-title">{sayOnPage('transfers.take')}</h2>
      <form className="form" onSubmit={submit}>
        <TextField
          label={sayOnPage('transfers.takeCode')}
          autoComplete="off"
          spellCheck={false}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {look.error && <Message>{look.error.message}</Message>}
        <div>
          <Button type="submit" busy={look.isPending}>
            {sayOnPage('transfers.look')}
          </Button>
        </div>
      </form>
      {look.data && <Accept key={code} code={code.trim()} preview={look.data} />}
    </section>
  );
}

function Accept({ code, preview }: { code: string; preview: TransferPreview }) {
  const { person } = useSession();
  const queries = useQueryClient();
  const [consent, setConsent] = useState(false);
  // What was begun goes on under its id.
  const patientId = useRef(preview.newPatientId ?? newId());
  const accept = useMutation({
    mutationFn: () =>
      request<AcceptedTransfer>('/api/v1/transfers/accept', {
        method: 'POST',
        body: {
          code,
          patientId: patientId.current,
          careTeam: [person.id],
          contactPersonId: person.id,
          monitoringConsent: true,
        },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['patient'] }),
  });
  const { name, birthDate, fromClinic, observations, documents } = preview;
  if (accept.data)
    return (
      <div className="form">
        <Message ok>{sayOnPage('transfers.done', { observations: number(accept.data.observations) })}</Message>
        <div>
          <LinkButton kind="primary" to="/patients/$patientId" params={{ patientId: accept.data.patientId }}>
            {sayOnPage('referrals.patientPage')}
          </LinkButton>
        </div>
      </div>
    );
  return (
    <div className="form">
      <p>
        {sayOnPage('transfers.seen', {
          name,
          birthDate: birthDate ?? 'none',
          clinic: fromClinic,
          observations: number(observations),
          documents,
        })}
      </p>
      <p className="dim">{sayOnPage('transfers.protected', { included: preview.includesProtected ? 'yes' : 'no' })}</p>
      {preview.newPatientId && <p className="dim">{sayOnPage('transfers.goesOn')}</p>}
      <MatchList matches={preview.matches} />
      <Checkbox checked={consent} onChange={(event) => setConsent(event.currentTarget.checked)}>
        {sayOnPage('transfers.consent')}
      </Checkbox>
      {accept.error && <Message>{accept.error.message}</Message>}
      <div>
        <Button kind="primary" busy={!consent || accept.isPending} onClick={() => accept.mutate()}>
          {sayOnPage('transfers.accept')}
        </Button>
      </div>
    </div>
  );
}
