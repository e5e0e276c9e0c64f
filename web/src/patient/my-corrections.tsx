import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, type FormEvent } from 'react';
import { newId, request } from '../api/client.js';
import { correctionsQuery } from '../api/queries.js';
import type { CorrectionView } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Message, TextArea } from '../ui/index.js';
import { dayAndClock, sayOnPage } from '../words/index.js';
import { isAnswerNews } from './answer-news.js';
import { ReadAnswers } from './read-answers.js';

/** What a person says is wrong about them, and what the team answered. */
export function MyCorrections({ patientId }: { patientId: string }) {
  const queries = useQueryClient();
  const asked = useQuery(correctionsQuery(patientId));
  const [says, setSays] = useState('');
  const id = useRef(newId());
  const send = useMutation({
    mutationFn: () =>
      request<CorrectionView>(`/api/v1/patients/${patientId}/corrections`, {
        method: 'POST',
        body: { id: id.current, says: says.trim() },
      }),
    onSuccess: () => {
      id.current = newId();
      setSays('');
      return queries.invalidateQueries({ queryKey: ['corrections', patientId] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (says.trim().length >= 3) send.mutate();
  };
  return (
    <section className="sec mydata" aria-labelledby="fix-title">
      <h2 id="fix-title">{sayOnPage('fix.title')}</h2>
      <p className="dim">{sayOnPage('fix.lead')}</p>
      <form onSubmit={submit}>
        <TextArea
          label={sayOnPage('fix.label')}
          hint={sayOnPage('fix.hint')}
          rows={3}
          maxLength={2000}
          value={says}
          onChange={(event) => setSays(event.currentTarget.value)}
        />
        {send.error && <Message>{send.error.message}</Message>}
        {send.isSuccess && says === '' && <Message ok>{sayOnPage('fix.sent')}</Message>}
        <Button type="submit" busy={send.isPending || says.trim().length < 3}>
          {sayOnPage('fix.send')}
        </Button>
      </form>
      {asked.error && !asked.data && (
        <Failed part={sayOnPage('fix.part')} error={asked.error} retry={() => void asked.refetch()} />
      )}
      {asked.data && asked.data.items.length > 0 && (
        <ul className="below">
          {asked.data.items.map((one) => (
            <Asked key={one.id} one={one} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Asked({ one }: { one: CorrectionView }) {
  const { says, askedAt, state, answer, decidedBy } = one;
  const zone = useClinicZone();
  return (
    <li>
      {says}
      <div className="small dim">
        {dayAndClock(askedAt, zone)} · {sayOnPage('fix.state', { state })}
      </div>
      {answer && <div className="small">{sayOnPage('fix.answer', { by: decidedBy ?? '', answer })}</div>}
      {isAnswerNews(one, Date.now()) && <ReadAnswers patientId={one.patientId} answers={[one]} />}
    </li>
  );
}
