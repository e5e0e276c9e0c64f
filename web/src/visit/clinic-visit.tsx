import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { IconClock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { alertQuery } from '../api/queries.js';
import { request } from '../api/client.js';
import type { Visit } from '../api/types.js';
import { PageBar } from '../app/page.js';
import { useClinicZone } from '../app/session.js';
import { Button, Glyph, Message } from '../ui/index.js';
import { clock, dayAndClock, MODALITY_WORDS, say } from '../words/index.js';
import { CallStage, ConnectionDot } from './call.js';
import { elapsedWords, waitWords } from './elapsed.js';
import { useCall, useLocalMedia, useNow, useVisitChannel, type Presence } from './hooks.js';
import { NotePanel } from './note-panel.js';
import { SelfTile } from './tiles.js';
import { TrendStrip } from './trend-strip.js';

/** The clinician's side: who waits, the call, the patient's weeks below it and the note beside it. */
export function ClinicVisit({ visit }: { visit: Visit }) {
  const zone = useClinicZone();
  const presence = useVisitChannel(visit.id);
  const live = visit.state === 'in-progress';
  const video = visit.modality === 'video';
  const { media, started } = useLocalMedia(video && (live || visit.state === 'waiting'));
  const call = useCall(visit.id, media, presence.channel, video && live && started);
  const act = useVisitAction(visit.id);
  const end = {
    label: 'End',
    title: 'End this visit?',
    question: `${visit.patient.name} leaves the call too. You can still write the note afterwards.`,
    act: () => act.mutate('end'),
    busy: act.isPending,
  };
  return (
    <>
      <PageBar title={visit.patient.name} aside={`${MODALITY_WORDS[visit.modality]}, ${visit.minutes} minutes`}>
        {live && video && <ConnectionDot call={call} presence={presence} name={visit.patient.name} />}
        {live && visit.admittedAt && <Elapsed since={visit.admittedAt} />}
      </PageBar>
      <div className="vg">
        <div className="stage">
          {act.error && (
            <div className="stagemsg">
              <Message>{act.error.message}</Message>
            </div>
          )}
          {live && video && media ? (
            <CallStage call={call} presence={presence} media={media} name={visit.patient.name} end={end} />
          ) : (
            <Before visit={visit} presence={presence} act={act} zone={zone}>
              {visit.state === 'waiting' && video && media && started && (
                <SelfTile media={media} className="tile selfcheck" />
              )}
            </Before>
          )}
          <TrendStrip patientId={visit.patient.id} timeZone={zone} />
        </div>
        <div className="work">
          {visit.alertId && <Reason alertId={visit.alertId} />}
          <NotePanel visitId={visit.id} />
          <section className="small dim">
            Booked for {dayAndClock(visit.startsAt, zone)} with {visit.clinician.name}.{' '}
            <Link to="/patients/$patientId" params={{ patientId: visit.patient.id }}>
              All about {visit.patient.name}
            </Link>
          </section>
        </div>
      </div>
    </>
  );
}

type Action = 'admit' | 'end' | 'arrive' | 'cancel';
export function useVisitAction(visitId: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (action: Action) => request<Visit>(`/api/v1/visits/${visitId}/${action}`, { method: 'POST', body: {} }),
    onSuccess: (visit) => queries.setQueryData(['visit', 'one', visitId], visit),
    onSettled: () => void queries.invalidateQueries({ queryKey: ['visit'] }),
  });
}

/** Everything but the call itself: not here yet, waiting, over. */
function Before(props: {
  visit: Visit;
  presence: Presence;
  act: ReturnType<typeof useVisitAction>;
  zone: string;
  children: ReactNode;
}) {
  const { visit, presence, act, zone, children } = props;
  const now = useNow(5_000);
  const { name } = visit.patient;
  const button = (action: 'admit' | 'end', words: string) => (
    <Button kind={action === 'admit' ? 'primary' : 'stop'} busy={act.isPending} onClick={() => act.mutate(action)}>
      {words}
    </Button>
  );
  switch (visit.state) {
    case 'booked':
      return (
        <div className="lobby">
          <p className="lead">{name} is not here yet.</p>
          <p className="dim">
            The visit is booked for {dayAndClock(visit.startsAt, zone)}. You can leave this page: the worklist and the
            list of visits tell you when {name} arrives.
          </p>
        </div>
      );
    case 'waiting':
      return (
        <div className="lobby" data-testid="waiting">
          <div>
            <p className="lead">{name} is waiting.</p>
            <p className="dim">
              {visit.waitingSince &&
                `Since ${clock(visit.waitingSince, zone)} (${waitWords(visit.waitingSince, now)}), `}
              <PatientPresence presence={presence} now={now} />
            </p>
          </div>
          {children}
          {button('admit', `Admit ${name}`)}
        </div>
      );
    case 'in-progress':
      return (
        <div className="lobby">
          <p className="lead">The visit is in progress, without video.</p>
          {button('end', 'End the visit')}
        </div>
      );
    case 'ended':
      return (
        <div className="lobby">
          <p className="lead">The visit has ended.</p>
          <p className="dim">
            {visit.admittedAt && visit.endedAt
              ? `It took ${elapsedWords(visit.admittedAt, Date.parse(visit.endedAt))} and ended at ${clock(visit.endedAt, zone)}. `
              : ''}
            The note stays open: what you write is saved.
          </p>
        </div>
      );
    case 'cancelled':
      return (
        <div className="lobby">
          <p className="lead">This visit was cancelled.</p>
        </div>
      );
  }
}

function PatientPresence({ presence, now }: { presence: Presence; now: number }) {
  const patient = presence.participants.find((p) => p.role === 'patient');
  const here = patient?.here ?? false;
  const away =
    patient?.awaySince && now - patient.awaySince >= 60_000
      ? `away ${waitWords(new Date(patient.awaySince).toISOString(), now)}`
      : 'away';
  return (
    <b className="here" data-testid="presence">
      {here ? 'here' : `${away}; the place is kept`}
    </b>
  );
}

function Elapsed({ since }: { since: string }) {
  const now = useNow();
  return (
    <span className="row elapsed">
      <IconClock className="i" aria-hidden="true" />
      <span className="sr">In the call for </span>
      <b className="num">{elapsedWords(since, now)}</b>
    </span>
  );
}

/** What the visit is about, when it was booked from an alert. */
function Reason({ alertId }: { alertId: string }) {
  const alert = useQuery(alertQuery(alertId));
  if (!alert.data) return null;
  return (
    <section aria-labelledby="reason-title">
      <h2 id="reason-title">Why this visit</h2>
      <p className="reason">
        <Glyph course={alert.data.course} size={14} /> <span>{say(alert.data.sentence, 'clinician')}</span>
      </p>
    </section>
  );
}
