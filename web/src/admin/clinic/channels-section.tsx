import { useQuery } from '@tanstack/react-query';
import { clinicChannelsQuery } from '../../api/queries.js';
import { Failed, Loading, Message } from '../../ui/index.js';
import { sayOnPage } from '../../words/index.js';
import { ChannelsForm } from './channels-form.js';
import { WebhookSecret } from './webhook-secret.js';

/** Whom the clinic tells when none of its people answers, and what patients call then. */
export function ChannelsSection() {
  const found = useQuery(clinicChannelsQuery);
  const channels = found.data;
  return (
    <section className="form" aria-labelledby="channels-title">
      <h2 id="channels-title">{sayOnPage('channels.title')}</h2>
      <p className="dim">{sayOnPage('channels.lead')}</p>
      {found.error && !channels && (
        <Failed part={sayOnPage('channels.part')} error={found.error} retry={() => void found.refetch()} />
      )}
      {found.isPending && <Loading rows={4} />}
      {channels && (
        <>
          {!channels.fallbackEmail && !channels.fallbackWebhookUrl && <Message>{sayOnPage('channels.none')}</Message>}
          <ChannelsForm key={channels.version} channels={channels} />
          {(channels.webhookUrl ?? channels.fallbackWebhookUrl) && <WebhookSecret />}
        </>
      )}
    </section>
  );
}
