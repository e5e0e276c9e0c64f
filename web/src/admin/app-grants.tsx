import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { request } from '../api/client.js';
import { appGrantsQuery, appsQuery } from '../api/queries.js';
import type { AppGrant } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Failed, Loading, Message } from '../ui/index.js';
import { dayAndClock, sayOnPage } from '../words/index.js';

/** Who allowed an app what, and the way to end it for one of them. */
export function AppGrants({ appId }: { appId: string }) {
  const grants = useQuery(appGrantsQuery(appId));
  if (grants.error)
    return <Failed part={sayOnPage('apps.who')} error={grants.error} retry={() => void grants.refetch()} />;
  if (!grants.data) return <Loading rows={2} />;
  if (grants.data.items.length === 0) return <p className="dim">{sayOnPage('apps.nobody')}</p>;
  return (
    <ul className="things">
      {grants.data.items.map((grant) => (
        <Row key={grant.id} appId={appId} grant={grant} />
      ))}
    </ul>
  );
}

function Row({ appId, grant }: { appId: string; grant: AppGrant }) {
  const queries = useQueryClient();
  const zone = useClinicZone();
  const end = useMutation({
    mutationFn: () => request(`/api/v1/apps/${appId}/grants/${encodeURIComponent(grant.id)}`, { method: 'DELETE' }),
    onSuccess: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: appGrantsQuery(appId).queryKey }),
        queries.invalidateQueries({ queryKey: appsQuery.queryKey }),
      ]),
  });
  return (
    <li className="thing">
      <div>
        {sayOnPage('apps.grant', {
          person: grant.personName,
          patient: grant.patientName ?? 'none',
          since: dayAndClock(grant.createdAt, zone),
        })}
        <div className="small dim breakable">{grant.scopes.join(' ')}</div>
        {end.error && <Message>{end.error.message}</Message>}
      </div>
      <Button
        small
        busy={end.isPending}
        aria-label={sayOnPage('apps.endNamed', { name: grant.personName })}
        onClick={() => end.mutate()}
      >
        {sayOnPage('apps.end')}
      </Button>
    </li>
  );
}
