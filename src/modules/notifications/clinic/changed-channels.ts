import type { SetClinicChannels } from './clinic-channels.schema.js';

type Channels = Omit<SetClinicChannels, 'version'>;

/**
 * Before and after, for the history of the clinic. Who reads that need not know the addresses of machines, in which there may
 * be a key: their hosts are enough, and that there is another address now.
 */
export function toChangedChannels(was: Channels, now: Channels) {
  return {
    before: { ...plain(was), webhookUrl: hostOf(was.webhookUrl), fallbackWebhookUrl: hostOf(was.fallbackWebhookUrl) },
    after: {
      ...plain(now),
      webhookUrl: otherHost(was.webhookUrl, now.webhookUrl),
      fallbackWebhookUrl: otherHost(was.fallbackWebhookUrl, now.fallbackWebhookUrl),
    },
  };
}

const plain = ({ fallbackEmail, emergencyNumber, crisisLine }: Channels) => ({
  fallbackEmail,
  emergencyNumber,
  crisisLine,
});

const hostOf = (url: string | null) => url && new URL(url).host;

function otherHost(was: string | null, now: string | null): string | null {
  const host = hostOf(now);
  return host !== null && was !== now && host === hostOf(was) ? `${host}, another address` : host;
}
