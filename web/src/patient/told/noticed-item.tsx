import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { noticedQuery } from '../../api/queries.js';
import type { Noticed } from '../../api/types.js';
import { usePlainAudience } from '../../app/session.js';
import { Button, Message } from '../../ui/index.js';
import { about, chosen, longDay, dayIn, say, sayOnPage } from '../../words/index.js';
import type { Fate } from '../outbox-store.js';
import { useOutbox } from '../outbox-store.js';
import { AnswerForm } from './answer-form.js';
import { sayAnswer, takeBack, unsentAnswers, unsentUndos } from './answers.js';

interface Props {
  item: Noticed;
  patientId: string;
  who: string;
  timeZone: string;
}

export function NoticedItem({ item, patientId, who, timeZone }: Props) {
  const voice = usePlainAudience();
  const queries = useQueryClient();
  const { entries } = useOutbox(patientId);
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState(false);
  const settle = async (sent: Promise<Fate>) => {
    setRefused((await sent) === 'refused');
    setAsking(false);
    await queries.invalidateQueries({ queryKey: noticedQuery(patientId).queryKey });
  };
  const undone = unsentUndos(entries, item.id);
  const answers = item.answers.filter(({ id }) => !undone.includes(id));
  const unsent = unsentAnswers(entries, item.id).filter(({ id }) => !answers.some((one) => one.id === id));
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
      <p className="sentence">{say(about(item.patientSentence, who), voice)}</p>
      <p className="small dim">
        {item.group === 'good' && isOpen
          ? sayOnPage('told.goodState')
          : sayOnPage('told.state', { state: item.state, voice })}
        {' · '}
        {sayOnPage('told.at', { on: longDay(dayIn(item.toldAt, timeZone)) })}
      </p>
      {answers.map(({ id, answer, words, mine, by }) => (
        <Said key={id} words={words} said={said(answer, mine ? 'mine' : by)}>
          {mine && (
            <Button small onClick={() => void settle(takeBack(patientId, item.id, id))}>
              {sayOnPage('told.undo')}
            </Button>
          )}
        </Said>
      ))}
      {unsent.map(({ id, answer, words }) => (
        <Said key={id} words={words} said={said(answer, 'mine')}>
          <span className="small dim" role="status">
            {sayOnPage('told.waits')}
          </span>
          <Button small onClick={() => void settle(takeBack(patientId, item.id, id))}>
            {sayOnPage('told.undo')}
          </Button>
        </Said>
      ))}
      {refused && <Message>{sayOnPage('told.refused')}</Message>}
      {asks && isOpen && !asking && answers.length + unsent.length === 0 && (
        <Button className="wide" onClick={() => setAsking(true)}>
          {sayOnPage('told.ask', { voice })}
        </Button>
      )}
      {asking && (
        <AnswerForm
          voice={voice}
          onCancel={() => setAsking(false)}
          onSend={(one) => settle(sayAnswer(patientId, item.id, one))}
        />
      )}
    </li>
  );
}

function Said(props: { said: string; words: string | null; children: React.ReactNode }) {
  return (
    <div className="said">
      <p>
        {props.said}
        {props.words && <span className="breakable"> “{props.words}”</span>}
      </p>
      <div className="row wrap">{props.children}</div>
    </div>
  );
}
