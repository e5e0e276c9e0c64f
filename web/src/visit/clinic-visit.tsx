import { useQuery } from '@tanstack/react-query';
import { IconClock } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { alertQuery } from '../api/queries.js';
import type { Visit } from '../api/types.js';
import { PageBar } from '../app/page.js';
import { useClinicZone, useSession } from '../app/session.js';
import { Glyph, Message } from '../ui/index.js';
import { dayAndClock, MODALITY_WORDS, sayAlert, sayOnPage } from '../words/index.js';
import { alertEnded } from './alert-ended.js';
import { Lobby } from './clinic-lobby.js';
import { CallStage, ConnectionDot, otherOf } from './call.js';
import { elapsedWords } from './elapsed.js';
import { useCall, useLocalMedia, useNow, useSeenPassing, useVisitChannel } from './hooks.js';
import { NotePanel } from './note-panel.js';
import { SelfTile } from './tiles.js';
import { useJoining, useVisitAction } from './use-visit-action.js';
import { TrendStrip } from './trend-strip.js';
import { nameOf, tellOthers } from './who.js';

/** The clinician's side: who waits, the call, the patient's weeks below it and the note beside it. */
export function ClinicVisit({ visit }: { visit: Visit }) {
  const zone = useClinicZone();
  const { person } = useSession();
  const { joining, join } = useJoining(visit, person.id);
  const presence = useVisitChannel(visit.id);
  const live = visit.state === 'in-progress';
  const video = visit.modality === 'video';
  const { media, started } = useLocalMedia(video && joining && (live || visit.state === 'waiting'));
  const call = useCall(visit.id, media, presence.channel, video && live && joining && started);
  const act = useVisitAction(visit.id);
  // Admitting takes part: also a colleague who covers, also in a visit that goes on already.
  const admit = () =>
    act.mutate('admit', {
      onSuccess: () => {
        join();
        presence.channel?.refresh();
      },
    });
  const other = otherOf(visit, call, presence, 'patient');
  const { participants } = presence;
  const passed = useSeenPassing(presence.passed, call.remote?.personId ?? null);
  const news = [
    passed &&
      `${nameOf(passed.to, visit)}${passed.to.role === 'guest' ? ',' : ''} has taken the place of ${nameOf(passed.from, visit)}.`,
    tellOthers(participants, visit, { side: 'clinic', live }),
  ]
    .filter(Boolean)
    .join(' ');
  const end = {
    label: 'End',
    title: 'End this visit?',
    question: `${other}${other === visit.patient.name ? '' : ','} leaves the call too. You can still write the note afterwards.`,
    act: () => act.mutate('end'),
    busy: act.isPending,
  };
  return (
    <>
      <PageBar title={visit.patient.name} aside={`${MODALITY_WORDS[visit.modality]}, ${visit.minutes} minutes`}>
        {live && video && joining && <ConnectionDot call={call} presence={presence} name={other} />}
        {live && visit.admittedAt && <Elapsed since={visit.admittedAt} />}
      </PageBar>
      <div className="vg">
        <div className="stage">
          {act.error && (
            <div className="stagemsg">
              <Message>{act.error.message}</Message>
            </div>
          )}
          {live && video && joining && media ? (
            <CallStage call={call} presence={presence} media={media} name={other} news={news} end={end} />
          ) : (
            <Lobby visit={visit} presence={presence} act={act} zone={zone} admit={admit}>
              {visit.state === 'waiting' && video && media && started && (
                <SelfTile media={media} className="tile selfcheck" />
              )}
            </Lobby>
          )}
          <TrendStrip patientId={visit.patient.id} timeZone={zone} />
        </div>
        <div className="work">
          {visit.alertId && <Reason alertId={visit.alertId} zone={zone} />}
          <NotePanel visitId={visit.id} />
          <section className="small dim">
            Booked for {dayAndClock(visit.startsAt, zone, Date.now())} with {visit.clinician.name}.{' '}
            <Link to="/patients/$patientId" params={{ patientId: visit.patient.id }}>
              All about {visit.patient.name}
            </Link>
          </section>
        </div>
      </div>
    </>
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

/** What the visit is about, when it was booked from an alert; and the way there, for as long as it waits to be closed. */
function Reason({ alertId, zone }: { alertId: string; zone: string }) {
  const alert = useQuery(alertQuery(alertId));
  if (!alert.data) return null;
  const ended = alertEnded(alert.data, zone);
  return (
    <section aria-labelledby="reason-title">
      <h2 id="reason-title">Why this visit</h2>
      <p className="reason">
        <Glyph course={alert.data.course} size={14} /> <span>{sayAlert(alert.data)}</span>
      </p>
      <p className="small">
        {ended ?? (
          <Link to="/" search={{ alert: alertId }}>
            {sayOnPage('visits.alertOpen')}
          </Link>
        )}
      </p>
    </section>
  );
}
