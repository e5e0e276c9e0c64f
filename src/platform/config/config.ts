import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { type AccountsConfig, AccountsEnvironment, toAccountsConfig } from './accounts-config.js';
import { ConfigError } from './config.errors.js';
import { LOG_LEVELS } from './log-level.js';
import { type NoticesConfig, NoticesEnvironment, toNoticesConfig } from './notices-config.js';
import { toPlainWords } from '../http/plain-words.js';
import { findUnknownSettings } from './unknown-settings.js';

const flag = z
  .enum(['on', 'off', 'true', 'false', '1', '0'])
  .transform((word) => word === 'on' || word === 'true' || word === '1');

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    message: `must be a URL starting with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });

/** An address of IPv6 stands in brackets there. */
const inUrl = (host: string) => (host.includes(':') ? `[${host}]` : host);

/** Every setting, once. A secret may also come from a file: `<NAME>_FILE`. */
const Environment = z.object({
  HOST: z
    .string()
    .default('127.0.0.1')
    .refine((host) => URL.canParse(`http://${inUrl(host)}`), {
      message: 'must be an address or a name of this machine',
    }),
  LOG_LEVEL: z.enum(LOG_LEVELS).default('warn'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: url('http:', 'https:').optional(),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  STEPWELL_DATA_DIR: z.string().min(1).default('.stepwell'),
  STEPWELL_DEMO: flag.optional(),
  STEPWELL_LEAVE_SECONDS: z.coerce.number().min(0).max(60).default(0),
  STEPWELL_ACCOUNT_REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000).default(3000),
  STEPWELL_ADDRESS_REQUESTS_PER_MINUTE: z.coerce.number().int().min(0).max(1_000_000).default(600),
  STEPWELL_TEST_DATA: z.string().optional(),
  STEPWELL_RAW_PAYLOAD_DAYS: z.coerce.number().int().min(1).max(36_500).optional(),
  // The longest window that detection and its evidence look back over is far shorter; a year's comparison is not.
  STEPWELL_READING_DAYS: z.coerce.number().int().min(400).max(36_500).optional(),
  STEPWELL_HOURLY_DAYS: z.coerce.number().int().min(400).max(36_500).optional(),
  STEPWELL_ICE_SERVERS: z
    .string()
    .default('[]')
    .transform((text, context) => {
      try {
        return z
          .array(z.object({ urls: z.string(), username: z.string().optional(), credential: z.string().optional() }))
          .parse(JSON.parse(text));
      } catch {
        context.addIssue(
          'must be a JSON array like [{"urls":"turn:turn.example.org:3478","username":"u","credential":"c"}]',
        );
        return z.NEVER;
      }
    }),
  LIVEKIT_URL: url('ws:', 'wss:', 'http:', 'https:').optional(),
  LIVEKIT_API_KEY: z.string().min(1).optional(),
  LIVEKIT_API_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
  SMTP_URL: url('smtp:', 'smtps:').optional(),
  // A program and its arguments; no shell, so no quotes.
  UPLOAD_SCAN_COMMAND: z
    .string()
    .regex(/^[^'"`$|&;<>\\]+$/, 'must be a program and its arguments, without quotes or anything for a shell')
    .transform((text) => text.trim().split(/\s+/))
    .optional(),
  ...AccountsEnvironment,
  ...NoticesEnvironment,
});

/** What is wrong between settings; looked for whatever else is wrong with each. */
function findDiscords(env: NodeJS.ProcessEnv): string[] {
  const liveKit = [env['LIVEKIT_URL'], env['LIVEKIT_API_KEY'], env['LIVEKIT_API_SECRET']].filter(Boolean).length;
  const { STEPWELL_READING_DAYS: readings, STEPWELL_HOURLY_DAYS: hours } = env;
  return [
    liveKit === 0 || liveKit === 3
      ? []
      : 'LIVEKIT_URL needs LIVEKIT_API_KEY and LIVEKIT_API_SECRET too: all three or none',
    Number(hours ?? Infinity) < Number(readings ?? Infinity)
      ? 'STEPWELL_HOURLY_DAYS needs STEPWELL_READING_DAYS too, and must not be less: hours are what is kept of readings'
      : [],
    (env['STEPWELL_VAPID_PUBLIC_KEY'] === undefined) === (env['STEPWELL_VAPID_PRIVATE_KEY'] === undefined)
      ? []
      : 'STEPWELL_VAPID_PUBLIC_KEY needs STEPWELL_VAPID_PRIVATE_KEY too: both or none',
  ].flat();
}

const SECRETS = [
  'DATABASE_URL',
  'LIVEKIT_API_KEY',
  'LIVEKIT_API_SECRET',
  'SMTP_URL',
  'STEPWELL_SINGLE_SIGN_ON',
  'STEPWELL_VAPID_PRIVATE_KEY',
  'STEPWELL_WATCHDOG_SECRET',
] as const;

