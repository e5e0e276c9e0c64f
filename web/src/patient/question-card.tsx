import { IconCircleCheck, IconCloudOff } from '@tabler/icons-react';
import { useEffect, useId, useReducer, useRef, useState } from 'react';
import { newId } from '../api/client.js';
import type { Instrument, InstrumentResponse, NewResponse } from '../api/types.js';
import { draftPlace } from '../offline/draft-store.js';
import { Button, Message } from '../ui/index.js';
import { toCorrection } from './outbox.js';
import { saveLetter, saveResponse } from './outbox-store.js';
import {
  answerNow,
  changeStepper,
  completeAnswers,
  draftOf,
  isLast,
  newStepper,
  reduceStepper,
  reopenStepper,
  type StepperEvent,
  type StepperForm,
} from './stepper.js';

const SCORES = Array.from({ length: 11 }, (_, n) => n);

export interface Question {
  id: string;
  text: string;
  low: string;
  high: string;
}
export interface QuestionForm {
  instrument: Instrument;
  title: string;
  skippable: boolean;
  questions: readonly Question[];
}

/** One question at a time, answered with one thumb; saved once, also without a connection. Half of it survives a reload. */
export function QuestionCard({
  form,
  patientId,
  timeZone,
  given,
  changeable = false,
  onDone,
}: {
  form: QuestionForm;
  patientId: string;
  timeZone: string;
  /** What the clinic has, to be put right. */
  given?: Pick<InstrumentResponse, 'id' | 'answers'> | undefined;
  /** May it be put right once it is saved? */
  changeable?: boolean;
  onDone?: () => void;
}) {
  const shape: StepperForm = { ids: form.questions.map((q) => q.id), skippable: form.skippable };
  const [draft] = useState(() => draftPlace(patientId, `form:${form.instrument}`, timeZone));
  const [state, dispatch] = useReducer(
    (s: ReturnType<typeof newStepper>, e: StepperEvent) => reduceStepper(shape, s, e),
    null,
    () => (given ? changeStepper(given.id, given.answers) : reopenStepper(shape, draft.read(), newId())),
  );
  useEffect(() => {
    const half = draftOf(state);
    if (half) draft.keep(half);
    else draft.drop();
  }, [draft, state]);
  const title = useId();
  const question = form.questions[state.step]!;
  const chosen = answerNow(shape, state);
  const text = useRef<HTMLParagraphElement>(null);
  const before = useRef(state.step);
  useEffect(() => {
    // The new question is read out; on the first one the focus stays where the person is.
    if (before.current !== state.step) text.current?.focus();
    before.current = state.step;
  }, [state.step]);
  const save = useRef(async () => {});
  save.current = async () => {
    const at = new Date().toISOString();
    const answers = completeAnswers(shape, state) as unknown as NewResponse['answers'];
    const fate = state.corrects
      ? await saveLetter(patientId, toCorrection(patientId, { id: state.id, answers }, { id: newId(), at }))
      : await saveResponse(patientId, { id: state.id, instrument: form.instrument, authoredAt: at, answers });
    dispatch({ kind: fate === 'saved' ? 'saved' : fate === 'waiting' ? 'kept-for-later' : 'refused' });
    if (fate !== 'refused') onDone?.();
  };
  // Entering the phase starts the one save; whatever else changes meanwhile must not start another.
  useEffect(() => {
    if (state.phase === 'saving') void save.current();
  }, [state.phase]);

  if (state.phase !== 'asking' && state.phase !== 'saving') {
    return (
      <Finished
        title={form.title}
        phase={state.phase}
        again={() => dispatch({ kind: 'again', id: newId() })}
        change={changeable ? () => dispatch({ kind: 'change' }) : null}
      />
    );
  }
  const next = form.questions[state.step + 1];
  return (
    <section className="blk" aria-labelledby={title}>
      <div className="row qhead">
        <h2 id={title} className="grow">
          {form.title}
        </h2>
        <span className="small dim">
          {state.step + 1} of {form.questions.length}
        </span>
      </div>
      <div className="q4" aria-hidden="true">
        {form.questions.map((q, i) => (
          <i key={q.id} className={i <= state.step ? 'd' : ''} />
        ))}
      </div>
      <p ref={text} tabIndex={-1} className="qtext" id={`${title}-q`}>
        {question.text}
      </p>
      <div className="sc" role="group" aria-labelledby={`${title}-q`}>
        {SCORES.map((n) => (
          <button
            key={n}
            type="button"
            aria-pressed={chosen === n}
            aria-describedby={n === 0 ? `${title}-low` : n === 10 ? `${title}-high` : undefined}
            onClick={() => dispatch({ kind: 'answer', value: n })}
          >
            {n}
          </button>
        ))}
      </div>
      <div className="row small dim qends">
        <span className="grow" id={`${title}-low`}>
          0 {question.low}
        </span>
        <span id={`${title}-high`}>10 {question.high}</span>
      </div>
      {state.hint && (
        <p className="small hintline">Please answer at least one question, or leave the diary for later.</p>
      )}
      <div className="row qbtns">
        {state.step > 0 && (
          <Button className="back" onClick={() => dispatch({ kind: 'back' })}>
            Back
          </Button>
        )}
        {form.skippable && (
          <Button className="skipq" onClick={() => dispatch({ kind: 'skip' })}>
            Skip
          </Button>
        )}
        <Button
          kind="primary"
          className="nextq"
          busy={chosen === null || state.phase === 'saving'}
          onClick={() => dispatch({ kind: 'next' })}
        >
          {isLast(shape, state) || !next ? 'Save' : 'Next'}
        </Button>
      </div>
    </section>
  );
}

/** Puts right what was mistyped today. */
export const ChangeDiary = ({ onClick }: { onClick: () => void }) => (
  <Button small aria-label="Change today’s answers" onClick={onClick}>
    Change
  </Button>
);

function Finished({
  title,
  phase,
  again,
  change,
}: {
  title: string;
  phase: 'saved' | 'waiting' | 'refused';
  again: () => void;
  change: (() => void) | null;
}) {
  return (
    <section className="blk finished">
      <h2>{title}</h2>
      {phase === 'saved' && (
        <div className="row">
          <IconCircleCheck className="i xl" aria-hidden="true" />
          <p className="grow" role="status">
            Saved, thank you
          </p>
          {change && <ChangeDiary onClick={change} />}
        </div>
      )}
      {phase === 'waiting' && (
        <p className="row" role="status">
          <IconCloudOff className="i xl" aria-hidden="true" />
          It is safe and waits for a connection
        </p>
      )}
      {phase === 'refused' && (
        <>
          <Message>The clinic could not take these answers. Please fill them in again.</Message>
          <Button onClick={again}>Start again</Button>
        </>
      )}
    </section>
  );
}
