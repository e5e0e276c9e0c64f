import { useEffect, useState, type FormEvent } from 'react';
import { fieldError, isBesideFields } from '../api/field-error.js';
import { Button, Failed, Loading, Message, TextField, useShowWrong, useUnsent, ZoneField } from '../ui/index.js';
import { type Audience, cityOf, phrase, sayOnPage } from '../words/index.js';
import { changeOf, type Draft, isUnsent, type Journey, localOf, noChange, sameClock } from './journey-change.js';
import { factsOf, type Goal, JourneyList } from './journey-list.js';
import { type JourneyQuestion, JourneyQuestions } from './journey-questions.js';
import { TakeOut, type Taking } from './take-out.js';
import { isGone, useJourneys } from './use-journeys.js';
import './sources.css';

/**
 * Where somebody has lived and travelled, and a form for one more journey, or to put one right.
 *
 * @param props.zone - the one to begin with; empty: it is asked for
 */
export function Zones({ patientId, zone: now, audience }: { patientId: string; zone: string; audience: Audience }) {
  const [draft, setDraft] = useState<Draft>({ wrong: null, zone: now, typed: null });
  const [taking, setTaking] = useState<Taking | null>(null);
  const [asked, setAsked] = useState<object | null>(null);
  const [question, setQuestion] = useState<JourneyQuestion | null>(null);
  const [goal, setGoal] = useState<Goal | null>(null);
  const begin = (next: Draft) => {
    setGoal(null);
    setDraft(next);
    setAsked(null);
  };
  const { found, save, takeOut } = useJourneys(patientId, (sent) =>
    begin({ wrong: null, zone: sent.wrong ? now : sent.zone, typed: null }),
  );
  const form = useShowWrong(asked, save.error);
  const { wrong } = draft;
  useUnsent(isUnsent(draft), save.isPending);
  useEffect(() => {
    if (wrong) form.current?.querySelector('select')?.focus();
  }, [wrong, form]);
  if (found.error && !found.data)
    return <Failed part={phrase('zones.title')} error={found.error} retry={() => void found.refetch()} />;
  if (!found.data) return <Loading rows={3} height={32} />;
  const { items } = found.data;
  const why = noChange(draft, items);
  const saySomethingElse = () => {
    save.reset();
    takeOut.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked({});
    saySomethingElse();
    if (!changeOf(draft) || why) return;
    const same = sameClock(draft, items);
    if (same) setQuestion({ about: 'same', journey: same });
    else send();
  };
  const send = () => {
    const change = changeOf(draft);
    save.mutate(draft, { onSuccess: () => wrong && change && setGoal({ since: change.since }) });
  };
  const correct = (journey: Journey, typed: Pick<Draft, 'zone' | 'typed'> = { zone: journey.zone, typed: null }) => {
    saySomethingElse();
    begin({ wrong: journey, ...typed });
  };
  const leave = () => {
    saySomethingElse();
    begin({ wrong: null, zone: now, typed: null });
    if (wrong) setGoal({ since: wrong.since });
  };
  const answered = () => setTaking(null);
  const place = draft.zone === '' ? 'none' : cityOf(draft.zone);
  const wrongMoment = localOf(draft) === '' ? sayOnPage('field.needsMoment') : why && phrase(`zones.${why}`, { place });
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">{phrase('zones.why', { isMine: String(audience === 'patient') })}</p>
      <JourneyList
        items={items}
        wrong={wrong}
        goal={goal}
        busy={save.isPending}
        onCorrect={(journey) => {
          if (isUnsent(draft)) setQuestion({ about: 'correct', journey });
          else correct(journey);
        }}
        onTakeOut={(journey) => {
          saySomethingElse();
          setTaking({ journey, before: items[items.findIndex(({ since }) => since === journey.since) - 1]!.zone });
        }}
      />
      {takeOut.data &&
        (takeOut.data.wasGone ? (
          <Message>{phrase('zones.changed')}</Message>
        ) : (
          <Message ok>{phrase('zones.takenOut')}</Message>
        ))}
      {wrong && <p>{phrase('zones.correcting', factsOf(wrong))}</p>}
      <ZoneField
        label={phrase('zones.zone')}
        zone={draft.zone}
        error={asked && draft.zone === '' ? sayOnPage('field.choose') : null}
        onChange={(zone) => setDraft({ ...draft, zone })}
      />
      <TextField
        label={phrase('zones.when', { place })}
        type="datetime-local"
        value={localOf(draft)}
        onChange={(event) => setDraft({ ...draft, typed: event.target.value })}
        error={(asked && wrongMoment) || fieldError(save.error, 'since')}
      />
      {save.error && !isBesideFields(save.error, ['since']) && (
        <Message>{isGone(save.error) ? phrase('zones.changed') : save.error.message}</Message>
      )}
      {save.data && <Message ok>{phrase(save.variables.wrong ? 'zones.corrected' : 'zones.saved')}</Message>}
      <div className="row wrap">
        <Button kind="primary" type="submit" busy={save.isPending}>
          {phrase(wrong ? 'zones.correctSave' : 'zones.save')}
        </Button>
        {wrong && (
          <Button kind="quiet" busy={save.isPending} onClick={leave}>
            {sayOnPage('common.cancel')}
          </Button>
        )}
      </div>
      <JourneyQuestions
        question={question}
        onClose={() => setQuestion(null)}
        onCorrectSame={(journey) => correct(journey, { zone: draft.zone, typed: localOf(draft) })}
        onBoth={send}
        onThrowAway={(journey) => correct(journey)}
      />
      <TakeOut
        taking={taking}
        busy={takeOut.isPending}
        error={takeOut.error}
        onYes={(journey) => takeOut.mutate(journey, { onSuccess: answered })}
        onNo={answered}
      />
    </form>
  );
}
