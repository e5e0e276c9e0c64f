import { useMutation, useQueryClient } from '@tanstack/react-query';
import { request } from '../../api/client.js';
import { clinicChannelsQuery } from '../../api/queries.js';
import { Button, Message } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { Copied } from '../copied.js';

/** What a machine needs to know that a message is ours. It exists only here and only now. */
export function WebhookSecret() {
  const queries = useQueryClient();
  const renew = useMutation({
    mutationFn: () => request<{ secret: string }>('/api/v1/clinic/channels/secret', { method: 'POST' }),
    onSuccess: () => queries.invalidateQueries({ queryKey: clinicChannelsQuery.queryKey }),
  });
  return (
    <div className="form">
      {renew.data && (
        <>
          <Copied label={sayOnPage('channels.secret')} text={renew.data.secret} />
          <p className="dim">{sayOnPage('channels.secretOnce')}</p>
        </>
      )}
      {renew.error && <Message>{renew.error.message}</Message>}
      <div className="row">
        <Button kind="quiet" busy={renew.isPending} onClick={() => renew.mutate()}>
          {sayOnPage('channels.makeSecret')}
        </Button>
      </div>
    </div>
  );
}
