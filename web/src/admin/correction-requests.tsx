import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { request } from '../api/client.js';
import { correctionsQuery } from '../api/queries.js';
import type { CorrectionView } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Loading, Message, TextArea } from '../ui/index.js';
import { dayAndClock, sayOnPage } from '../words/index.js';

const DECISIONS = ['entered-in-error', 'amended', 'declined'] as const;
type Decision = (typeof DECISIONS)[number];

export function CorrectionRequests() {
  const asked = useQuery(correctionsQuery());
  const all = asked.data?.items ?? [];
  const open = all.filter(({ state }) => state === 'open');
  const answered = all.filter(({ state }) => state !== 'open');
  return (
    <section aria-labelledby="corrections-title">
      <h2 id="corrections-title">{sayOnPage('requests.corrections')}</h2>
      <p className="dim">{sayOnPage('requests.correctionsLead')}</p>
      {asked.error && !asked.data && (
        <Failed part={sayOnPage('requests.part')} error={asked.error} retry={() => void asked.refetch()} />
      )}
      {asked.isPending && <Loading rows={2} height={60} />}
      {asked.data && open.length === 0 && (
        <p>{sayOnPage(answered.length === 0 ? 'requests.noCorrections' : 'requests.noneWaits')}</p>
      )}
      <Corrections of={open} />
      {answered.length > 0 && <h3>{sayOnPage('requests.answered')}</h3>}
      <Corrections of={answered} />
    </section>
  );
}

function Corrections({ of }: { of: readonly CorrectionView[] }) {
  return (
    <ul>
      {of.map((one) => (
        <li key={one.id}>
          <Correction one={one} />
        </li>
      ))}
    </ul>
  );
}

/** What it is about, for people; "none" where the patient named nothing. */
const whatOf = ({ about }: CorrectionView): string =>
  about === null ? 'none' : sayOnPage('requests.what', { type: about.split('/')[0] ?? '' });

function Correction({ one }: { one: CorrectionView }) {
  const zone = useClinicZone();
  return (
    <>
      <b>
        <Link to="/patients/$patientId" params={{ patientId: one.patientId }}>
          {one.patientName}
        </Link>
      </b>
      : {one.says}
      <div className="small dim">
        {dayAndClock(one.askedAt, zone)} · {sayOnPage('fix.state', { state: one.state })}
        {one.about && ` · ${sayOnPage('requests.about', { what: whatOf(one) })}`}
      </div>
      {one.answer && (
        <div className="small">{sayOnPage('fix.answer', { by: one.decidedBy ?? '', answer: one.answer })}</div>
      )}
      {one.state === 'open' && (
        <div className="small">
          <Link to="/patients/$patientId" params={{ patientId: one.patientId }} search={{ days: true }}>
            {sayOnPage('requests.toDays', { patient: one.patientName })}
          </Link>
        </div>
      )}
      {one.state === 'open' && <Answer one={one} />}
    </>
  );
}

function Answer({ one }: { one: CorrectionView }) {
  const queries = useQueryClient();
  const [answer, setAnswer] = useState('');
  const [pressed, setPressed] = useState(false);
  const decide = useMutation({
    mutationFn: (decision: Decision) =>
      request(`/api/v1/patients/${one.patientId}/corrections/${one.id}/decision`, {
        method: 'POST',
        body: { decision, answer: answer.trim() },
      }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['corrections'] }),
  });
  const isReady = answer.trim().length >= 3;
  const press = (decision: Decision) => {
    setPressed(true);
    if (isReady) decide.mutate(decision);
  };
  return (
    <form className="answer" onSubmit={(event) => event.preventDefault()}>
      <TextArea
        label={sayOnPage('requests.answerLabel', { patient: one.patientName })}
        rows={2}
        maxLength={1000}
        value={answer}
        error={pressed && !isReady ? sayOnPage('requests.needAnswer') : null}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      {decide.error && <Message>{decide.error.message}</Message>}
      <p className="small dim">{sayOnPage('requests.answersOnly', { what: whatOf(one) })}</p>
      <div className="row wrap">
        {/* In the words in which the patient reads it: these send an answer. */}
        {DECISIONS.map((state) => (
          <Button key={state} busy={decide.isPending} onClick={() => press(state)}>
            {sayOnPage('requests.sendAs', { state: sayOnPage('fix.state', { state }) })}
          </Button>
        ))}
      </div>
    </form>
  );
}
