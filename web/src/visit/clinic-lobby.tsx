import { useState, type ReactNode } from 'react';
import type { Visit } from '../api/types.js';
import { Button, Dialog } from '../ui/index.js';
import { clock, dayAndClock } from '../words/index.js';
import { elapsedWords, waitWords } from './elapsed.js';
import { useNow, type Presence } from './hooks.js';
import type { useVisitAction } from './use-visit-action.js';
import { nameOf, placeOf, tellOthers, thatAre } from './who.js';

/** Everything but the call itself: not here yet, waiting, over. */
export function Lobby(props: {
  visit: Visit;
  presence: Presence;
  act: ReturnType<typeof useVisitAction>;
  zone: string;
  admit: () => void;
  children: ReactNode;
}) {
  const { visit, presence, act, zone, admit, children } = props;
  const now = useNow(5_000);
  const { name } = visit.patient;
  const { participants } = presence;
  const { speaking } = placeOf(participants, 'patient');
  const who = speaking.map((one) => nameOf(one, visit)).join(' and ') || name;
  const others = visit.modality === 'video' && tellOthers(participants, visit, { side: 'clinic', live: false });
  const enter = (words: string) => (
    <Button kind="primary" busy={act.isPending} onClick={admit}>
      {words}
    </Button>
  );
  switch (visit.state) {
    case 'booked':
      return (
        <div className="lobby">
          <p className="lead">{name} is not here yet.</p>
          <p className="dim">
            The visit is booked for {dayAndClock(visit.startsAt, zone, now)}. You can leave this page: the worklist and
            the list of visits tell you when {name} arrives.
          </p>
          <div className="row wrap">
            {visit.modality !== 'video' && enter('Start the visit')}
            <CancelVisit name={name} cancel={() => act.mutate('cancel')} />
          </div>
        </div>
      );
    case 'waiting':
      return (
        <div className="lobby" data-testid="waiting">
          <div>
            <p className="lead">{waitingWords(visit, presence)}</p>
            <p className="dim">
              {visit.waitingSince &&
                `Since ${clock(visit.waitingSince, zone)} (${waitWords(visit.waitingSince, now)}), `}
              <WhoIsHere presence={presence} now={now} />
            </p>
            {others && <p role="status">{others}</p>}
          </div>
          {children}
          {enter(`Admit ${who}`)}
        </div>
      );
    case 'in-progress':
      return (
        <div className="lobby">
          {visit.modality === 'video' ? (
            <>
              <p className="lead">
                {speaking.length > 0
                  ? `In the call: ${visit.clinician.name} and ${who}.`
                  : `The visit of ${name} with ${visit.clinician.name} is in progress.`}
              </p>
              <p className="dim">You can read and write the note without entering the call.</p>
              {enter('Join the call')}
            </>
          ) : (
            <>
              <p className="lead">The visit is in progress.</p>
              <Button kind="stop" busy={act.isPending} onClick={() => act.mutate('end')}>
                End the visit
              </Button>
            </>
          )}
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

function CancelVisit({ name, cancel }: { name: string; cancel: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button onClick={() => setAsking(true)}>Cancel the visit</Button>
      <Dialog title="Cancel this visit?" opened={asking} onClose={() => setAsking(false)}>
        <p>{name} sees at once that it is cancelled. A cancelled visit cannot be opened again; book a new one.</p>
        <div className="row askrow">
          <Button onClick={() => setAsking(false)}>Keep it</Button>
          <Button
            kind="primary"
            onClick={() => {
              setAsking(false);
              cancel();
            }}
          >
            Cancel the visit
          </Button>
        </div>
      </Dialog>
    </>
  );
}

/** The patient's name stands for the patient only: a helper may have come, and gone again. */
function waitingWords(visit: Visit, { participants }: Presence): string {
  const { speaking, waiting } = placeOf(participants, 'patient');
  const here = [...speaking, ...waiting];
  if (here.length > 0) return `${thatAre(here, visit)} waiting.`;
  const patient = participants.find((p) => p.role === 'patient');
  return patient?.awaySince ? `${visit.patient.name} is waiting.` : `Somebody came for ${visit.patient.name}’s visit.`;
}

function WhoIsHere({ presence, now }: { presence: Presence; now: number }) {
  const patient = presence.participants.find((p) => p.role === 'patient');
  // Not in the room ourselves: nothing is known, and "away" would be a guess.
  if (!presence.connected) return null;
  const { speaking, waiting } = placeOf(presence.participants, 'patient');
  const here = speaking.length + waiting.length > 0;
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
