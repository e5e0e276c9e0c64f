import { useQuery } from '@tanstack/react-query';
import { IconCircleCheck, IconCloudOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiError } from '../api/client.js';
import { responsesQuery, usePatient, useSeries } from '../api/queries.js';
import { useTitle } from '../app/page.js';
import { usePlainAudience, useSession } from '../app/session.js';
import { SeriesChart } from '../charts/index.js';
import { OpenQuestions } from '../consents/open-questions.js';
import { Button, Failed, LinkButton, Loading } from '../ui/index.js';
import { about, addDays, dayIn, say, sayOnPage, sayPanel, weekdayDay } from '../words/index.js';
import { NoRecord } from './no-record.js';
import { MyDevices } from './devices.js';
import { greeting, hasDiaryToday, isPegDue } from './due.js';
import { DIARY_FORM, PEG_FORM } from './forms.js';
import { dropRefused, useOutbox } from './outbox-store.js';
import { QuestionCard } from './question-card.js';
import { HelpNow } from './told/help-now.js';
import { WhatWeNoticed } from './told/what-we-noticed.js';
import { NextVisitCard } from './visit-card.js';

const WEEKS_SHOWN = 6;

/** The patient's day: the visit, the diary, what the numbers say, and whether the devices still send. */
export function PatientHome() {
  const { person, patientId, clinic, role } = useSession();
  const patient = usePatient(patientId ?? '');
  const timeZone = patient.data?.timeZone ?? clinic.timeZone;
  const now = Date.now();
  // A caregiver sees what the patient chose: for somebody who was given the visits only, there are no numbers.
  const isWithheld = role === 'caregiver' && patient.error instanceof ApiError && patient.error.status === 404;
  const who = patient.data?.name.split(' ')[0] ?? '';
  useTitle('Today');
  if (!patientId) return <NoRecord />;
  return (
    <>
      <div className="row greet">
        <h1 className="grow">
          {greeting(new Date(now).getHours())}, {person.name.split(' ')[0]}
        </h1>
        <span className="small dim nowrap">{weekdayDay(dayIn(now, timeZone))}</span>
      </div>
      {role === 'patient' && <HelpNow patientId={patientId} />}
      <div className="hg">
        <div className="col left">
          <NextVisitCard patientId={patientId} timeZone={timeZone} now={now} />
          {/* A caregiver looks on; what a person says of themselves is theirs to say. */}
          {role === 'patient' ? (
            <>
              <Forms patientId={patientId} timeZone={timeZone} />
              <OpenQuestions patientId={patientId} />
            </>
          ) : (
            <p className="dim">{sayOnPage('people.chosen', { who: who || 'none' })}</p>
          )}
        </div>
        {isWithheld ? (
          <p className="col dim">{sayOnPage('people.withheld')}</p>
        ) : (
          <div className="col">
            <WhatWeNoticed patientId={patientId} who={who} timeZone={timeZone} />
            <MyNumbers
              patientId={patientId}
              timeZone={timeZone}
              who={who}
              contact={patient.data?.contact?.name ?? null}
            />
            <MyDevices patientId={patientId} />
          </div>
        )}
      </div>
    </>
  );
}

function Forms({ patientId, timeZone }: { patientId: string; timeZone: string }) {
  const diaries = useQuery(responsesQuery(patientId, 'diary', 7));
  const pegs = useQuery(responsesQuery(patientId, 'peg', 2));
  const { waiting, refused, sendNow } = useOutbox(patientId);
  // What was filled in on this page keeps its thank-you until the page is left.
  const [here, setHere] = useState({ diary: false, peg: false });
  const settled = (query: { data?: unknown; error: unknown }) => !!query.data || !!query.error;
  if (!settled(diaries) || !settled(pegs)) return <Loading rows={3} height={72} label="Loading the diary" />;
  const now = Date.now();
  const diaryDone = !here.diary && hasDiaryToday(diaries.data?.items ?? [], now, timeZone);
  const pegDue = here.peg || isPegDue(pegs.data?.items ?? [], now);
  return (
    <>
      {diaryDone ? (
        <section className="blk finished">
          <h2>{DIARY_FORM.title}</h2>
          <p className="row">
            <IconCircleCheck className="i xl" aria-hidden="true" />
            Today’s diary is done
          </p>
        </section>
      ) : (
        <QuestionCard form={DIARY_FORM} patientId={patientId} onDone={() => setHere((h) => ({ ...h, diary: true }))} />
      )}
      {/* One question at a time: the weekly three come after today's four. */}
      {pegDue && (diaryDone || here.diary) && (
        <QuestionCard form={PEG_FORM} patientId={patientId} onDone={() => setHere((h) => ({ ...h, peg: true }))} />
      )}
      {waiting > 0 && (
        <div className="note" role="status">
          <IconCloudOff className="i" aria-hidden="true" />
          <div>
            {waiting === 1 ? '1 entry waits' : `${waiting} entries wait`} for a connection.{' '}
            {waiting === 1 ? 'It is' : 'They are'} safe.{' '}
            <button type="button" className="linkish" onClick={sendNow}>
              Try now
            </button>
          </div>
        </div>
      )}
      {refused.map((entry) => (
        <div className="note" role="alert" key={entry.id}>
          <div>
            <p>An entry of {weekdayDay(dayIn(entry.at, timeZone))} could not be taken by the clinic.</p>
            <Button onClick={() => dropRefused(entry.id)}>Remove it</Button>
          </div>
        </div>
      ))}
    </>
  );
}

function MyNumbers(props: { patientId: string; timeZone: string; who: string; contact: string | null }) {
  const { patientId, timeZone, who, contact } = props;
  const audience = usePlainAudience();
  const isOwn = audience === 'patient';
  const today = dayIn(Date.now(), timeZone);
  const series = useSeries(patientId, addDays(today, -7 * WEEKS_SHOWN), today);
  const view = series.data;
  // The chart under a sentence shows what the sentence is about.
  const metric = view?.patientHeadline?.facts.metric;
  const shown =
    view &&
    (view.panels.find((p) => p.metric === metric) ?? view.panels.find((p) => p.change?.course) ?? view.panels[0]);
  return (
    <section className="sec" aria-labelledby="numbers-title">
      <h2 id="numbers-title">{isOwn ? 'My numbers' : 'Numbers'}</h2>
      {!view && !series.error && <Loading rows={3} height={60} label="Loading the numbers" />}
      {!view && series.error && <Failed part="The numbers" error={series.error} retry={() => void series.refetch()} />}
      {view && !shown && (
        <p className="dim">There are no numbers yet. They appear after the first days with a watch or the diary.</p>
      )}
      {view && shown && (
        <>
          <p className="sentence">
            {view.patientHeadline ? say(about(view.patientHeadline, who), audience) : sayPanel(shown, audience, who)}
          </p>
          <SeriesChart view={view} panels={[shown.metric]} audience={audience} />
          <p className="small dim below">
            The shaded band is {isOwn ? 'your' : who ? `${who}’s` : 'the'} usual range.
            {contact && ` ${contact} sees the same chart.`}
          </p>
          <LinkButton to="/numbers" className="wide">
            {isOwn ? 'All my numbers' : 'All numbers'}
          </LinkButton>
        </>
      )}
    </section>
  );
}
