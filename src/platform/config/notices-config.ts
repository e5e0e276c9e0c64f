import { z } from 'zod';
import { networks } from './networks.js';

const key = (bytes: number) =>
  z.string().refine((text) => Buffer.from(text, 'base64url').length === bytes, {
    message: `must be ${bytes} bytes in base64url, as \`npx web-push generate-vapid-keys\` writes them`,
  });
const webAddress = z.string().refine((text) => ['http:', 'https:'].includes(URL.parse(text)?.protocol ?? ''), {
  message: 'must be a URL starting with http:// or https://',
});

/** Settings about notices to people and to machines. */
export const NoticesEnvironment = {
  STEPWELL_VAPID_PUBLIC_KEY: key(65).optional(),
  STEPWELL_VAPID_PRIVATE_KEY: key(32).optional(),
  STEPWELL_OUTBOUND_NETWORKS: networks(),
  STEPWELL_WATCHDOG_WEBHOOK: webAddress.optional(),
  STEPWELL_WATCHDOG_SECRET: z.string().min(16, 'must have at least 16 characters').optional(),
  STEPWELL_WATCHDOG_MAIL: z.email({ error: 'must be an e-mail address' }).optional(),
};
const asObject = () => z.object(NoticesEnvironment);
type NoticesSettings = z.output<ReturnType<typeof asObject>>;

export interface NoticesConfig {
  /** For web push; undefined: made once and kept sealed in the database. */
  readonly vapid: { readonly publicKey: string; readonly privateKey: string } | undefined;
  /** Whom a push service may ask about us (RFC 8292): a mailto: or https: address. */
  readonly vapidSubject: string;
  /** Private networks that webhooks and push may enter after all, also without TLS. */
  readonly outboundNetworks: readonly string[];
  readonly watchdog: {
    readonly webhookUrl: string | undefined;
    readonly secret: string | undefined;
    readonly mail: string | undefined;
  };
}

export function toNoticesConfig(e: NoticesSettings, publicUrl: string): NoticesConfig {
  const { protocol, hostname } = new URL(publicUrl);
  return {
    vapid:
      e.STEPWELL_VAPID_PUBLIC_KEY && e.STEPWELL_VAPID_PRIVATE_KEY
        ? { publicKey: e.STEPWELL_VAPID_PUBLIC_KEY, privateKey: e.STEPWELL_VAPID_PRIVATE_KEY }
        : undefined,
    vapidSubject: protocol === 'https:' ? publicUrl : `mailto:no-reply@${hostname}`,
    outboundNetworks: e.STEPWELL_OUTBOUND_NETWORKS,
    watchdog: {
      webhookUrl: e.STEPWELL_WATCHDOG_WEBHOOK,
      secret: e.STEPWELL_WATCHDOG_SECRET,
      mail: e.STEPWELL_WATCHDOG_MAIL,
    },
  };
}