/** The settings of this process, checked. Injected wherever a module needs one. */
export class Config {
  constructor(
    readonly host: string,
    readonly port: number,
    /** Where people reach us: links in mails, FHIR bases and socket origins are made from it, never from a Host header. */
    readonly publicUrl: string,
    readonly publicUrlGiven: boolean,
    readonly databaseUrl: string | undefined,
    readonly dataDir: string,
    readonly demo: boolean | undefined,
    readonly iceServers: readonly { urls: string; username?: string | undefined; credential?: string | undefined }[],
    readonly liveKit: { readonly url: string; readonly apiKey: string; readonly apiSecret: string } | undefined,
    readonly smtpUrl: string | undefined,
    /** Vendors' payloads are kept this long; undefined: for ever. */
    readonly rawPayloadDays: number | undefined,
    /** Of readings many times a day: how long each is kept, and how long their hours are; undefined: for ever. */
    readonly retention: { readonly readingDays: number | undefined; readonly hourlyDays: number | undefined },
    readonly accounts: AccountsConfig,
    /** The program that looks at an uploaded file before we do, with its arguments; undefined: none. */
    readonly uploadScanCommand: readonly string[] | undefined,
    readonly notices: NoticesConfig,
    /** So long a node that was told to stop says so, and still serves, before it closes its doors. */
    readonly leaveSeconds: number,
    /** What one account or integration, and what all strangers of one address, may ask for; 0: without a limit. */
    readonly requestLimits: { readonly accountPerMinute: number; readonly addressPerMinute: number },
  ) {}
}

/**
 * Reads and checks the environment.
 *
 * @throws ConfigError with one sentence per wrong setting
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const withFiles: NodeJS.ProcessEnv = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const problems: string[] = [];
  const readSecret = (setting: string, file: string): string => {
    try {
      const text = readFileSync(file, 'utf8').trim();
      // One that is not mounted yet must not start a clinic without its patients.
      if (text === '') problems.push(`${setting} names an empty file`);
      return text;
    } catch {
      problems.push(`${setting} names a file that cannot be read`);
      return '';
    }
  };
  const given = { ...withFiles };
  for (const name of SECRETS) {
    const file = withFiles[`${name}_FILE`];
    if (file === undefined) continue;
    withFiles[name] = readSecret(`${name}_FILE`, file) || undefined;
    // Whether it can be read or not: that is said once, not again as if nobody had named it.
    given[name] = file;
  }
  const parsed = Environment.safeParse(withFiles, { error: toPlainWords });
  problems.push(...(parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`));
  problems.push(...findDiscords(given));
  // Beside whatever else is wrong.
  const signOn = AccountsEnvironment.STEPWELL_SINGLE_SIGN_ON.safeParse(withFiles['STEPWELL_SINGLE_SIGN_ON']);
  const secrets = new Map(
    (signOn.data ?? []).map(({ id, clientSecretFile }) => [
      id,
      readSecret(`STEPWELL_SINGLE_SIGN_ON clientSecretFile of ${id}`, clientSecretFile),
    ]),
  );
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const e = parsed.data;
  const publicUrl = (e.PUBLIC_URL ?? `http://${inUrl(e.HOST)}:${e.PORT}`).replace(/\/$/, '');
  return new Config(
    e.HOST,
    e.PORT,
    publicUrl,
    e.PUBLIC_URL !== undefined,
    e.DATABASE_URL,
    resolve(e.STEPWELL_DATA_DIR),
    e.STEPWELL_DEMO,
    e.STEPWELL_ICE_SERVERS,
    e.LIVEKIT_URL
      ? { url: e.LIVEKIT_URL, apiKey: e.LIVEKIT_API_KEY ?? '', apiSecret: e.LIVEKIT_API_SECRET ?? '' }
      : undefined,
    e.SMTP_URL,
    e.STEPWELL_RAW_PAYLOAD_DAYS,
    { readingDays: e.STEPWELL_READING_DAYS, hourlyDays: e.STEPWELL_HOURLY_DAYS },
    toAccountsConfig(e, {
      loopback: isLoopback(e.HOST) && isLoopback(new URL(publicUrl).hostname),
      smtp: e.SMTP_URL !== undefined,
      secretOf: (id) => secrets.get(id) ?? '',
    }),
    e.UPLOAD_SCAN_COMMAND,
    toNoticesConfig(e, publicUrl),
    e.STEPWELL_LEAVE_SECONDS,
    {
      accountPerMinute: e.STEPWELL_ACCOUNT_REQUESTS_PER_MINUTE,
      addressPerMinute: e.STEPWELL_ADDRESS_REQUESTS_PER_MINUTE,
    },
  );
}

const isLoopback = (host: string) => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

/** Names in the environment that look like settings and are none, a sentence each. */
export const unknownSettings = (env: NodeJS.ProcessEnv): string[] =>
  findUnknownSettings(env, [...Object.keys(Environment.shape), ...SECRETS.map((name) => `${name}_FILE`)]);
