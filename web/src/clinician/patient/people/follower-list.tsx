import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../../../api/client.js';
import { followersQuery } from '../../../api/queries.js';
import type { Followers } from '../../../api/types.js';
import { Button, Failed, Message } from '../../../ui/index.js';
import { dayOfYear, sayOnPage } from '../../../words/index.js';

/** Whom the patient lets look on. The team may end it; what is seen is the patient's to choose. */
export function FollowerList({ patientId, zone }: { patientId: string; zone: string }) {
  const queries = useQueryClient();
  const found = useQuery(followersQuery(patientId));
  const end = useMutation({
    mutationFn: (personId: string) =>
      request<Followers>(`/api/v1/patients/${patientId}/followers/${personId}/end`, { method: 'POST', body: {} }),
    onSuccess: (view) => queries.setQueryData(followersQuery(patientId).queryKey, view),
  });
  return (
    <section>
      <div className="sh">
        <h2>{sayOnPage('followers.title')}</h2>
      </div>
      {found.error && !found.data && (
        <Failed part={sayOnPage('followers.title')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.data?.shares === false && found.data.items.length > 0 && (
        <p className="note small">{sayOnPage('followers.paused')}</p>
      )}
      {found.data?.items.length === 0 && <p className="small dim">{sayOnPage('followers.none')}</p>}
      {end.error && <Message>{end.error.message}</Message>}
      <ul className="small">
        {found.data?.items.map((follower) => (
          <li key={follower.personId} className="row member">
            <span className="grow">
              {follower.name}
              <span className="dim">
                {follower.relationship && `, ${follower.relationship}`}
                {', '}
                {follower.categories.map((category) => sayOnPage('people.short', { category })).join(', ')}
                {!follower.isActive && `, ${sayOnPage('followers.ended')}`}
                {follower.isActive &&
                  follower.until &&
                  `, ${sayOnPage('followers.until', { until: dayOfYear(follower.until, zone) })}`}
              </span>
            </span>
            {follower.isActive && (
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
      </ul>
    </section>
  );
}
