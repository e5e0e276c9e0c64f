const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** Why nobody is sent to this address; undefined: they are. */
export function redirectProblem(text: string): string | undefined {
  const url = URL.parse(text);
  if (!url) return 'must be an absolute URL';
  if (text.includes('#')) return 'must have no # part';
  if (text.includes('*')) return 'must be exact: no *';
  if (url.username || url.password) return 'must hold no user name';
  if (url.protocol === 'https:') return undefined;
  if (url.protocol === 'http:') return LOOPBACK.has(url.hostname) ? undefined : 'must start with https://';
  // RFC 8252: an app on a phone owns a domain, and its scheme is that domain backwards. Keeps javascript: and data: out.
  return /^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+:$/.test(url.protocol)
    ? undefined
    : 'must be https://, or a scheme of your own such as org.example.app:/back';
}

const SHORTEST_RSA_BITS = 2048;
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** Why these keys cannot prove an app: SMART asks for RS384 or ES384, and nobody but the app may have the private part. */
export function keySetProblem(keys: readonly Record<string, unknown>[]): string | undefined {
  const kids = keys.map((key) => key['kid']);
  if (kids.some((kid) => typeof kid !== 'string' || kid === '')) return 'each key must have a kid';
  if (new Set(kids).size !== kids.length) return 'each key must have a kid of its own';
  for (const key of keys) {
    if (PRIVATE.some((member) => key[member] !== undefined))
      return `${String(key['kid'])} holds its private part: keep that, make a new key and send the public part only`;
    const isEc = key['kty'] === 'EC' && key['crv'] === 'P-384';
    if (!isEc && key['kty'] !== 'RSA') return `${String(key['kid'])} must be RSA (RS384) or EC on P-384 (ES384)`;
    if (isEc && !(typeof key['x'] === 'string' && typeof key['y'] === 'string'))
      return `${String(key['kid'])} needs x and y`;
    if (!isEc && rsaBits(key['n']) < SHORTEST_RSA_BITS) return `${String(key['kid'])} must have at least 2048 bits`;
  }
  return undefined;
}

const rsaBits = (n: unknown) => (typeof n === 'string' ? Buffer.from(n, 'base64url').length * 8 : 0);
