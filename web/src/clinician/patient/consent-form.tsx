import { useState, type FormEvent } from 'react';
import type { ConsentAnswer, ConsentPurpose, PurposeView } from '../../api/types.js';
import { ConsentWords, LanguageField, useTextOf } from '../../consents/consent-words.js';
import { useAnswer } from '../../consents/use-answer.js';
import { Button, Message, SelectField, TextField } from '../../ui/index.js';
import { purposeWords, sayOnPage } from '../../words/index.js';

const HOW = { paper: 'consent.onPaper', spoken: 'consent.spoken', telephone: 'consent.onPhone' } as const;
type How = keyof typeof HOW;

/** The team writes an answer down: to which words, how it was told, and why the patient does not answer in the app. */
export function ConsentForm(props: { patientId: string; items: readonly PurposeView[]; onDone: () => void }) {
  const { patientId, onDone } = props;
  const items = props.items.filter(({ isAsked, status }) => isAsked || status === 'given');
  const [purpose, setPurpose] = useState<ConsentPurpose>(items[0]!.purpose);
  const view = items.find((item) => item.purpose === purpose) ?? items[0]!;
  return (
    <div className="form">
      <SelectField
        label={sayOnPage('consent.which')}
        value={purpose}
        data-autofocus
        onChange={(event) => setPurpose(event.currentTarget.value as ConsentPurpose)}
      >
        {items.map((item) => (
          <option key={item.purpose} value={item.purpose}>
            {purposeWords(item.purpose)}, {sayOnPage('consent.stateOfPatient', { status: item.status })}
          </option>
        ))}
      </SelectField>
      <Answer key={purpose} patientId={patientId} view={view} onDone={onDone} />
    </div>
  );
}

function Answer({ patientId, view, onDone }: { patientId: string; view: PurposeView; onDone: () => void }) {
  const { text, setLanguage } = useTextOf(view.texts);
  const answer = useAnswer(patientId, view.purpose);
  const isGiven = view.status === 'given';
  const [status, setStatus] = useState<ConsentAnswer['status']>(isGiven ? 'withdrawn' : 'given');
  const [how, setHow] = useState<How>('spoken');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const tooShort = reason.trim().length < 5;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (tooShort) return;
    const words = status === 'withdrawn' ? {} : { textHash: text.sha256 };
    answer.mutate({ status, how, reason: reason.trim(), ...words }, { onSuccess: onDone });
  };
  return (
    <form className="form" onSubmit={submit} noValidate>
      {status !== 'withdrawn' && (
        <>
          <p className="small dim">{sayOnPage('consent.readOut')}</p>
          <LanguageField texts={view.texts} text={text} onChoose={setLanguage} />
          {/* Scrolls on its own, so the keyboard must get into it. */}
          <div className="said" tabIndex={0} role="region" aria-label={text.title}>
            <b lang={text.language}>{text.title}</b>
            <ConsentWords text={text} />
          </div>
        </>
      )}
      <div className="cols">
        <SelectField
          label={sayOnPage('consent.said')}
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value as ConsentAnswer['status'])}
        >
          {view.isAsked && <option value="given">{sayOnPage('consent.saidGiven')}</option>}
          {isGiven ? (
            <option value="withdrawn">{sayOnPage('consent.saidWithdrawn')}</option>
          ) : (
            <option value="declined">{sayOnPage('consent.saidDeclined')}</option>
          )}
        </SelectField>
        <SelectField
          label={sayOnPage('consent.how')}
          value={how}
          onChange={(event) => setHow(event.currentTarget.value as How)}
        >
          {(Object.keys(HOW) as How[]).map((key) => (
            <option key={key} value={key}>
              {sayOnPage(HOW[key])}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        label={sayOnPage('consent.why')}
        value={reason}
        maxLength={500}
        error={asked && tooShort ? sayOnPage('consent.whyNeeded') : null}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {answer.error && <Message>{answer.error.message}</Message>}
      <div className="row">
        <Button kind="primary" type="submit" busy={answer.isPending}>
          {sayOnPage('consent.save')}
        </Button>
        <Button kind="quiet" onClick={onDone}>
          {sayOnPage('consent.cancel')}
        </Button>
      </div>
    </form>
  );
}
