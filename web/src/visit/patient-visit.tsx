import { useEffect, useState } from 'react';
import { IconCircleCheck } from '@tabler/icons-react';
import { ApiError } from '../api/client.js';
import { usePatient } from '../api/queries.js';
import type { Visit } from '../api/types.js';
import { useTitle } from '../app/page.js';
import { useSession } from '../app/session.js';
import { AskConsent } from '../consents/ask-consent.js';
import { Button, LinkButton, Message } from '../ui/index.js';
import { clock, dayIn, telephoneLink, weekdayDay, zoneWords } from '../words/index.js';
import { CallStage, ConnectionDot, otherOf } from './call.js';
import { useVisitAction } from './use-visit-action.js';
import { DeviceCheck } from './device-check.js';
import { type Presence, useCall, useLocalMedia, useVisitChannel } from './hooks.js';
import { decidePlace, type MyPlace, tellOthers, tellTaken } from './who.js';

/** The patient's side: check the devices, say "I am here", wait without losing the place, talk. */
export function PatientVisit({ visit }: { visit: Visit }) {
  const { clinic, role, patientId, person } = useSession();
  const patient = usePatient(patientId ?? '');
  const zone = patient.data?.timeZone ?? clinic.timeZone;
  const video = visit.modality === 'video';
  const presence = useVisitChannel(visit.id);
  const waits = visit.state === 'waiting' || visit.state === 'in-progress';
  const { place, take } = useMyPlace(video && role === 'caregiver', presence, person.id);
  const { media, started, begin } = useLocalMedia(video && waits, place === 'mine');
  const [left, setLeft] = useState(false);
  const talking = visit.state === 'in-progress' && video;
  const call = useCall(visit.id, media, presence.channel, talking && started && !left && place === 'mine');
  const act = useVisitAction(visit.id);
  const needsConsent = act.error instanceof ApiError && act.error.code === 'CONSENT_NEEDED' && role === 'patient';
  const who = visit.clinician.name;
  const others = video && tellOthers(presence.participants, visit, { side: 'patient', live: talking });
  useTitle(`Visit with ${who}`);

  if (visit.state === 'ended' || visit.state === 'cancelled') {
    return (
      <section className="done">
        <h1>{visit.state === 'ended' ? 'The visit has ended' : 'This visit was cancelled'}</h1>
        <p className="dim">
          {visit.state === 'ended'
            ? `Thank you for talking with ${who}.`
            : `${who} will be in touch about another time.`}
        </p>
        <LinkButton to="/">Back to today</LinkButton>
      </section>
    );
  }
  if (talking && left && place === 'mine') {
    return (
      <section className="done">
        <h1>You left the call</h1>
        <p className="dim">The visit is still open. You can come back until {who} ends it.</p>
        <Button kind="primary" onClick={() => setLeft(false)}>
          Come back in
        </Button>
      </section>
    );
  }
  if (talking && media && place === 'mine') {
    const other = otherOf(visit, call, presence, 'clinic');
    const end = {
      label: 'Leave',
      title: 'Leave the call?',
      question: `You can come back until ${who} ends the visit.`,
      act: () => setLeft(true),
      busy: false,
    };
    return (
      <section className="ptcall">
        <div className="row pthead">
          <h1 className="grow">{other}</h1>
          <ConnectionDot call={call} presence={presence} name={other} />
        </div>
        <CallStage call={call} presence={presence} media={media} name={other} news={others || null} end={end} />
      </section>
    );
  }
  const arrived = visit.state !== 'booked';
  const checking = started && media;
  return (
    <div className="wg">
      <div>
        {arrived ? (
          <>
            <h1>You are in the waiting room</h1>
            <p className="dim lead" role="status">
              {visit.state === 'in-progress' && place === 'mine'
                ? `${who} is ready for you. The call opens by itself.`
                : visit.state === 'waiting' &&
                  `${who} will let you in. Your place is kept, even if you close this page.`}
            </p>
          </>
        ) : (
          <>
            <h1>Visit with {who}</h1>
            <p className="dim lead">
              {weekdayDay(dayIn(visit.startsAt, zone), dayIn(Date.now(), zone))} at <b>{clock(visit.startsAt, zone)}</b>
              {zoneWords(zone, clinic.timeZone)}, {visit.minutes} minutes. {modalityWords(visit, who)}
            </p>
          </>
        )}
        {/* Before the picture: on a phone nobody scrolls while they wait. */}
        <p className="small emergency">
          New numbness between the legs, loss of bladder control, or sudden leg weakness?{' '}
          <EmergencyCall number={visit.emergencyNumber} /> Do not wait for this visit.
        </p>
        {place === 'taken' && (
          <div className="note" role="status">
            <p>{tellTaken(presence.participants, visit, presence.passed?.from.personId === person.id)}</p>
          </div>
        )}
        {place === 'free' && (
          <div className="note" role="status">
            <div>
              <p>Nobody else is in your place any more: you can take part.</p>
              <Button onClick={take}>Take part</Button>
            </div>
          </div>
        )}
        {others && place === 'mine' && <p role="status">{others}</p>}
        {video && checking && <DeviceCheck media={media} />}
        {video && !checking && !arrived && place === 'mine' && (
          <Button className="wide" onClick={() => begin()}>
            Check camera and microphone
          </Button>
        )}
        {!arrived && visit.modality !== 'phone' && (
          <Button kind="primary" className="wide" busy={act.isPending} onClick={() => act.mutate('arrive')}>
            I am here
          </Button>
        )}
        {act.error && !needsConsent && <Message>{act.error.message}</Message>}
        <AskConsent
          patientId={patientId ?? ''}
          purpose="telehealth"
          zone={clinic.timeZone}
          opened={needsConsent}
          onClose={act.reset}
          onAgreed={() => act.mutate('arrive')}
        />
      </div>
      <div className="col waitcol">
        {arrived && (
          <section className="blk">
            <h2>While you wait</h2>
            <ul className="waitlist">
              {presence.connected && (
                <li>
                  <IconCircleCheck className="i" aria-hidden="true" />
                  <span>{who} can see that you are here.</span>
                </li>
              )}
              <li>
                <IconCircleCheck className="i" aria-hidden="true" />
                <span>
                  {presence.connected ? 'This page is connected to the clinic.' : 'Connecting to the clinic again…'}
                </span>
              </li>
            </ul>
          </section>
        )}
      </div>
    </div>
  );
}

/** Whoever helps gives way to the patient, with the camera off; once told so, only a press takes part again. */
function useMyPlace(isHelper: boolean, presence: Presence, me: string): { place: MyPlace; take: () => void } {
  const [hasYielded, setYielded] = useState(false);
  const place = isHelper
    ? decidePlace(
        presence.participants.find((p) => p.personId === me),
        hasYielded,
      )
    : 'mine';
  useEffect(() => {
    if (place === 'taken') setYielded(true);
  }, [place]);
  return { place, take: () => setYielded(false) };
}

function EmergencyCall({ number }: { number: string | null }) {
  if (number === null) return <b>Call your emergency number now.</b>;
  return (
    <b>
      Call <a href={telephoneLink(number)}>{number}</a> now.
    </b>
  );
}

function modalityWords(visit: Visit, who: string): string {
  if (visit.modality === 'phone') return `${who} will call you.`;
  if (visit.modality === 'in-person') return 'Please come to the clinic.';
  return 'You can arrive a few minutes early.';
}
