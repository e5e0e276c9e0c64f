const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Largest key set that is read from an app's address. */
export const MOST_KEY_BYTES = 64 * 1024;

/** Why keys are not fetched from this address; undefined: they are. */
export function keyAddressProblem(text: string, publicUrl: string): string | undefined {
  const url = URL.parse(text);
  if (!url) return 'must be a URL';
  if (url.username || url.password || url.hash) return 'must hold no user name, password or #';
  // Loopback is for whoever tries things out on one machine; on a server it would open its neighbours.
  const isAtHome = LOOPBACK.has(url.hostname) && LOOPBACK.has(new URL(publicUrl).hostname);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isAtHome)) return undefined;
  return 'must start with https://';
}

/**
 * The only requests the authorisation server makes: an app's key set. Addresses inside the network are cut off by the
 * dispatcher it hands in, 2.5 s by its signal; here: no redirect, and no word of the other side about caching, so that
 * a key taken away there counts no longer than a minute here.
 */
export const keyFetcher =
  (publicUrl: string) =>
  async (address: string, { dispatcher, ...options }: RequestInit & { dispatcher?: unknown }): Promise<Response> => {
    const problem = keyAddressProblem(address, publicUrl);
    if (problem) throw new Error(`jwks_uri ${problem}`);
    const isLoopback = LOOPBACK.has(new URL(address).hostname);
    if (!isLoopback && dispatcher === undefined) throw new Error('jwks_uri cannot be read safely by this Node');
    const guarded = { ...options, ...(isLoopback ? {} : { dispatcher }), redirect: 'error' } as RequestInit;
    const { body, status } = await fetch(address, guarded);
    return new Response(body, { status });
  };
