import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Provider } from 'oidc-provider';

const MOUNT = '/oauth';

/** Hands a request to oidc-provider, which speaks node's own request and response and thinks it stands at the root. */
export async function passOn(
  provider: Provider,
  publicUrl: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const raw = request.raw as IncomingMessage & { originalUrl?: string; baseUrl?: string };
  const { protocol, host } = new URL(publicUrl);
  // Never from what the request says about itself.
  Object.assign(raw.headers, { 'x-forwarded-proto': protocol.slice(0, -1), 'x-forwarded-host': host });
  if (raw.headers.cookie) raw.headers.cookie = withoutSession(raw.headers.cookie);
  raw.originalUrl = askFirst(request.url);
  raw.baseUrl = MOUNT;
  raw.url = raw.originalUrl.slice(MOUNT.length);
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  await provider.callback()(raw, reply.raw);
}

/** oidc-provider drops `offline_access` unless the app asks that the person be asked. We ask always. */
function askFirst(url: string): string {
  const [path = '', query = ''] = url.split('?');
  if (path !== `${MOUNT}/authorize` || new URLSearchParams(query).has('prompt')) return url;
  return `${path}?${query ? `${query}&` : ''}prompt=consent`;
}

/** Who is signed in is for our own session to say, each time; oidc-provider must not remember somebody. */
const withoutSession = (cookie: string) =>
  cookie
    .split(';')
    .filter((part) => !part.trim().startsWith('stepwell_app_session'))
    .join(';');
