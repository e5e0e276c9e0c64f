import { useEffect, useState, type FormEvent } from 'react';
import { fieldError, isBesideFields } from '../api/field-error.js';
import {
  Button,
  Failed,
  Loading,
  Message,
  TextField,
  placeOf,
  useShowWrong,
  useUnsent,
  ZoneField,
} from '../ui/index.js';
import { type Audience, modernZone, phrase, sayOnPage } from '../words/index.js';
import { changeOf, type Draft, isUnsent, type Journey, localOf, noChange } from './journey-change.js';
import { factsOf, type Goal, JourneyList } from './journey-list.js';
import { TakeOut, type Taking } from './take-out.js';
import { isGone, useJourneys } from './use-journeys.js';
import './sources.css';

/**
 * Where somebody has lived and travelled, and a form for one more journey, or to put one right.
 *
 * @param props.zone - the one to begin with
 */
export function Zones({ patientId, zone: now, audience }: { patientId: string; zone: string; audience: Audience }) {
  const [draft, setDraft] = useState<Draft>({ wrong: null, zone: now, typed: null });
  const [taking, setTaking] = useState<Taking | null>(null);
  const [asked, setAsked] = useState<object | null>(null);
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
    const change = changeOf(draft);
    if (!change || why) return;
    save.mutate(draft, { onSuccess: () => wrong && setGoal({ since: change.since, way: 'correct' }) });
  };
  const correct = (journey: Journey) => {
    saySomethingElse();
    begin({ wrong: journey, zone: journey.zone, typed: null });
  };
  const leave = () => {
    saySomethingElse();
    begin({ wrong: null, zone: now, typed: null });
    if (wrong) setGoal({ since: wrong.since, way: 'correct' });
  };
  const answered = () => {
    setTaking(null);
    if (taking) setGoal({ since: taking.journey.since, way: 'takeOut' });
  };
  const place = placeOf(modernZone(draft.zone));
  const wrongMoment = localOf(draft) === '' ? sayOnPage('field.needsMoment') : why && phrase(`zones.${why}`, { place });
  return (
    <form className="form" ref={form} onSubmit={submit} noValidate>
      <p className="dim">{phrase('zones.why', { isMine: String(audience === 'patient') })}</p>
      <JourneyList
        items={items}
        wrong={wrong}
        goal={goal}
        busy={save.isPending}
        onCorrect={correct}
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
      <ZoneField label={phrase('zones.zone')} zone={draft.zone} onChange={(zone) => setDraft({ ...draft, zone })} />
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
