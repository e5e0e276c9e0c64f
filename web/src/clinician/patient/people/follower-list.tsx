import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { followersQuery } from '../../../api/queries.js';
import type { Follower, Followers, PatientDetail } from '../../../api/types.js';
import { useSession } from '../../../app/session.js';
import { TakeBack } from '../../../patient/people/take-back.js';
import { Button, Dialog, Failed, useTold } from '../../../ui/index.js';
import { dayAndClock, dayOfYear, endedWords, endSaid, sayOnPage } from '../../../words/index.js';
import { EndFollower } from './end-follower.js';
import { InviteFollower } from './invite-follower.js';

/**
 * Whom the patient lets look on, and about whom they are still asked. The team invites and ends; what is seen is the
 * patient's to choose.
 */
export function FollowerList({ patient, zone }: { patient: PatientDetail; zone: string }) {
  const { role } = useSession();
  const [inviting, setInviting] = useState<'form' | 'link' | null>(null);
  const found = useQuery(followersQuery(patient.id));
  const close = () => setInviting(null);
  const told = useTold(found.data);
  const tellEnd =
    (id: string, { name, email }: { name: string; email: string }) =>
    (view: Followers) =>
      told.tell(endSaid(view, { id, name, email }, patient.name, zone));
  const { items, invited, takenBack } = found.data ?? { items: [], invited: [], takenBack: [] };
  return (
    <section>
      <div className="sh">
        <h2 {...told.heading}>{sayOnPage('followers.title')}</h2>
        {role === 'coordinator' && (
          <Button
            small
            kind="quiet"
            aria-label={sayOnPage('followers.inviteTitle')}
            onClick={() => setInviting('form')}
          >
            {sayOnPage('followers.invite')}
          </Button>
        )}
      </div>
      {told.line}
      {found.error && !found.data && (
        <Failed part={sayOnPage('followers.title')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.data?.shares === false && items.length + invited.length > 0 && (
        <p className="note small">{sayOnPage('followers.paused')}</p>
      )}
      {found.data && items.length + invited.length === 0 && <p className="small dim">{sayOnPage('followers.none')}</p>}
      <ul className="small">
        {items.map((follower) => (
          <li key={follower.personId} className="row member">
            <span className="grow">
              {follower.name}
              <span className="dim">, {said([...whatOf(follower), ...stateOf(follower, patient, zone)])}</span>
            </span>
            {!follower.ended && (
              <EndFollower patientId={patient.id} follower={follower} onEnded={tellEnd(follower.personId, follower)} />
            )}
          </li>
        ))}
        {invited.map((one) => (
          <li key={one.invitationId} className="row member">
            <span className="grow">
              {one.name}
              <span className="dim">
                , {said([one.relationship, willSee(one, zone)])};{' '}
                {said([
                  sayOnPage('followers.invited', { until: dayAndClock(one.expiresAt, zone) }),
                  ...wordOf(one, patient, zone),
                ])}
              </span>
            </span>
            <TakeBack patientId={patient.id} invitation={one} onDone={tellEnd(one.invitationId, one)} small />
          </li>
        ))}
        {takenBack.map(({ invitationId, name, relationship, ended }) => (
          <li key={invitationId} className="row member">
            <span className="grow">
              {name}
              <span className="dim">, {said([relationship, endedWords(ended, patient.name, zone)])}</span>
            </span>
          </li>
        ))}
      </ul>
      {/* A link cannot be shown again: it is closed by its button alone. */}
      <Dialog
        title={sayOnPage('followers.inviteTitle')}
        opened={inviting !== null}
        onClose={inviting === 'link' ? null : close}
      >
        {inviting === 'form' && found.data?.shares === false && (
          <p className="note small">{sayOnPage('followers.invitePaused')}</p>
        )}
        <InviteFollower patient={patient} onMade={() => setInviting((was) => was && 'link')} onClose={close} />
      </Dialog>
    </section>
  );
}

type Grant = Pick<Follower, 'relationship' | 'categories' | 'until' | 'waits' | 'agreed'>;
const said = (parts: readonly (string | null)[]) => parts.filter(Boolean).join(', ');

const shortOf = ({ categories }: Grant) => categories.map((category) => sayOnPage('people.short', { category }));
const whatOf = (grant: Grant) => [grant.relationship, ...shortOf(grant)];

/** What is chosen for somebody who has not come, whom the patient has allowed or not yet. */
const willSee = (grant: Grant, zone: string) =>
  sayOnPage('followers.willSee', {
    waits: grant.waits,
    what: said(shortOf(grant)),
    until: grant.until ? dayOfYear(grant.until, zone) : 'none',
  });

function stateOf(follower: Follower, patient: PatientDetail, zone: string) {
  if (follower.ended) return [endedWords(follower.ended, patient.name, zone)];
  const { until } = follower;
  return [until && sayOnPage('followers.until', { until: dayOfYear(until, zone) }), ...wordOf(follower, patient, zone)];
}

const HOW = { 'in-app': 'inapp', 'on-paper': 'paper', 'in-person': 'person', before: 'before' } as const;
/** Whose word there is for it. */
const wordOf = ({ waits, agreed }: Grant, { name, hasAccount }: PatientDetail, zone: string) => [
  waits ? sayOnPage(hasAccount ? 'followers.waits' : 'followers.waitsUnasked', { name }) : null,
  agreed &&
    sayOnPage('followers.agreed', {
      how: HOW[agreed.how],
      name,
      by: agreed.by ?? '',
      day: dayOfYear(agreed.at, zone),
    }),
];
