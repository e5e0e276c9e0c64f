import { describe, expect, it } from '@jest/globals';
import { keyAddressProblem, keyFetcher } from './fetch-keys.js';
import { keySetProblem, redirectProblem } from './registration-rules.js';

describe('redirectProblem', () => {
  it.each([
    'https://app.example/back',
    'https://app.example:8443/back?x=1',
    'http://127.0.0.1:5000/back',
    'http://localhost/back',
    'org.example.app:/back',
  ])('%s may be sent to', (uri) => expect(redirectProblem(uri)).toBeUndefined());

  it.each([
    'http://app.example/back',
    'https://app.example/back#part',
    'https://app.example/back#',
    'https://*.example/back',
    'https://user@app.example/back',
    'javascript:alert(1)',
    'data:text/html,x',
    'myapp:/back',
    '/back',
    '',
  ])('%s may not', (uri) => expect(redirectProblem(uri)).toEqual(expect.any(String)));
});

describe('keySetProblem', () => {
  const ec = { kid: 'a', kty: 'EC', crv: 'P-384', x: 'x', y: 'y' };
  const rsa = (bits: number) => ({
    kid: 'b',
    kty: 'RSA',
    e: 'AQAB',
    n: Buffer.alloc(bits / 8, 1).toString('base64url'),
  });
  it('takes P-384 and RSA of 2048 bits', () => expect(keySetProblem([ec, rsa(2048)])).toBeUndefined());
  it.each([
    ['a private part', [{ ...ec, d: 'secret' }], /private part/],
    ['a shared secret', [{ kid: 'a', kty: 'oct', k: 'c2VjcmV0' }], /private part/],
    ['P-256', [{ ...ec, crv: 'P-256' }], /P-384/],
    ['a short RSA key', [rsa(1024)], /2048/],
    ['no kid', [{ ...ec, kid: undefined }], /kid/],
    ['one kid for two', [ec, { ...rsa(2048), kid: 'a' }], /kid of its own/],
    ['half a key', [{ ...ec, y: undefined }], /x and y/],
  ])('refuses %s', (_, keys, problem) => expect(keySetProblem(keys)).toMatch(problem));
  it('never repeats the private part', () =>
    expect(keySetProblem([{ ...ec, d: 'very-secret' }])).not.toContain('very-secret'));
});

describe('keyAddressProblem', () => {
  const AT_HOME = 'http://127.0.0.1:3000';
  const PUBLIC = 'https://clinic.example';
  it.each([
    ['https://app.example/keys', PUBLIC, true],
    ['http://127.0.0.1:5000/keys', AT_HOME, true],
    ['http://127.0.0.1:5000/keys', PUBLIC, false],
    ['http://localhost:5000/keys', PUBLIC, false],
    ['http://app.example/keys', AT_HOME, false],
    ['http://169.254.169.254/latest', AT_HOME, false],
    ['https://169.254.169.254/latest', AT_HOME, false],
    ['https://10.0.0.1/keys', PUBLIC, false],
    ['https://0x0a.1/keys', PUBLIC, false],
    ['https://[::1]/keys', PUBLIC, false],
    ['https://[::ffff:10.0.0.1]/keys', PUBLIC, false],
    ['https://[fd00::1]/keys', PUBLIC, false],
    ['https://localhost/keys', PUBLIC, false],
    ['https://keys.localhost./keys', PUBLIC, false],
    ['https://8.8.8.8/keys', PUBLIC, true],
    ['https://u:p@app.example/keys', PUBLIC, false],
    ['file:///etc/passwd', AT_HOME, false],
    ['ftp://app.example/keys', AT_HOME, false],
    ['keys.json', AT_HOME, false],
  ])('%s, asked from %s: %s', (address, at, fine) => expect(keyAddressProblem(address, at) === undefined).toBe(fine));
});

describe('keyFetcher', () => {
  const ask = (address: string, found: readonly string[]) =>
    keyFetcher('https://clinic.example', () => Promise.resolve(found.map((one) => ({ address: one }))))(address, {});
  const KEYS = 'https://app.example/keys';

  it.each([['10.0.0.1'], ['fd00::1'], ['8.8.8.8', '169.254.169.254']])(
    'knocks at nothing inside, whatever its name: %s',
    async (...found) => {
      await expect(ask(KEYS, found)).rejects.toThrow('inside a private network');
    },
  );
  it('asks what is registered here again when it fetches', async () => {
    await expect(ask('https://10.0.0.1/keys', ['8.8.8.8'])).rejects.toThrow('inside a private network');
  });
  it('goes outside only where a name that answers otherwise the second time is cut off', async () => {
    await expect(ask(KEYS, ['8.8.8.8'])).rejects.toThrow('safely');
  });
  it('waits for a server of names no longer than for the keys', async () => {
    const never = keyFetcher('https://clinic.example', () => new Promise(() => undefined));
    await expect(never(KEYS, { signal: AbortSignal.timeout(5) })).rejects.toThrow('timeout');
  });
});
