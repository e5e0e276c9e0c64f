import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../../../api/client.js';
import { followersQuery } from '../../../api/queries.js';
import type { Follower, Followers, PatientDetail } from '../../../api/types.js';
import { useSession } from '../../../app/session.js';
import { TakeBack } from '../../../patient/people/take-back.js';
import { Button, Dialog, Failed, Message } from '../../../ui/index.js';
import { dayAndClock, dayOfYear, sayOnPage } from '../../../words/index.js';
import { InviteFollower } from './invite-follower.js';

/**
 * Whom the patient lets look on, and about whom they are still asked. The team invites and ends; what is seen is the
 * patient's to choose.
 */
export function FollowerList({ patient, zone }: { patient: PatientDetail; zone: string }) {
  const { role } = useSession();
  const queries = useQueryClient();
  const [inviting, setInviting] = useState<'form' | 'link' | null>(null);
  const found = useQuery(followersQuery(patient.id));
  const end = useMutation({
    mutationFn: (personId: string) =>
      request<Followers>(`/api/v1/patients/${patient.id}/followers/${personId}/end`, { method: 'POST', body: {} }),
    onSuccess: (view) => queries.setQueryData(followersQuery(patient.id).queryKey, view),
  });
  const close = () => setInviting(null);
  const { items, invited } = found.data ?? { items: [], invited: [] };
  return (
    <section>
      <div className="sh">
        <h2>{sayOnPage('followers.title')}</h2>
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
      {found.error && !found.data && (
        <Failed part={sayOnPage('followers.title')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.data?.shares === false && items.length + invited.length > 0 && (
        <p className="note small">{sayOnPage('followers.paused')}</p>
      )}
      {found.data && items.length + invited.length === 0 && <p className="small dim">{sayOnPage('followers.none')}</p>}
      {end.error && <Message>{end.error.message}</Message>}
      <ul className="small">
        {items.map((follower) => (
          <li key={follower.personId} className="row member">
            <span className="grow">
              {follower.name}
              <span className="dim">, {said([...whatOf(follower), ...stateOf(follower, patient, zone)])}</span>
            </span>
            {(follower.isActive || follower.waits) && (
              <Button
                small
                kind="quiet"
                aria-label={sayOnPage('followers.endNamed', { name: follower.name })}
                onClick={() => end.mutate(follower.personId)}
              >
                {sayOnPage('followers.end')}
              </Button>
            )}
          </li>
        ))}
        {invited.map((one) => (
          <li key={one.invitationId} className="row member">
            <span className="grow">
              {one.name}
              <span className="dim">
                ,{' '}
                {said([
                  ...whatOf(one),
                  sayOnPage('followers.invited', { until: dayAndClock(one.expiresAt, zone) }),
                  ...wordOf(one, patient, zone),
                ])}
              </span>
            </span>
            <TakeBack patientId={patient.id} invitation={one} small />
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
        <InviteFollower patient={patient} onMade={() => setInviting('link')} onClose={close} />
      </Dialog>
    </section>
  );
}

type Grant = Pick<Follower, 'relationship' | 'categories' | 'waits' | 'agreed'>;
const said = (parts: readonly (string | null)[]) => parts.filter(Boolean).join(', ');

const whatOf = ({ relationship, categories }: Grant) => [
  relationship,
  ...categories.map((category) => sayOnPage('people.short', { category })),
];

function stateOf(follower: Follower, patient: PatientDetail, zone: string) {
  if (!follower.isActive && !follower.waits) return [sayOnPage('followers.ended')];
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
