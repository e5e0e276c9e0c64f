import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { outsideAddresses } from '../../platform/http/outside-addresses.js';

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** What whoever runs the server has opened for webhooks is not opened for keys of apps. */
const { isAllowed: isOutside } = outsideAddresses([]);
const INSIDE = 'must not be an address inside a private network';

/** Largest key set that is read from an app's address. */
export const MOST_KEY_BYTES = 64 * 1024;

/** Why keys are not fetched from this address, as far as the address itself tells; undefined: they are. */
export function keyAddressProblem(text: string, publicUrl: string): string | undefined {
  const url = URL.parse(text);
  if (!url) return 'must be a URL';
  if (url.username || url.password || url.hash) return 'must hold no user name, password or #';
  if (isAtHome(url, publicUrl) && (url.protocol === 'https:' || url.protocol === 'http:')) return undefined;
  if (url.protocol !== 'https:') return 'must start with https://';
  const literal = literalOf(url);
  const isInside = isIP(literal) ? !isOutside(literal) : /(^|\.)localhost\.?$/.test(url.hostname);
  return isInside ? INSIDE : undefined;
}

const literalOf = ({ hostname }: URL) => hostname.replace(/^\[|\]$/g, '');

/** Loopback is for whoever tries things out on one machine; on a server it would open its neighbours. */
const isAtHome = (url: URL, publicUrl: string) =>
  LOOPBACK.has(url.hostname) && LOOPBACK.has(new URL(publicUrl).hostname);

type FindAddresses = (name: string) => Promise<readonly { readonly address: string }[]>;

/** Looking up a name takes no signal, and a server of names may take long. */
function inTime<T>(found: Promise<T>, signal: AbortSignal | null | undefined): Promise<T> {
  const late = new Promise<never>((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  return Promise.race([found, late]);
}

/**
 * The only requests the authorisation server makes: an app's key set. A name is asked first, so that nothing of ours is
 * even knocked at; what it answers the second time is cut off by the dispatcher that is handed in, 2.5 s by its signal.
 * Here: no redirect, and no word of the other side about caching, so that a key taken away there counts no longer than
 * a minute here.
 */
export const keyFetcher =
  (publicUrl: string, find: FindAddresses = (name) => lookup(name, { all: true })) =>
  async (address: string, { dispatcher, ...options }: RequestInit & { dispatcher?: unknown }): Promise<Response> => {
    const problem = keyAddressProblem(address, publicUrl);
    if (problem) throw new Error(`jwks_uri ${problem}`);
    const url = new URL(address);
    const home = isAtHome(url, publicUrl);
    if (!home) {
      const found = await inTime(find(literalOf(url)), options.signal);
      if (!found.every((one) => isOutside(one.address))) throw new Error(`jwks_uri ${INSIDE}`);
      if (dispatcher === undefined) throw new Error('jwks_uri cannot be read safely by this Node');
    }
    const guarded = { ...options, ...(home ? {} : { dispatcher }), redirect: 'error' } as RequestInit;
    const { body, status } = await fetch(address, guarded);
    return new Response(body, { status });
  };
