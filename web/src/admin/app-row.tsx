import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { request } from '../api/client.js';
import { appsQuery } from '../api/queries.js';
import type { App, AppProof } from '../api/types.js';
import { useClinicZone } from '../app/session.js';
import { Button, Confirm, Dialog, Message } from '../ui/index.js';
import { dayAndClock, sayOnPage, sharedForWords } from '../words/index.js';
import { AppGrants } from './app-grants.js';
import { AppProofShown } from './app-proof-shown.js';

/** One app: what it is, what it may ask for, who allowed it; and what an admin does about it. */
export function AppRow({ app }: { app: App }) {
  const queries = useQueryClient();
  const zone = useClinicZone();
  const [open, setOpen] = useState<'grants' | 'end' | null>(null);
  const path = `/api/v1/apps/${app.id}`;
  const again = () => queries.invalidateQueries({ queryKey: appsQuery.queryKey });
  const renew = useMutation({ mutationFn: () => request<AppProof>(`${path}/proof`, { method: 'PUT', body: {} }) });
  const end = useMutation({
    mutationFn: () => request(path, { method: 'DELETE' }),
    onSuccess: () => {
      setOpen(null);
      return again();
    },
  });
  const { name, kind, sharesFor, grants, revokedAt } = app;
  const state = revokedAt
    ? sayOnPage('apps.ended', { at: dayAndClock(revokedAt, zone) })
    : kind === 'backend'
      ? null
      : sayOnPage('apps.allowedBy', { grants });
  return (
    <li className="thing">
      <div>
        <b>{name}</b>
        <div className="small dim">
          {[
            sayOnPage('apps.kindOf', { kind }),
            ...(kind === 'backend' ? [sharedForWords(sharesFor)] : []),
            ...(state ? [state] : []),
          ].join(', ')}
        </div>
        <div className="small dim breakable">
          {sayOnPage('apps.clientId')} {app.clientId}
        </div>
        <div className="small dim breakable">{app.scopes.join(' ')}</div>
        {renew.error && <Message>{renew.error.message}</Message>}
      </div>
      {!revokedAt && (
        <div className="row">
          {kind !== 'backend' && (
            <Button small aria-label={sayOnPage('apps.whoNamed', { name })} onClick={() => setOpen('grants')}>
              {sayOnPage('apps.who')}
            </Button>
          )}
          {app.proof === 'secret' && (
            <Button
              small
              busy={renew.isPending}
              aria-label={sayOnPage('apps.newSecretNamed', { name })}
              onClick={() => renew.mutate()}
            >
              {sayOnPage('apps.newSecret')}
            </Button>
          )}
          <Button small aria-label={sayOnPage('apps.endNamed', { name })} onClick={() => setOpen('end')}>
            {sayOnPage('apps.end')}
          </Button>
        </div>
      )}
      <Dialog title={sayOnPage('apps.whoNamed', { name })} opened={open === 'grants'} onClose={() => setOpen(null)}>
        <AppGrants appId={app.id} />
      </Dialog>
      <Confirm
        title={sayOnPage('apps.endTitle', { name })}
        yes={sayOnPage('apps.endYes')}
        no={sayOnPage('apps.cancel')}
        opened={open === 'end'}
        busy={end.isPending}
        error={end.error}
        onYes={() => end.mutate()}
        onNo={() => setOpen(null)}
      >
        {sayOnPage('apps.endWhy')}
      </Confirm>
      <Dialog title={sayOnPage('apps.proofRenewed', { name })} opened={Boolean(renew.data)} onClose={renew.reset}>
        {renew.data && <AppProofShown proof={renew.data} onClose={renew.reset} />}
      </Dialog>
    </li>
  );
}
