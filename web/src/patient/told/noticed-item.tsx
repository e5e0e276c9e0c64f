import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { noticedQuery } from '../../api/queries.js';
import type { Noticed, NoticeList } from '../../api/types.js';
import { usePlainAudience } from '../../app/session.js';
import { draftPlace } from '../../offline/draft-store.js';
import { Button, Message } from '../../ui/index.js';
import { about, chosen, longDay, dayIn, say, sayOnPage } from '../../words/index.js';
import type { Fate } from '../outbox-store.js';
import { useOutbox } from '../outbox-store.js';
import { AnswerForm } from './answer-form.js';
import { newSaying, readHalfSaid, sayAnswer, type Saying, takeBack, unsentAnswers, unsentUndos } from './answers.js';

interface Props {
  item: Noticed;
  patientId: string;
  who: string;
  timeZone: string;
}

/** What was told; of what did not hold, first that it did not. */
function Told({ item, who }: Pick<Props, 'item' | 'who'>) {
  const voice = usePlainAudience();
  const what = say(about(item.patientSentence, who), voice);
  if (item.state !== 'mistaken') return <p className="sentence">{what}</p>;
  return (
    <>
      <p className="sentence">{sayOnPage('told.mistaken', { voice, who })}</p>
      <p className="small dim">{sayOnPage('told.wasTold', { what })}</p>
    </>
  );
}

export function NoticedItem({ item, patientId, who, timeZone }: Props) {
  const voice = usePlainAudience();
  const queries = useQueryClient();
  const { entries } = useOutbox(patientId);
  // Only of the patient: a caregiver's device keeps nothing of somebody else.
  const [draft] = useState(() => (voice === 'patient' ? draftPlace(patientId, `alert:${item.id}`, timeZone) : null));
  const half = () => readHalfSaid(draft?.read());
  const [asking, setAsking] = useState(() => item.answers.length === 0 && half() !== null);
  const [refused, setRefused] = useState(false);
  const { queryKey } = noticedQuery(patientId);
  /** Shown as said or taken back at once: until the clinic's list is read again nothing may flicker. */
  const put = async (change: (answers: Noticed['answers']) => Noticed['answers']) => {
    await queries.cancelQueries({ queryKey });
    queries.setQueryData<NoticeList>(
      queryKey,
      (old) =>
        old && {
          ...old,
          items: old.items.map((one) => (one.id === item.id ? { ...one, answers: change(one.answers) } : one)),
        },
    );
  };
  /** A list that was asked for before the clinic had it knows nothing of it, and there may be no connection for another. */
  const settle = async (fate: Fate, change: (answers: Noticed['answers']) => Noticed['answers']) => {
    setRefused(fate === 'refused');
    if (fate === 'saved') await put(change);
    if (fate !== 'waiting') await queries.invalidateQueries({ queryKey });
  };
  const close = () => {
    draft?.drop();
    setAsking(false);
  };
  const send = async (saying: Saying) => {
    const mine = { ...saying, at: new Date().toISOString(), by: voice, mine: true };
    const withIt = (answers: Noticed['answers']) => [...answers.filter(({ id }) => id !== saying.id), mine];
    await put(withIt);
    close();
    await settle(await sayAnswer(patientId, item.id, saying), withIt);
  };
  const undo = async (id: string) => {
    const without = (answers: Noticed['answers']) => answers.filter((one) => one.id !== id);
    await put(without);
    await settle(await takeBack(patientId, item.id, id), without);
  };
  const undone = unsentUndos(entries, item.id);
  const answers = item.answers.filter(({ id }) => !undone.includes(id));
  const waiting = unsentAnswers(entries, item.id);
  const unsent = waiting.filter(({ id }) => !answers.some((one) => one.id === id));
  const asks = item.group === 'changes' || item.group === 'devices';
  const isOpen = item.state === 'open' || item.state === 'looking';
  const said = (answer: string, whose: string) =>
    sayOnPage('told.said', {
      whose,
      who,
      answer: sayOnPage('told.answer', { voice: whose === 'mine' ? voice : 'patient', answer: chosen(answer) }),
    });
  return (
    <li className="blk noticed-item">
      <Told item={item} who={who} />
      <p className="small dim">
        {item.group === 'good' && isOpen
          ? sayOnPage('told.goodState')
          : sayOnPage('told.state', { state: item.state, voice })}
        {' · '}
        {sayOnPage('told.at', { on: longDay(dayIn(item.toldAt, timeZone)) })}
      </p>
      {[...answers, ...unsent.map((one) => ({ ...one, mine: true, by: voice }))].map(
        ({ id, answer, words, mine, by }) => (
          <div key={id} className="noticed-said">
            <p>
              {said(answer, mine ? 'mine' : by)}
              {words && <span className="breakable"> “{words}”</span>}
            </p>
            {waiting.some((one) => one.id === id) && (
              <p className="small dim" role="status">
                {sayOnPage('told.waits')}
              </p>
            )}
            {mine && (
              <Button small onClick={() => void undo(id)}>
                {sayOnPage('told.undo')}
              </Button>
            )}
          </div>
        ),
      )}
      {refused && <Message>{sayOnPage('told.refused')}</Message>}
      {asks && isOpen && !asking && answers.length + unsent.length === 0 && (
        <Button className="wide" onClick={() => setAsking(true)}>
          {sayOnPage('told.ask', { voice })}
        </Button>
      )}
      {asking && (
        <AnswerForm
          voice={voice}
          who={who}
          half={half()}
          onHalf={(now) => draft?.keep(now)}
          onCancel={close}
          onSend={({ answer, words }) => send(newSaying(answer, words))}
        />
      )}
    </li>
  );
}
