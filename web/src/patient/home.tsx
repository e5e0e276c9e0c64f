import { ApiError } from '../api/client.js';
import { usePatient, useSeries } from '../api/queries.js';
import { useTitle } from '../app/page.js';
import { usePlainAudience, useSession } from '../app/session.js';
import { useKeptPatient } from '../offline/kept-store.js';
import { SeriesChart } from '../charts/index.js';
import { OpenQuestions } from '../consents/open-questions.js';
import { Failed, LinkButton, Loading } from '../ui/index.js';
import { about, addDays, dayIn, say, sayOnPage, sayPanel } from '../words/index.js';
import { AnsweredCorrections } from './answered-corrections.js';
import { NoRecord } from './no-record.js';
import { MyDevices } from './devices.js';
import { Greeting } from './greeting.js';
import { MyGoal } from './my-goal.js';
import { MyTreatment } from './my-treatment.js';
import { AskedFollowers } from './people/asked-followers.js';
import { MyForms } from './my-forms.js';
import { HelpNow } from './told/help-now.js';
import { WhatWeNoticed } from './told/what-we-noticed.js';
import { SharedAnswers } from './shared-answers.js';
import { NextVisitCard } from './visit-card.js';

const WEEKS_SHOWN = 6;

/** The patient's day: the visit, the diary, what the numbers say, and whether the devices still send. */
export function PatientHome() {
  const { person, patientId, clinic, role, lookedAfter } = useSession();
  const patient = usePatient(patientId ?? '');
  const kept = useKeptPatient();
  // Until the record is there: what this device knows of it.
  const timeZone = patient.data?.timeZone ?? (kept?.patientId === patientId ? kept.timeZone : clinic.timeZone);
  const now = Date.now();
  // A caregiver sees what the patient chose: for somebody who was given the visits only, there are no numbers.
  const isWithheld = role === 'caregiver' && patient.error instanceof ApiError && patient.error.status === 404;
  const followed = lookedAfter.find(({ id }) => id === patientId);
  const who = (patient.data ?? followed)?.name.split(' ')[0] ?? '';
  useTitle('Today');
  if (!patientId) return <NoRecord />;
  return (
    <>
      <Greeting firstName={person.name.split(' ')[0] ?? ''} timeZone={timeZone} now={now} />
      {role === 'patient' && <HelpNow patientId={patientId} />}
      <div className="hg">
        <div className="col left">
          {role === 'patient' && <AskedFollowers patientId={patientId} />}
          {role === 'patient' && <AnsweredCorrections patientId={patientId} now={now} />}
          <NextVisitCard patientId={patientId} timeZone={timeZone} now={now} />
          {/* A caregiver looks on; what a person says of themselves is theirs to say. */}
          {role === 'patient' ? (
            <>
              <MyForms patientId={patientId} timeZone={timeZone} />
              <OpenQuestions patientId={patientId} />
            </>
          ) : (
            <>
              <p className="dim">{sayOnPage('people.chosen', { who: who || 'none' })}</p>
              {followed?.shared.includes('notes') && <MyTreatment patientId={patientId} />}
            </>
          )}
          {!isWithheld && (
            <>
              <MyGoal patientId={patientId} who={who} />
              <WhatWeNoticed patientId={patientId} who={who} timeZone={timeZone} />
            </>
          )}
        </div>
        {isWithheld ? (
          <div className="col">
            <p className="dim">{sayOnPage('people.withheld')}</p>
            {followed?.shared.includes('responses') && <SharedAnswers patientId={patientId} timeZone={timeZone} />}
          </div>
        ) : (
          <div className="col">
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
