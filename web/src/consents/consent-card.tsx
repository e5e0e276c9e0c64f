import { useState } from 'react';
import type { ConsentDecision, PurposeView } from '../api/types.js';
import { Button, Confirm, Message, useTold } from '../ui/index.js';
import { dayIn, howWords, longDay, sayOnPage, withdrawalWords } from '../words/index.js';
import { ConsentWords, LanguageField, useTextOf } from './consent-words.js';
import { useAnswer } from './use-answer.js';

interface Props {
  patientId: string;
  view: PurposeView;
  zone: string;
  /** Once the answer is kept. */
  onAnswer?: (status: 'given' | 'declined' | 'withdrawn') => void;
}

/** One question: its words, the answer that holds, and the ways to answer anew. */
export function ConsentCard({ patientId, view, zone, onAnswer }: Props) {
  const { text, setLanguage } = useTextOf(view.texts);
  const answer = useAnswer(patientId, view.purpose);
  const [withdrawing, setWithdrawing] = useState(false);
  const asks = view.isAsked && (view.status !== 'given' || view.hasNewerText);
  const last = view.history[0];
  // At registration, or before texts were kept: nobody has shown them the words.
  const isNoted = view.status === 'given' && last?.version === null;
  // The button that was pressed is gone with the question.
  const told = useTold(view);
  const send = (status: 'given' | 'declined' | 'withdrawn') =>
    answer.mutate(status === 'withdrawn' ? { status } : { status, textHash: text.sha256 }, {
      onSuccess: () => {
        setWithdrawing(false);
        // What it says stands below the heading.
        told.tell('');
        onAnswer?.(status);
      },
    });
  const words = (
    <>
      <LanguageField texts={view.texts} text={text} onChoose={setLanguage} />
      <ConsentWords text={text} />
    </>
  );
  return (
    <section className="blk consent" aria-labelledby={`consent-${view.purpose}`}>
      <h2 id={`consent-${view.purpose}`} lang={text.language} {...told.heading}>
        {text.title}
      </h2>
      <p className="small dim" role="status">
        {sayOnPage('consent.state', { status: isNoted ? 'noted' : view.status, day: last ? dayOf(last, zone) : '' })}
      </p>
      {view.hasNewerText && <p className="note">{sayOnPage('consent.newer', { shown: last?.version !== null })}</p>}
      {asks ? (
        words
      ) : (
        <details>
          <summary>{sayOnPage('consent.read')}</summary>
          {words}
        </details>
      )}
      {answer.error && <Message>{answer.error.message}</Message>}
      <div className="row wrap">
        {asks && (
          <Button kind="primary" busy={answer.isPending} onClick={() => send('given')}>
            {sayOnPage('consent.agree')}
          </Button>
        )}
        {view.isAsked && (view.status === 'none' || view.status === 'withdrawn') ? (
          <Button busy={answer.isPending} onClick={() => send('declined')}>
            {sayOnPage('consent.decline')}
          </Button>
        ) : (
          view.status === 'given' && (
            <Button onClick={() => setWithdrawing(true)}>{sayOnPage('consent.withdraw')}</Button>
          )
        )}
      </div>
      <Earlier view={view} zone={zone} />
      <Confirm
        title={sayOnPage('consent.withdrawTitle')}
        yes={sayOnPage('consent.withdraw')}
        no={sayOnPage('consent.keep')}
        opened={withdrawing}
        busy={answer.isPending}
        onYes={() => send('withdrawn')}
        onNo={() => setWithdrawing(false)}
      >
        {withdrawalWords(view.purpose)}
      </Confirm>
    </section>
  );
}

function Earlier({ view, zone }: { view: PurposeView; zone: string }) {
  if (view.history.length === 0) return null;
  return (
    <details className="small">
      <summary>{sayOnPage('consent.before')}</summary>
      <ul>
        {view.history.map((decision) => (
          <li key={decision.id}>
            {sayOnPage('consent.answer', {
              status: decision.status,
              day: dayOf(decision, zone),
              by: howWords(decision),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}

const dayOf = ({ recordedAt }: ConsentDecision, zone: string) => longDay(dayIn(recordedAt, zone));
