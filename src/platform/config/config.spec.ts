import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ConfigError, StartError } from './config.errors.js';
import { loadConfig, unknownSettings } from './config.js';

const folder = mkdtempSync(join(tmpdir(), 'stepwell-config-'));
afterAll(() => rmSync(folder, { recursive: true }));
const LIVEKIT = { LIVEKIT_URL: 'wss://sfu.example.org', LIVEKIT_API_KEY: 'key', LIVEKIT_API_SECRET: 's'.repeat(32) };

const SIGN_ON = {
  id: 'harbour',
  name: 'Harbour',
  issuer: 'https://id.harbour.example',
  clientId: 'stepwell',
  clientSecretFile: '/nowhere/at/all',
  domains: ['harbour.example'],
};

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toBeInstanceOf(StartError);
    return (error as Error).message;
  }
  throw new Error('was accepted');
}

describe('settings', () => {
  it('need nothing: a laptop works as it is', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://127.0.0.1:3000',
      publicUrlGiven: false,
      databaseUrl: undefined,
      demo: undefined,
      iceServers: [],
      liveKit: undefined,
      retention: { readingDays: undefined, hourlyDays: undefined },
    });
  });

  it.each<[string, NodeJS.ProcessEnv, RegExp]>([
    ['a port that is no number', { PORT: 'http' }, /^Configuration: PORT must be a number\.$/],
    ['a port that is half a number', { PORT: '80.5' }, /^Configuration: PORT must be a whole number\.$/],
    ['a port that does not exist', { PORT: '70000' }, /^Configuration: PORT must be at most 65535\.$/],
    [
      'a host that is none',
      { HOST: 'my host' },
      /^Configuration: HOST must be an address or a name of this machine\.$/,
    ],
    [
      'a level of the log that nobody knows',
      { LOG_LEVEL: 'loud' },
      /^Configuration: LOG_LEVEL must be one of silent, fatal, error, warn, info, debug, trace\.$/,
    ],
    [
      'a public address without a scheme',
      { PUBLIC_URL: 'clinic.example.org' },
      /^Configuration: PUBLIC_URL must be a URL starting with http:\/\/ or https:\/\/\.$/,
    ],
    [
      'a database of another kind',
      { DATABASE_URL: 'mysql://x/y' },
      /^Configuration: DATABASE_URL must be a URL starting with postgres:\/\/ or postgresql:\/\/\.$/,
    ],
    [
      'readings kept for less than a year and a month',
      { STEPWELL_READING_DAYS: '399' },
      /^Configuration: STEPWELL_READING_DAYS .+400.*\.$/,
    ],
    [
      'hours that go before their readings',
      { STEPWELL_READING_DAYS: '800', STEPWELL_HOURLY_DAYS: '799' },
      /^Configuration: STEPWELL_HOURLY_DAYS needs STEPWELL_READING_DAYS too, and must not be less.*\.$/,
    ],
    [
      'hours that go while readings stay',
      { STEPWELL_HOURLY_DAYS: '800' },
      /^Configuration: STEPWELL_HOURLY_DAYS needs STEPWELL_READING_DAYS too/,
    ],
    [
      'a demo that is maybe',
      { STEPWELL_DEMO: 'maybe' },
      /^Configuration: STEPWELL_DEMO must be one of .+, on, off, .+\.$/,
    ],
    [
      'ice servers that are no JSON',
      { STEPWELL_ICE_SERVERS: 'turn:example.org' },
      /^Configuration: STEPWELL_ICE_SERVERS must be a JSON array like .+\.$/,
    ],
    [
      'ice servers of the wrong shape',
      { STEPWELL_ICE_SERVERS: '[{"url":"turn:x"}]' },
      /^Configuration: STEPWELL_ICE_SERVERS must be a JSON array like .+\.$/,
    ],
    [
      'half a LiveKit',
      { LIVEKIT_URL: LIVEKIT.LIVEKIT_URL },
      /^Configuration: LIVEKIT_URL needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET too: all three or none\.$/,
    ],
    [
      'a short LiveKit secret',
      { ...LIVEKIT, LIVEKIT_API_SECRET: 'short' },
      /^Configuration: LIVEKIT_API_SECRET must have at least 32 characters\.$/,
    ],
    [
      'mail over http',
      { SMTP_URL: 'http://mail.example.org' },
      /^Configuration: SMTP_URL must be a URL starting with smtp:\/\/ or smtps:\/\/\.$/,
    ],
    [
      'a proxy that is a name',
      { TRUSTED_PROXIES: 'proxy.example.org' },
      /^Configuration: TRUSTED_PROXIES must be addresses or networks such as 10\.0\.0\.0\/8, separated by commas\.$/,
    ],
    [
      'a sign-on without domains',
      { STEPWELL_SINGLE_SIGN_ON: JSON.stringify([{ ...SIGN_ON, domains: [] }]) },
      /^Configuration: STEPWELL_SINGLE_SIGN_ON must be a JSON array like .+0\.domains: .+\.$/,
    ],
    [
      'a sign-on whose secret is missing',
      { STEPWELL_SINGLE_SIGN_ON: JSON.stringify([SIGN_ON]) },
      /^Configuration: STEPWELL_SINGLE_SIGN_ON clientSecretFile of harbour names a file that cannot be read\.$/,
    ],
    [
      'sessions of no time at all',
      { STEPWELL_STAFF_IDLE_MINUTES: '0' },
      /^Configuration: STEPWELL_STAFF_IDLE_MINUTES .+\.$/,
    ],
    [
      'a scanner with something for a shell',
      { UPLOAD_SCAN_COMMAND: 'clamscan; rm' },
      /^Configuration: UPLOAD_SCAN_COMMAND must be a program and its arguments.+\.$/,
    ],
    [
      'a secret file that is not there',
      { DATABASE_URL_FILE: '/nowhere/at/all' },
      /^Configuration: DATABASE_URL_FILE names a file that cannot be read\.$/,
    ],
    [
      'a LiveKit secret whose file is not there',
      { ...LIVEKIT, LIVEKIT_API_SECRET: undefined, LIVEKIT_API_SECRET_FILE: '/nowhere/at/all' },
      /^Configuration: LIVEKIT_API_SECRET_FILE names a file that cannot be read\.$/,
    ],
    [
      'a key of push whose file is not there',
      { STEPWELL_VAPID_PUBLIC_KEY: 'B'.repeat(87), STEPWELL_VAPID_PRIVATE_KEY_FILE: '/nowhere/at/all' },
      /^Configuration: STEPWELL_VAPID_PRIVATE_KEY_FILE names a file that cannot be read\.$/,
    ],
    [
      'a LiveKit secret in a file, and no key',
      { LIVEKIT_URL: LIVEKIT.LIVEKIT_URL, LIVEKIT_API_SECRET_FILE: '/nowhere/at/all' },
      /^Configuration:\n {2}LIVEKIT_API_SECRET_FILE .+\n {2}LIVEKIT_URL needs LIVEKIT_API_KEY .+$/,
    ],
  ])('%s: one sentence that names the setting', (_name, env, sentence) => {
    expect(refusal(env)).toMatch(sentence);
  });

  it('tell all that is wrong at once', () => {
    const wrong = {
      DATABASE_URL_FILE: '/nowhere/at/all',
      LIVEKIT_URL: LIVEKIT.LIVEKIT_URL,
      LOG_LEVEL: 'loud',
      PORT: '-1',
      SMTP_URL: 'x',
      STEPWELL_SINGLE_SIGN_ON: JSON.stringify([SIGN_ON]),
      TRUSTED_PROXIES: 'abc',
    };
    const [title, ...list] = refusal(wrong).split('\n');
    expect(title).toBe('Configuration:');
    expect(list.map((line) => /^ {2}([A-Z_]+) \S/.exec(line)?.[1]).sort()).toEqual(Object.keys(wrong).sort());
  });

  it.each([
    'abc',
    '10.0.0.0/33',
    '::1/129',
    '10.0.0',
    '10.0.0.0/8/8',
    '10.0.0.0/',
    '300.1.1.1',
    '0.0.0.0/0',
    '::/0',
    'loopback, deadbeef',
  ])('take %s for no network', (text) => {
    for (const name of ['TRUSTED_PROXIES', 'STEPWELL_OUTBOUND_NETWORKS'])
      expect(refusal({ [name]: text })).toBe(
        `Configuration: ${name} must be addresses or networks such as 10.0.0.0/8, separated by commas.`,
      );
  });

  it('take addresses and networks of both kinds', () => {
    const text = '10.0.0.0/8, 127.0.0.1 ::1,fd00::/8';
    const { accounts, notices } = loadConfig({
      TRUSTED_PROXIES: `loopback ${text}`,
      STEPWELL_OUTBOUND_NETWORKS: text,
    });
    expect(accounts.trustedProxies).toEqual(['loopback', '10.0.0.0/8', '127.0.0.1', '::1', 'fd00::/8']);
    expect(notices.outboundNetworks).toEqual(accounts.trustedProxies.slice(1));
  });

  it.each<[string, NodeJS.ProcessEnv, string[]]>([
    ['one that is right', { STEPWELL_DEMO: 'on', STEPWELL_SINGLE_SIGN_ON_FILE: '/x', PORT: '1', OTHER: 'x' }, []],
    [
      'one that is misspelt',
      { STEPWELL_READINGS_DAYS: '800', STEPWELL_DATADIR: '/x' },
      [
        'STEPWELL_DATADIR is no setting of Stepwell and does nothing: did you mean STEPWELL_DATA_DIR?',
        'STEPWELL_READINGS_DAYS is no setting of Stepwell and does nothing: did you mean STEPWELL_READING_DAYS?',
      ],
    ],
    [
      'one like none',
      { STEPWELL_COLOUR_OF_THE_SKY: 'x' },
      ['STEPWELL_COLOUR_OF_THE_SKY is no setting of Stepwell and does nothing'],
    ],
    ['what Kubernetes says', { STEPWELL_SERVICE_HOST: 'x', STEPWELL_PORT: 'x', STEPWELL_PORT_3000_TCP_ADDR: 'x' }, []],
    ['what our tests read', { STEPWELL_TEST_DATA: 'x', STEPWELL_TEST_PG: 'x' }, []],
  ])('of names: %s', (_name, env, warnings) => {
    expect(unknownSettings(env)).toEqual(warnings);
  });

  it('never repeat a secret', () => {
    expect(refusal({ DATABASE_URL: 'mysql://me:hunter2@x/y' })).not.toContain('hunter2');
    expect(refusal({ ...LIVEKIT, LIVEKIT_API_SECRET: 'hunter2' })).not.toContain('hunter2');
  });

  it('take an empty value as none, as compose files write it', () => {
    expect(loadConfig({ DATABASE_URL: '', SMTP_URL: '', PORT: '' }).databaseUrl).toBeUndefined();
  });

  it('take secrets from files, without the line end', () => {
    const file = join(folder, 'database-url');
    writeFileSync(file, 'postgres://me:secret@db/stepwell\n');
    expect(loadConfig({ DATABASE_URL_FILE: file }).databaseUrl).toBe('postgres://me:secret@db/stepwell');
    writeFileSync(file, '\n');
    expect(() => loadConfig({ DATABASE_URL_FILE: file })).toThrow('DATABASE_URL_FILE names an empty file');
  });

  it('make the public address without a slash at the end, and of IPv6 with brackets', () => {
    expect(loadConfig({ PUBLIC_URL: 'https://clinic.example.org/' }).publicUrl).toBe('https://clinic.example.org');
    expect(loadConfig({ HOST: '::1', PORT: '4000' }).publicUrl).toBe('http://[::1]:4000');
  });

  it('take a sign-on with its secret from a file', () => {
    const clientSecretFile = join(folder, 'sso');
    writeFileSync(clientSecretFile, 'a secret\n');
    const { singleSignOn } = loadConfig({
      STEPWELL_SINGLE_SIGN_ON: JSON.stringify([{ ...SIGN_ON, clientSecretFile }]),
    }).accounts;
    expect(singleSignOn).toEqual([expect.objectContaining({ id: 'harbour', clientSecret: 'a secret' })]);
  });

  it.each<[string, NodeJS.ProcessEnv, boolean]>([
    ['a laptop', {}, true],
    ['a laptop under its name', { PUBLIC_URL: 'http://localhost:3000' }, true],
    ['a server behind a proxy', { PUBLIC_URL: 'https://clinic.example.org' }, false],
    ['a machine that others reach', { HOST: '0.0.0.0' }, false],
    ['where mails are sent', { SMTP_URL: 'smtp://mail.example.org' }, false],
    ['where it is off', { STEPWELL_OUTBOX: 'off' }, false],
  ])('show mails on screen only on a machine of one’s own: %s', (_name, env, outbox) => {
    expect(loadConfig(env).accounts.outbox).toBe(outbox);
  });

  it('take a scanner apart into program and arguments', () => {
    const { uploadScanCommand } = loadConfig({ UPLOAD_SCAN_COMMAND: ' clamdscan  --fdpass --no-summary ' });
    expect(uploadScanCommand).toEqual(['clamdscan', '--fdpass', '--no-summary']);
    expect(loadConfig({}).uploadScanCommand).toBeUndefined();
  });

  it('take LiveKit when all three are given', () => {
    expect(loadConfig(LIVEKIT).liveKit).toEqual({
      url: 'wss://sfu.example.org',
      apiKey: 'key',
      apiSecret: 's'.repeat(32),
    });
  });

  it.each([
    ['on', true],
    ['1', true],
    ['true', true],
    ['off', false],
    ['0', false],
    ['false', false],
  ] as const)('read the flag %s as %s', (word, value) => {
    expect(loadConfig({ STEPWELL_DEMO: word }).demo).toBe(value);
  });
});
