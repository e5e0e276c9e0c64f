import { useId, useState, type FormEvent } from 'react';
import type { Answer } from '../../api/types.js';
import { Button, FieldError, TextArea, useShowWrong } from '../../ui/index.js';
import { chosen, sayOnPage } from '../../words/index.js';
import { ANSWERS, type HalfSaid } from './answers.js';

interface Props {
  voice: 'patient' | 'caregiver';
  who: string;
  /** What was chosen and written before a reload. */
  half: HalfSaid | null;
  onHalf: (half: HalfSaid) => void;
  onSend: (said: { answer: Answer; words: string }) => Promise<void>;
  onCancel: () => void;
}

/** One tap says what it was; words may come with it. */
export function AnswerForm({ voice, who, half, onHalf, onSend, onCancel }: Props) {
  const [answer, setAnswer] = useState<Answer | null>(half?.answer ?? null);
  const [words, setWords] = useState(half?.words ?? '');
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<object | null>(null);
  const wrong = useId();
  const isMissing = asked !== null && answer === null;
  const form = useShowWrong(asked, null);
  const change = (next: Partial<HalfSaid>) => {
    const now = { answer, words, ...next };
    setAnswer(now.answer);
    setWords(now.words);
    onHalf(now);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    if (answer === null || busy) return;
    setBusy(true);
    await onSend({ answer, words }).finally(() => setBusy(false));
  };
  return (
    <form className="answer" ref={form} onSubmit={(event) => void submit(event)}>
      <div
        className="answers"
        role="group"
        aria-label={sayOnPage('told.ask', { voice })}
        aria-describedby={isMissing ? wrong : undefined}
      >
        {ANSWERS.map((one) => (
          <button key={one} type="button" aria-pressed={one === answer} onClick={() => change({ answer: one })}>
            {sayOnPage('told.answer', { voice, answer: chosen(one) })}
          </button>
        ))}
      </div>
      {isMissing && (
        <FieldError id={wrong} alert>
          {sayOnPage('told.needsAnswer')}
        </FieldError>
      )}
      <TextArea
        label={sayOnPage('told.words')}
        hint={sayOnPage('told.saidTo', { voice, who })}
        rows={2}
        maxLength={500}
        value={words}
        onChange={(event) => change({ words: event.currentTarget.value })}
      />
      <div className="row qbtns">
        <Button onClick={onCancel}>{sayOnPage('told.cancel')}</Button>
        <Button kind="primary" type="submit" className="nextq" busy={busy}>
          {sayOnPage('told.send')}
        </Button>
      </div>
    </form>
  );
}
